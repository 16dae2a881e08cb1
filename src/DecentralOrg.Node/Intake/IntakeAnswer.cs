using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>What becomes of a post: <see cref="Accepted"/> or <see cref="Refused"/>.</summary>
public abstract record IntakeAnswer;

/// <summary>The record is committed and will be brought to the chain; the same record again gets the same answer.</summary>
/// <param name="Digest">What was signed.</param>
/// <param name="Id">The record's struct hash, the same on every chain.</param>
/// <param name="Place">Its place among the records that waited when it was accepted, from 1; 0 if the ledger had it already.</param>
/// <param name="AcceptedAt">When it was committed first; the time of asking if the ledger had it already.</param>
public sealed record Accepted(Bytes32 Digest, Bytes32 Id, long Place, DateTimeOffset AcceptedAt) : IntakeAnswer;

/// <summary>The record is not accepted, and nothing of it is kept.</summary>
/// <param name="Name">The refusal's stable name.</param>
/// <param name="Sentence">What is wrong, why, and what to do next.</param>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Field">Where in the post; null if it is the post as a whole.</param>
/// <param name="RetryAfter">When sending the same again can help.</param>
public sealed record Refused(string Name, string Sentence, int Status, string? Field, TimeSpan? RetryAfter) : IntakeAnswer
{
    /// <summary>A refusal at the door.</summary>
    public static Refused Because(IntakeRefusal refusal, string? field = null, TimeSpan? retryAfter = null) =>
        new(refusal.ToString(), refusal.Sentence(), refusal.Status(), field, retryAfter ?? (refusal.Status() is 429 or 503 ? TimeSpan.FromSeconds(1) : null));

    /// <summary>A rule of the ledger.</summary>
    public static Refused Because(Refusal refusal, string? field = null) =>
        new(refusal.ToString(), refusal.Sentence(), refusal.Status(), field, null);
}
