using System.Buffers.Binary;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Tests.Intake;
using DecentralOrg.Node.Tests.Publishing;

namespace DecentralOrg.Node.Tests.Simulation;

/// <summary>
/// A chain in memory with an organization on it: blocks, a pool for the node's account, finality and reorganizations. What
/// stands on it is computed from its first block after each reorganization, so nothing is left behind.
/// </summary>
internal sealed class SimulatedChain : IChain
{
    /// <summary>Blocks behind the head that can be taken back.</summary>
    public const int Window = 6;

    private readonly ManualTime time;
    private readonly Address account;
    private readonly IReadOnlyList<Address> founders;
    private readonly List<SimulatedBlock> blocks = [];
    private readonly TransactionPool pool = [];
    private ulong last;
    private uint made;

    public SimulatedChain(Address account, IReadOnlyList<Address> founders, ManualTime time)
    {
        (this.account, this.founders, this.time) = (account, founders, time);
        Contracts = new SimulatedContracts(founders);
        Add([]);
    }

    /// <summary>What stands on the chain now.</summary>
    public SimulatedContracts Contracts { get; private set; }

    /// <summary>The account's nonce at the head.</summary>
    public ulong Nonce => blocks[^1].Nonce;

    /// <summary>The last block that stays.</summary>
    public ulong Final => Head > Window ? Head - Window : 0;

    /// <summary>All logs of the chain, in order.</summary>
    public IEnumerable<Log> Logs => blocks.SelectMany(block => block.Logs);

    private ulong Head => (ulong)blocks.Count - 1;

    /// <summary>Mines a block of the pool's first transactions, after calls that others send.</summary>
    public void Mine(int most, params IEnumerable<ContractCall> others)
    {
        var mined = new List<SimulatedTransaction>([.. others.Select(call => new SimulatedTransaction(null, call))]);
        for (var nonce = Nonce; mined.Count < most && pool.TryGetValue(nonce, out var next); nonce++)
            mined.Add(new SimulatedTransaction(next, new ContractCall(LedgerLogs.Part(1), next.Data)));
        Add(mined);
    }

    /// <summary>Takes blocks back that are not final and mines one more than there were; what the account had in them waits again, or is lost.</summary>
    public void Reorganize(int depth, bool lost)
    {
        depth = Math.Min(depth, (int)(Head - Final));
        var kept = blocks.Take(blocks.Count - depth).ToList();
        var taken = blocks.TakeLast(depth).SelectMany(block => block.Transactions).ToList();
        blocks.Clear();
        Contracts = new SimulatedContracts(founders);
        foreach (var block in kept)
            Append(block.Transactions, block.Timestamp, block.Hash);
        pool.Clear();
        foreach (var transaction in lost ? [] : taken)
        {
            if (transaction.Own is { } own)
                pool.TryAdd(own.Nonce, own);
        }
        for (var i = 0; i <= depth; i++)
            Add([]);
    }

    /// <summary>Drops all that waits.</summary>
    public void Drop() => pool.Clear();

    public Task<ulong> GetChainIdAsync(CancellationToken stop = default) => Task.FromResult(31_337UL);

    public Task<Bytes32> GetGenesisHashAsync(CancellationToken stop = default) => Task.FromResult(blocks[0].Hash);

    public Task<Block?> GetBlockAsync(BlockTag at = default, CancellationToken stop = default) =>
        Task.FromResult(Find(at) is { } block ? new Block(block.Number, block.Hash, block.Parent, block.Timestamp, 10, 30_000_000) : null);

    public Task<byte[]> CallAsync(ContractCall call, BlockTag at = default, Address? from = null, CancellationToken stop = default)
    {
        // A transaction that is simulated, or one that is asked why it was refused; else a question.
        if (from is null)
            return Task.FromResult((Find(at) ?? throw Unknown()).Answers(call.Data));
        return Contracts.Refuses(call, Now()) is { } refusal
            ? Task.FromException<byte[]>(ScriptedChain.Error("execution reverted", Hex.Encode(AbiFunction.Parse(refusal).Selector) + new string('0', 64)))
            : Task.FromResult<byte[]>([]);
    }

    public Task<ulong> EstimateGasAsync(ContractCall call, Address from, CancellationToken stop = default) => Task.FromResult(1_000_000UL);

