using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Tests.Following;

/// <summary>A chain that has logs and transactions and answers for ranges and calls as the test says. Nothing else is asked of it.</summary>
internal sealed class FakeChain(IReadOnlyList<Log> logs, Action<ulong, ulong> onRange) : IChain
{
    /// <summary>The ranges that were answered, in order.</summary>
    public List<(ulong First, ulong Last)> Answered { get; } = [];

    /// <summary>The transactions that it knows.</summary>
    public Dictionary<Bytes32, SentTransaction> Transactions { get; } = [];

    /// <summary>Accounts with code.</summary>
    public HashSet<Address> Contracts { get; } = [];

    /// <summary>What a call is answered.</summary>
    public Func<ContractCall, CancellationToken, Task<byte[]>> OnCall { get; set; } = (_, _) => throw new NotSupportedException();

    public Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken stop = default)
    {
        var (first, last) = (Read(filter.From), Read(filter.To));
        onRange(first, last);
        Answered.Add((first, last));
        return Task.FromResult<IReadOnlyList<Log>>([.. logs.Where(log => log.BlockNumber >= first && log.BlockNumber <= last)]);
    }

    public Task<ulong> GetChainIdAsync(CancellationToken stop = default) => Task.FromResult(31_337UL);

    public Task<Bytes32> GetGenesisHashAsync(CancellationToken stop = default) => throw new NotSupportedException();

    public Task<Block?> GetBlockAsync(BlockTag at = default, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<byte[]> CallAsync(ContractCall call, BlockTag at = default, Address? from = null, CancellationToken stop = default) => OnCall(call, stop);

    public Task<ulong> EstimateGasAsync(ContractCall call, Address from, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<Bytes32> SendRawAsync(ReadOnlyMemory<byte> transaction, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<Receipt?> GetReceiptAsync(Bytes32 transaction, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<SentTransaction?> GetTransactionAsync(Bytes32 transaction, CancellationToken stop = default) =>
        Task.FromResult(Transactions.GetValueOrDefault(transaction));

    public Task<ulong> GetTransactionCountAsync(Address account, BlockTag at = default, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<UInt128> GetBalanceAsync(Address account, BlockTag at = default, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<byte[]> GetCodeAsync(Address account, BlockTag at = default, CancellationToken stop = default) =>
        Task.FromResult<byte[]>(Contracts.Contains(account) ? [0xFE] : []);

    public Task<Fees> SuggestFeesAsync(CancellationToken stop = default) => throw new NotSupportedException();

    private static ulong Read(BlockTag tag) => Convert.ToUInt64(tag.ToString(), 16);
}
