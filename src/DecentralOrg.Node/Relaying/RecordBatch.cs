using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Relaying;

/// <summary>Signed records for one transaction.</summary>
/// <param name="Contributions">Taken first.</param>
/// <param name="Evaluations">Taken after them.</param>
/// <param name="GasLimit">
/// The gas to send it with; null for an estimate. A contract account that judges its signature can burn more in the block
/// than it did at the estimate, and the ledger reverts a batch that it would starve.
/// </param>
public sealed record RecordBatch(
    IReadOnlyList<SignedContribution> Contributions, IReadOnlyList<SignedEvaluation> Evaluations, ulong? GasLimit = null)
{
    /// <summary>
    /// Gas that a transaction may be planned with. EIP-7825 takes none above 2^24; what is left over is for a batch whose
    /// members and rows are all new, and for the gas that the ledger wants to see left before it asks a contract account.
    /// </summary>
    private const ulong PlannedGas = 12_000_000;

    /// <summary>What the ledger wants to see left before it asks a contract account.</summary>
    private const ulong AskingGas = 310_000;

    /// <summary>Most calldata of a transaction. Nodes keep none above 128 KiB in their pools.</summary>
    private const long PlannedBytes = 100_000;

    // Upper estimates, from records with long texts and from credits to newcomers. Too low a number would make a batch
    // that no block takes; too high a one only makes batches smaller.
    private const ulong ContributionGas = 45_000;
    private const ulong EvaluationGas = 45_000;
    private const ulong CreditGas = 110_000;

    // All the gas that an ERC-1271 account is asked with, and what asking takes.
    private const ulong ContractAccountGas = 320_000;

    // The floor of calldata (EIP-7623), which is more than a byte of a signature takes when it is handed to its account.
    private const ulong SignatureByteGas = 40;
    private const long ContributionBytes = 800;
    private const long EvaluationBytes = 450;
    private const long CreditBytes = 96;

    /// <summary>Splits records into transactions, keeping their order.</summary>
    /// <param name="domain">The domain they are signed for: a signature that does not recover is one for a contract to judge.</param>
    /// <param name="contributions">Taken first.</param>
    /// <param name="evaluations">Taken after them.</param>
    public static IEnumerable<RecordBatch> Plan(
        RecordDomain domain, IEnumerable<SignedContribution> contributions, IEnumerable<SignedEvaluation> evaluations)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return Split(contributions.Select(signed => Measure(signed, domain))).Select(part => new RecordBatch(part.Records, [], part.GasLimit))
            .Concat(Split(evaluations.Select(signed => Measure(signed, domain))).Select(part => new RecordBatch([], part.Records, part.GasLimit)));
    }

    private static IEnumerable<(List<T> Records, ulong? GasLimit)> Split<T>(IEnumerable<Measured<T>> records)
    {
        var part = new List<T>();
        var (gas, bytes, asks) = (0UL, 0L, false);
        foreach (var record in records)
        {
            if (part.Count > 0 && (gas + record.Gas > PlannedGas || bytes + record.Bytes > PlannedBytes))
            {
                yield return (part, LimitOf(gas, asks));
                (part, gas, bytes, asks) = ([], 0, 0, false);
            }
            part.Add(record.Record);
            gas += record.Gas;
            bytes += record.Bytes;
            asks |= record.AsksContract;
        }
        if (part.Count > 0)
            yield return (part, LimitOf(gas, asks));
    }

    private static ulong? LimitOf(ulong gas, bool asks) =>
        asks ? Math.Min(TransactionSender.MaxGas, gas + AskingGas) : null;

    private static Measured<SignedContribution> Measure(SignedContribution signed, RecordDomain domain)
    {
        var record = signed.Record;
        var bytes = ContributionBytes + signed.Signature.Length
            + record.Area.Bytes.Length + record.Title.Bytes.Length + record.Uri.Bytes.Length
            + 64 * record.CoAuthors.Count + 32 * record.BuildsOn.Count;
        return Measure(signed, ContributionGas, bytes, signed.Signature, !Recovers(signed.Signature, record.Digest(domain), record.Contributor));
    }

    private static Measured<SignedEvaluation> Measure(SignedEvaluation signed, RecordDomain domain)
    {
        var record = signed.Record;
        return Measure(
            signed,
            EvaluationGas + CreditGas * (ulong)record.Credits.Count,
            EvaluationBytes + signed.Signature.Length + CreditBytes * record.Credits.Count,
            signed.Signature,
            !Recovers(signed.Signature, record.Digest(domain), record.Evaluator));
    }

    private static Measured<T> Measure<T>(T record, ulong gas, long bytes, byte[] signature, bool asksContract)
    {
        // What an account's own signature takes is in the estimates above.
        var beyond = (ulong)Math.Max(0, signature.Length - Signature.Length);
        return new(record, gas + SignatureByteGas * beyond + (asksContract ? ContractAccountGas : 0), bytes, asksContract);
    }

    private static bool Recovers(byte[] signature, Bytes32 digest, Address author) =>
        Signature.TryRead(signature, out var read) && read.Recover(digest) == author;

    /// <summary>A record with the most that it can take.</summary>
    private readonly record struct Measured<T>(T Record, ulong Gas, long Bytes, bool AsksContract);
}
