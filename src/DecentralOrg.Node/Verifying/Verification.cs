using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Node.Challenging;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Verifying;

/// <summary>A settlement whose vector is not a fixed point.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Status">Whether it can still be refuted.</param>
/// <param name="Submitter">Who posted it.</param>
/// <param name="Account">The account of the member of the first wrong row.</param>
/// <param name="Row">The first wrong row, with the posted value and the one that follows from the rest of the vector.</param>
/// <param name="Challenge">What refutes it, while it stands.</param>
public sealed record WrongSettlement(
    uint Epoch,
    SettlementStatus Status,
    Address Submitter,
    Address Account,
    WrongRow Row,
    RowChallenge Challenge);

/// <summary>What was checked of an organization, in numbers.</summary>
public sealed record CheckedCounts
{
    /// <summary>Contracts that run the code that was compiled from this product's sources.</summary>
    public required int Contracts { get; init; }

    /// <summary>Records whose digests were chained, without a hole.</summary>
    public required ulong Records { get; init; }

    /// <summary>How the authors of the records are known.</summary>
    public required SignatureCounts Signatures { get; init; }

    /// <summary>Contributions among them.</summary>
    public required int Contributions { get; init; }

    /// <summary>Evaluations among them.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Credits in the evaluations.</summary>
    public required int Credits { get; init; }

    /// <summary>Members.</summary>
    public required int Members { get; init; }

    /// <summary>Epochs that were recomputed.</summary>
    public int Epochs { get; init; }

    /// <summary>Settlements that are final or stand, and were compared value by value.</summary>
    public int Settlements { get; init; }

    /// <summary>Settlements that were refuted, with right.</summary>
    public int Refuted { get; init; }

    /// <summary>Values of influence that were compared.</summary>
    public int Values { get; init; }

    /// <summary>Payments to members that were compared with what they earned.</summary>
    public int Claims { get; init; }

    /// <summary>Accounts whose balance of tokens was compared with all transfers.</summary>
    public int Balances { get; init; }

    /// <summary>Accounts whose reputation was compared with the last claim.</summary>
    public int Reputations { get; init; }

    /// <summary>Proposals whose count of votes was compared with the votes.</summary>
    public int Proposals { get; init; }

    /// <summary>Roles that were compared with what gave, suspended and restored them; those that were taken are not counted.</summary>
    public int Roles { get; init; }
}

/// <summary>What a verification found.</summary>
/// <param name="Block">The block that everything was read at.</param>
/// <param name="Counts">What was checked.</param>
/// <param name="Findings">What does not follow from the chain's own records; empty if all does.</param>
/// <param name="Notes">What is allowed and worth knowing.</param>
/// <param name="Wrong">Settlements that stand or are final and are no fixed points.</param>
public sealed record Verification(
    ulong Block,
    CheckedCounts Counts,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<string> Notes,
    IReadOnlyList<WrongSettlement> Wrong)
{
    /// <summary>Whether everything follows.</summary>
    public bool Holds => Findings.Count == 0;
}
