using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Relaying;

/// <summary>Brings signed records to the ledger in batches. Anyone may; a bad record never stops the others.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="sender">Pays the gas.</param>
public sealed class Relayer(LedgerContract ledger, TransactionSender sender)
{
    /// <summary>Sends a batch and tells what became of its records.</summary>
    /// <exception cref="RevertException">The batch as a whole was refused: it starves a contract account of gas.</exception>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    public async Task<RelayReceipt> RelayAsync(RecordBatch batch, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var receipt = await sender.ExecuteAsync(ledger.Relay(batch.Contributions, batch.Evaluations), batch.GasLimit, stop);
        var skipped = new List<SkippedRecord>();
        foreach (var log in receipt.Logs)
        {
            if (log.Address == ledger.Address && LedgerContract.RecordSkippedEvent.TryDecode(log, out var skip))
                skipped.Add(new SkippedRecord(skip.Digest, (Kernel.Records.Refusal)skip.Reason));
        }
        return new RelayReceipt(receipt, batch.Contributions.Count + batch.Evaluations.Count - skipped.Count, skipped);
    }
}

/// <summary>A record that the ledger left out of a batch.</summary>
/// <param name="Digest">Its EIP-712 digest.</param>
/// <param name="Reason">The rule it breaks.</param>
public sealed record SkippedRecord(Bytes32 Digest, Kernel.Records.Refusal Reason);

/// <summary>What became of a batch.</summary>
/// <param name="Receipt">The transaction.</param>
/// <param name="Taken">Records that were taken.</param>
/// <param name="Skipped">Records that were left out, each with its reason.</param>
public sealed record RelayReceipt(Receipt Receipt, int Taken, IReadOnlyList<SkippedRecord> Skipped);
