using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Tests.Publishing;

namespace DecentralOrg.Node.Tests.Simulation;

/// <summary>
/// An endpoint of a chain that now and then fails, leaves something out, or takes a transaction and does not say so; and the
/// place where the process that asks can end.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="random">Draws what happens.</param>
internal sealed class FaultyEndpoint(SimulatedChain chain, Random random) : IChain
{
    /// <summary>Of a hundred questions, how many are not answered as they should.</summary>
    public int Faults { get; set; }

    /// <summary>Questions until the process ends; negative for never.</summary>
    public int Crash { get; set; } = -1;

    public Task<ulong> GetChainIdAsync(CancellationToken stop = default) => AskAsync(() => chain.GetChainIdAsync(stop));

    public Task<Bytes32> GetGenesisHashAsync(CancellationToken stop = default) => AskAsync(() => chain.GetGenesisHashAsync(stop));

    public Task<Block?> GetBlockAsync(BlockTag at = default, CancellationToken stop = default) =>
        AskAsync(async () => at != BlockTag.Latest && at != BlockTag.Finalized && Happens(3) ? null : await chain.GetBlockAsync(at, stop));

    public Task<byte[]> CallAsync(ContractCall call, BlockTag at = default, Address? from = null, CancellationToken stop = default) =>
        AskAsync(async () => from is null && Happens(3) ? [] : await chain.CallAsync(call, at, from, stop));

    public Task<ulong> EstimateGasAsync(ContractCall call, Address from, CancellationToken stop = default) => AskAsync(() => chain.EstimateGasAsync(call, from, stop));

    public Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken stop = default) => AskAsync(async () =>
    {
        var logs = await chain.GetLogsAsync(filter, stop);
        if (logs.Count == 0 || !Happens(2))
            return logs;
        var missing = random.Next(logs.Count);
        return [.. logs.Where((_, place) => place != missing)];
    });

    public async Task<Bytes32> SendRawAsync(ReadOnlyMemory<byte> transaction, CancellationToken stop = default)
    {
        await AskAsync(() => Task.FromResult(0));
        var hash = await chain.SendRawAsync(transaction, stop);
        // Taken, and the answer is lost, or the process before it heard it.
        await AskAsync(() => Task.FromResult(0));
        return hash;
    }

    public Task<Receipt?> GetReceiptAsync(Bytes32 transaction, CancellationToken stop = default) =>
        AskAsync(async () => Happens(3) ? null : await chain.GetReceiptAsync(transaction, stop));

    public Task<SentTransaction?> GetTransactionAsync(Bytes32 transaction, CancellationToken stop = default) => AskAsync(() => chain.GetTransactionAsync(transaction, stop));

    public Task<ulong> GetTransactionCountAsync(Address account, BlockTag at = default, CancellationToken stop = default) =>
        AskAsync(() => chain.GetTransactionCountAsync(account, at, stop));

    public Task<UInt128> GetBalanceAsync(Address account, BlockTag at = default, CancellationToken stop = default) => AskAsync(() => chain.GetBalanceAsync(account, at, stop));

    public Task<byte[]> GetCodeAsync(Address account, BlockTag at = default, CancellationToken stop = default) => AskAsync(() => chain.GetCodeAsync(account, at, stop));

    public Task<Fees> SuggestFeesAsync(CancellationToken stop = default) => AskAsync(() => chain.SuggestFeesAsync(stop));

    private Task<T> AskAsync<T>(Func<Task<T>> answer)
    {
        if (Crash >= 0 && Crash-- == 0)
            return Task.FromException<T>(new CrashException());
        if (Happens(1))
        {
            return Task.FromException<T>(random.Next(3) switch
            {
                0 => new RpcException(RpcFailure.Timeout, "nobody answers in time"),
                1 => new RpcException(RpcFailure.HttpStatus, "status 429"),
                _ => ScriptedChain.Error("internal error"),
            });
        }
        try
        {
            return answer();
        }
        catch (RpcException error)
        {
            return Task.FromException<T>(error);
        }
    }

    /// <summary>Whether a fault happens; one of a kind that is rarer by a factor.</summary>
    private bool Happens(int rarer) => Faults > 0 && random.Next(100 * rarer) < Faults;
}
