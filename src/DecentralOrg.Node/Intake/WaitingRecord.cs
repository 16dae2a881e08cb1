using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Intake;

/// <summary>Where a record is; the numbers are stored.</summary>
public enum RecordState
{
    /// <summary>Accepted, and in no batch yet.</summary>
    Waiting = 0,

    /// <summary>In a batch that is on its way to the ledger.</summary>
    Batched = 1,

    /// <summary>In the ledger's log.</summary>
    Anchored = 2,

    /// <summary>Left out by the ledger, or known to be left out if it were sent.</summary>
    Skipped = 3,

    /// <summary>Replaced by its author.</summary>
    Superseded = 4,
}

/// <summary>What the intake has in mind of a record that is not in the log yet.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Digest">What was signed.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Author">Its author.</param>
/// <param name="Epoch">Of an evaluation, the epoch it is for; 0 of a contribution.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Points">Of an evaluation, all its points; 0 of a contribution.</param>
/// <param name="State">Where it is.</param>
internal sealed record WaitingRecord(
    long Id, Bytes32 Digest, RecordKind Kind, Address Author, uint Epoch, uint Nonce, uint Points, RecordState State);