    public Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken stop = default)
    {
        var from = Find(filter.From) ?? throw Unknown();
        var to = filter.From.ToString().Length > 18 ? from : Find(filter.To) ?? throw Unknown();
        return Task.FromResult<IReadOnlyList<Log>>([.. blocks.Where(block => block.Number >= from.Number && block.Number <= to.Number).SelectMany(block => block.Logs)]);
    }

    public Task<Bytes32> SendRawAsync(ReadOnlyMemory<byte> transaction, CancellationToken stop = default)
    {
        var sent = PoolTransaction.Read(transaction.ToArray());
        if (Find(sent.Hash) is not null)
            return Task.FromResult(sent.Hash);
        pool.Offer(sent, Nonce);
        return Task.FromResult(sent.Hash);
    }

    public Task<Receipt?> GetReceiptAsync(Bytes32 transaction, CancellationToken stop = default) => Task.FromResult(
        Find(transaction) is var (block, succeeded) ? new Receipt(transaction, block.Number, block.Hash, succeeded, 900_000, 10, null, []) : null);

    public Task<SentTransaction?> GetTransactionAsync(Bytes32 transaction, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<ulong> GetTransactionCountAsync(Address asked, BlockTag at = default, CancellationToken stop = default) =>
        Task.FromResult(asked == account ? (Find(at) ?? throw Unknown()).Nonce : 0);

    public Task<UInt128> GetBalanceAsync(Address asked, BlockTag at = default, CancellationToken stop = default) => Task.FromResult(UInt128.MaxValue >> 8);

    public Task<byte[]> GetCodeAsync(Address asked, BlockTag at = default, CancellationToken stop = default) =>
        Task.FromResult<byte[]>(asked == LedgerLogs.Part(0) ? [1] : []);

    public Task<Fees> SuggestFeesAsync(CancellationToken stop = default) => Task.FromResult(new Fees(10, 1));

    private static RpcException Unknown() => ScriptedChain.Error("header not found");

    /// <summary>The time of the next block: never before the last one's, wherever the clock was set.</summary>
    private ulong Now() => Math.Max(last + 1, (ulong)time.GetUtcNow().ToUnixTimeSeconds());

    private void Add(IReadOnlyList<SimulatedTransaction> transactions)
    {
        var unique = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(unique, ++made);
        Append(transactions, Now(), Keccak.Hash(unique));
        foreach (var nonce in pool.Keys.Where(nonce => nonce < Nonce).ToList())
            pool.Remove(nonce);
    }

    private void Append(IReadOnlyList<SimulatedTransaction> transactions, ulong timestamp, Bytes32 hash)
    {
        var (number, nonce) = ((ulong)blocks.Count, blocks.Count == 0 ? 0 : blocks[^1].Nonce);
        var (logs, failed) = (new List<Log>(), new HashSet<Bytes32>());
        // Block 0 has nothing, as on every chain; the organization is founded in the next.
        if (number == 1)
            logs.AddRange(Contracts.Found(timestamp).Select(log => log with { TransactionHash = hash }));
        foreach (var (own, call) in transactions)
        {
            if (own is not null)
                nonce++;
            if (Contracts.Refuses(call, timestamp) is null)
                logs.AddRange(Contracts.Execute(call, own is null ? default : account, timestamp).Select(log => log with { TransactionHash = own?.Hash ?? hash }));
            else if (own is not null)
                failed.Add(own.Hash);
        }
        last = timestamp;
        blocks.Add(new SimulatedBlock(
            number, hash, blocks.Count == 0 ? default : blocks[^1].Hash, timestamp, nonce, transactions, failed,
            [.. logs.Select((log, index) => log with { BlockNumber = number, BlockHash = hash, Index = (uint)index })], number == 0 ? _ => [] : Contracts.Answers()));
    }

    private SimulatedBlock? Find(BlockTag at)
    {
        if (at == BlockTag.Latest || at == BlockTag.Pending)
            return blocks[^1];
        if (at == BlockTag.Finalized)
            return blocks[(int)Final];
        var text = at.ToString();
        if (text.Length > 18)
            return blocks.Find(block => block.Hash.ToString() == text);
        var number = Convert.ToUInt64(text, 16);
        return number <= Head ? blocks[(int)number] : null;
    }

    private (SimulatedBlock Block, bool Succeeded)? Find(Bytes32 transaction) =>
        blocks.Find(block => block.Transactions.Any(mined => mined.Own?.Hash == transaction)) is { } block ? (block, !block.Failed.Contains(transaction)) : null;
}

/// <summary>A transaction in a block.</summary>
/// <param name="Own">The node's, as it was sent; null if somebody else sent it.</param>
/// <param name="Call">What it calls.</param>
internal sealed record SimulatedTransaction(PoolTransaction? Own, ContractCall Call);

/// <summary>A block, and what the contracts answer at its end.</summary>
internal sealed record SimulatedBlock(
    ulong Number, Bytes32 Hash, Bytes32 Parent, ulong Timestamp, ulong Nonce, IReadOnlyList<SimulatedTransaction> Transactions, HashSet<Bytes32> Failed,
    IReadOnlyList<Log> Logs, Func<byte[], byte[]> Answers);
