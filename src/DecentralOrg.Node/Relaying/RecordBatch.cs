using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Relaying;

/// <summary>Signed records for one transaction.</summary>
/// <param name="Contributions">Taken first.</param>
/// <param name="Evaluations">Taken after them.</param>
public sealed record RecordBatch(IReadOnlyList<SignedContribution> Contributions, IReadOnlyList<SignedEvaluation> Evaluations)
{
    /// <summary>
    /// Gas that a transaction may be planned with. EIP-7825 takes none above 2^24; what is left over is for a batch whose
    /// members and rows are all new.
    /// </summary>
    private const long GasLimit = 12_000_000;

    /// <summary>Most calldata of a transaction. Nodes keep none above 128 KiB in their pools.</summary>
    private const long ByteLimit = 100_000;

    // Upper estimates, from records with long texts and from credits to newcomers. Too low a number would make a batch
    // that no block takes; too high a one only makes batches smaller.
    private const long ContributionGas = 45_000;
    private const long EvaluationGas = 45_000;
    private const long CreditGas = 110_000;
    private const long ContributionBytes = 800;
    private const long EvaluationBytes = 450;
    private const long CreditBytes = 96;

    /// <summary>Splits records into transactions, keeping their order.</summary>
    public static IEnumerable<RecordBatch> Plan(IEnumerable<SignedContribution> contributions, IEnumerable<SignedEvaluation> evaluations)
    {
        ArgumentNullException.ThrowIfNull(contributions);
        ArgumentNullException.ThrowIfNull(evaluations);
        return Split(contributions, ContributionGasOf, ContributionBytesOf).Select(part => new RecordBatch(part, []))
            .Concat(Split(evaluations, EvaluationGasOf, EvaluationBytesOf).Select(part => new RecordBatch([], part)));
    }

    private static IEnumerable<List<T>> Split<T>(IEnumerable<T> records, Func<T, long> gasOf, Func<T, long> bytesOf)
    {
        var part = new List<T>();
        long gas = 0, bytes = 0;
        foreach (var record in records)
        {
            if (part.Count > 0 && (gas + gasOf(record) > GasLimit || bytes + bytesOf(record) > ByteLimit))
            {
                yield return part;
                (part, gas, bytes) = ([], 0, 0);
            }
            part.Add(record);
            gas += gasOf(record);
            bytes += bytesOf(record);
        }
        if (part.Count > 0)
            yield return part;
    }

    private static long ContributionGasOf(SignedContribution signed) => ContributionGas;

    private static long ContributionBytesOf(SignedContribution signed)
    {
        var record = signed.Record;
        return ContributionBytes + record.Area.Bytes.Length + record.Title.Bytes.Length + record.Uri.Bytes.Length
            + 64 * record.CoAuthors.Count + 32 * record.BuildsOn.Count;
    }

    private static long EvaluationGasOf(SignedEvaluation signed) => EvaluationGas + CreditGas * signed.Record.Credits.Count;

    private static long EvaluationBytesOf(SignedEvaluation signed) => EvaluationBytes + CreditBytes * signed.Record.Credits.Count;
}
