using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>The two kinds of records; the numbers are stored.</summary>
public enum RecordKind
{
    /// <summary>A signed record of work.</summary>
    Contribution = 0,

    /// <summary>A signed message that carries credits.</summary>
    Evaluation = 1,
}

/// <summary>A record as its author signed it.</summary>
/// <param name="Id">Its struct hash.</param>
/// <param name="Digest">What was signed.</param>
/// <param name="Signature">By a key (65 or 64 bytes) or whatever the author's contract takes.</param>
internal abstract record PostedRecord(Bytes32 Id, Bytes32 Digest, byte[] Signature)
{
    public abstract RecordKind Kind { get; }

    public abstract Address Author { get; }
}

/// <summary>A signed contribution.</summary>
internal sealed record PostedContribution(Contribution Record, Bytes32 Id, Bytes32 Digest, byte[] Signature) : PostedRecord(Id, Digest, Signature)
{
    public override RecordKind Kind => RecordKind.Contribution;

    public override Address Author => Record.Contributor;

    public static PostedContribution Of(Contribution record, RecordDomain domain, byte[] signature)
    {
        var id = record.Id;
        return new(record, id, domain.Digest(id), signature);
    }
}

/// <summary>A signed evaluation.</summary>
internal sealed record PostedEvaluation(Evaluation Record, Bytes32 Id, Bytes32 Digest, byte[] Signature) : PostedRecord(Id, Digest, Signature)
{
    public override RecordKind Kind => RecordKind.Evaluation;

    public override Address Author => Record.Evaluator;

    public static PostedEvaluation Of(Evaluation record, RecordDomain domain, byte[] signature)
    {
        var id = record.Id;
        return new(record, id, domain.Digest(id), signature);
    }
}
