using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Tests;

/// <summary>A chain of which nothing may be asked but what a test answers.</summary>
internal abstract class UnusedChain : IChain
{
    public virtual Task<ulong> GetChainIdAsync(CancellationToken stop = default) => throw new NotSupportedException();

    public virtual Task<Bytes32> GetGenesisHashAsync(CancellationToken stop = default) => throw new NotSupportedException();

    public virtual Task<Block?> GetBlockAsync(BlockTag at = default, CancellationToken stop = default) => throw new NotSupportedException();

    public virtual Task<byte[]> CallAsync(ContractCall call, BlockTag at = default, Address? from = null, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<ulong> EstimateGasAsync(ContractCall call, Address from, CancellationToken stop = default) => throw new NotSupportedException();

    public virtual Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<Bytes32> SendRawAsync(ReadOnlyMemory<byte> transaction, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<Receipt?> GetReceiptAsync(Bytes32 transaction, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<SentTransaction?> GetTransactionAsync(Bytes32 transaction, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<ulong> GetTransactionCountAsync(Address account, BlockTag at = default, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<UInt128> GetBalanceAsync(Address account, BlockTag at = default, CancellationToken stop = default) => throw new NotSupportedException();

    public virtual Task<byte[]> GetCodeAsync(Address account, BlockTag at = default, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<Fees> SuggestFeesAsync(CancellationToken stop = default) => throw new NotSupportedException();
}
