using System.Runtime.CompilerServices;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Verifying;

/// <summary>How the authors of records are known.</summary>
/// <param name="Recovered">Signatures in calldata that recover to the author.</param>
/// <param name="Sent">Records that their author sent in a transaction of his own.</param>
/// <param name="ByContract">Records of contract accounts (ERC-1271), whose signature only they could judge, then.</param>
/// <param name="NotShown">Records that came through another contract, or in calldata in which one part stands for several.</param>
public sealed record SignatureCounts(int Recovered, int Sent, int ByContract, int NotShown);

/// <summary>
/// Looks for the signature of every record in the calldata that brought it, so that even a ledger that takes what nobody
/// signed would be found out.
/// </summary>
internal sealed class SignatureVerifier(IChain chain, Address ledger, RecordDomain domain)
{
    private const int AskedAtOnce = 8;

    private readonly List<Finding> findings = [];

    /// <summary>Records without a signature of their author.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>Checks all records of a log.</summary>
    public async Task<SignatureCounts> RunAsync(IReadOnlyList<TakenRecord> records, BlockTag at, CancellationToken stop)
    {
        var (recovered, sent, byContract, notShown) = (0, 0, 0, 0);
        await foreach (var (brought, transaction) in TransactionsAsync(records, stop))
        {
            var signed = transaction.To == ledger ? Signatures(transaction.Data) : null;
            if (signed is null)
            {
                notShown += brought.Count();
                continue;
            }
            foreach (var record in brought)
            {
                if (signed.Contains((record.Digest, record.Author)))
                    recovered++;
                else if (signed.Count == 0 && transaction.From == record.Author)
                    sent++;
                else if ((await chain.GetCodeAsync(record.Author, at, stop)).Length > 0)
                    byContract++;
                else
                    findings.Add(new Finding(FindingRule.Signature, $"Nothing in transaction {brought.Key} shows that {record.Author} signed the record {record.Digest} it brought."));
            }
        }
        return new SignatureCounts(recovered, sent, byContract, notShown);
    }

    /// <summary>The transactions that brought records, a few asked for at once: one by one, a distant node would take hours.</summary>
    private async IAsyncEnumerable<(IGrouping<Bytes32, TakenRecord> Brought, SentTransaction Transaction)> TransactionsAsync(
        IReadOnlyList<TakenRecord> records, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var some in records.GroupBy(record => record.Transaction).Chunk(AskedAtOnce))
        {
            var answers = await Task.WhenAll(some.Select(brought => chain.GetTransactionAsync(brought.Key, stop)));
            foreach (var (brought, answer) in some.Zip(answers))
            {
                yield return (brought, answer ?? throw new RpcException(
                    RpcFailure.Malformed, $"The node gives logs of transaction {brought.Key} but does not know it; ask another endpoint."));
            }
        }
    }

    /// <summary>
    /// Who signed which digests, as the signatures of a batch recover; nothing for calldata of another function, null for
    /// calldata that is not read.
    /// </summary>
    private HashSet<(Bytes32 Digest, Address Author)>? Signatures(byte[] data)
    {
        LedgerContract.RelayCall? batch;
        try
        {
            if (!LedgerContract.TryDecodeRelay(data, out batch))
                return [];
        }
        catch (AbiException)
        {
            // The contract follows offsets wherever they lead; a stranger's calldata must not stop everybody's verification.
            return null;
        }
        return
        [
            .. batch.Contributions.AsParallel().Select(signed => Recover(signed.Record.Digest(domain), signed.Signature))
                .Concat(batch.Evaluations.AsParallel().Select(signed => Recover(signed.Record.Digest(domain), signed.Signature))),
        ];
    }

    private static (Bytes32 Digest, Address Author) Recover(Bytes32 digest, byte[] signature) =>
        (digest, Signature.TryRead(signature, out var read) ? read.Recover(digest) ?? Address.Zero : Address.Zero);
}
