using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>A chain that shows one log as another.</summary>
internal sealed class ChangedChain(IChain chain, Log changed) : IChain
{
    /// <summary>All logs of an organization.</summary>
    public static Task<IReadOnlyList<Log>> LogsOfAsync(World world) =>
        Chains.Chain.GetLogsAsync(new LogFilter(world.Contracts.Addresses, [], BlockTag.Number(0), BlockTag.Latest));

    public async Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken stop = default) =>
        [.. (await chain.GetLogsAsync(filter, stop)).Select(log => (log.BlockNumber, log.Index) == (changed.BlockNumber, changed.Index) ? changed : log)];

    public Task<ulong> GetChainIdAsync(CancellationToken stop = default) => chain.GetChainIdAsync(stop);

    public Task<Bytes32> GetGenesisHashAsync(CancellationToken stop = default) => chain.GetGenesisHashAsync(stop);

    public Task<Block?> GetBlockAsync(BlockTag at = default, CancellationToken stop = default) => chain.GetBlockAsync(at, stop);

    public Task<byte[]> CallAsync(ContractCall call, BlockTag at = default, Address? from = null, CancellationToken stop = default) =>
        chain.CallAsync(call, at, from, stop);

    public Task<ulong> EstimateGasAsync(ContractCall call, Address from, CancellationToken stop = default) => chain.EstimateGasAsync(call, from, stop);

    public Task<Bytes32> SendRawAsync(ReadOnlyMemory<byte> transaction, CancellationToken stop = default) => chain.SendRawAsync(transaction, stop);

    public Task<Receipt?> GetReceiptAsync(Bytes32 transaction, CancellationToken stop = default) => chain.GetReceiptAsync(transaction, stop);

    public Task<SentTransaction?> GetTransactionAsync(Bytes32 transaction, CancellationToken stop = default) => chain.GetTransactionAsync(transaction, stop);

    public Task<ulong> GetTransactionCountAsync(Address account, BlockTag at = default, CancellationToken stop = default) =>
        chain.GetTransactionCountAsync(account, at, stop);

    public Task<UInt128> GetBalanceAsync(Address account, BlockTag at = default, CancellationToken stop = default) => chain.GetBalanceAsync(account, at, stop);

    public Task<byte[]> GetCodeAsync(Address account, BlockTag at = default, CancellationToken stop = default) => chain.GetCodeAsync(account, at, stop);

    public Task<Fees> SuggestFeesAsync(CancellationToken stop = default) => chain.SuggestFeesAsync(stop);
}
