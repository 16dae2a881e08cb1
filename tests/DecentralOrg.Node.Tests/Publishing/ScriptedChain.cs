using System.Buffers.Binary;
using System.Text.Json;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Tests.Publishing;

/// <summary>
/// A chain of one account in memory, with a pool, base fee, finality and reorganizations, that does what the test says. A
/// call beginning with <see cref="RefusedEverywhere"/> is refused in simulations and blocks, with
/// <see cref="RefusedInBlock"/> in blocks only.
/// </summary>
internal sealed class ScriptedChain(Address account) : IChain
{
    public const byte RefusedEverywhere = 0xEE;
    public const byte RefusedInBlock = 0xDD;
    public const ulong Depth = 4;

    private static readonly string Selector = Keccak.Hash("TooEarly(uint256)"u8).ToString()[..10];

    private readonly List<List<PoolTransaction?>> blocks = [[]];
    private readonly List<Bytes32> hashes = [Keccak.Hash([0])];
    private readonly TransactionPool pool = [];

    // Other nodes still have what this one's pool dropped for a nonce that was used.
    private readonly Dictionary<ulong, PoolTransaction> elsewhere = [];
    private uint made;

    public ulong ChainId { get; set; } = 31_337;

    public UInt128 BaseFee { get; set; } = 10;

    public UInt128 Balance { get; set; } = UInt128.MaxValue >> 8;

    /// <summary>Called before every answer, with the method's name: throws what the endpoint throws.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Called when a transaction was taken, before the answer.</summary>
    public Action AfterSend { get; set; } = () => { };

    /// <summary>Whether it knows the receipts of what is mined already.</summary>
    public bool KnowsReceipts { get; set; } = true;

    public int Sent { get; private set; }

    /// <summary>Whether a stranger's transaction was taken back and is gone: it leaves a hole.</summary>
    public bool HoleMade { get; private set; }

    public ulong Head => (ulong)blocks.Count - 1;

    public ulong Final => Head > Depth ? Head - Depth : 0;

    public ulong Nonce => (ulong)blocks.Sum(block => block.Count);

    /// <summary>The nonces that wait.</summary>
    public IEnumerable<ulong> Pool => pool.Keys.Order();

    /// <summary>The calldata that took effect on the chain, in order.</summary>
    public IEnumerable<byte[]> Effects =>
        blocks.SelectMany(block => block).OfType<PoolTransaction>().Where(transaction => transaction.Data is not [RefusedInBlock, ..]).Select(transaction => transaction.Data);

    public static RpcException Error(string text, string? data = null)
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(data is null ? new { code = -32000, message = text } : (object)new { code = 3, message = text, data }));
        return RpcException.From("scripted", json.RootElement);
    }

    /// <summary>Mines a block of what the pool has in order of nonces and pays for it.</summary>
    public void Mine(int most = 100)
    {
        var block = new List<PoolTransaction?>();
        for (var nonce = Nonce; block.Count < most && pool.TryGetValue(nonce, out var next) && next.Cap >= BaseFee; nonce++)
            block.Add(next);
        Add(block);
    }

    /// <summary>Mines a block with a stranger's transaction of the account.</summary>
    public void MineForeign() => Add([null]);

    /// <summary>Mines an attempt of the test's choice.</summary>
    public void MineRaw(byte[] raw) => Add([PoolTransaction.Read(raw)]);

    /// <summary>Takes blocks back that are not final; their transactions wait again, with what they had overtaken, or are lost. A stranger's is always lost.</summary>
    public void Reorganize(int depth, bool lost)
    {
        depth = Math.Min(depth, (int)(Head - Final));
        var taken = blocks.TakeLast(depth).SelectMany(block => block).ToList();
        blocks.RemoveRange(blocks.Count - depth, depth);
        hashes.RemoveRange(hashes.Count - depth, depth);
        HoleMade |= taken.Contains(null);
        if (!lost)
        {
            foreach (var transaction in taken.OfType<PoolTransaction>())
                pool.TryAdd(transaction.Nonce, transaction);
            foreach (var (nonce, transaction) in elsewhere.Where(other => other.Key >= Nonce))
                pool.TryAdd(nonce, transaction);
        }
        for (var i = 0; i <= depth; i++)
            Add([]);
    }

    /// <summary>Drops all that waits.</summary>
    public void Drop() => pool.Clear();

    public Task<ulong> GetChainIdAsync(CancellationToken stop = default) => Answer("chainId", () => ChainId);

    public Task<Bytes32> GetGenesisHashAsync(CancellationToken stop = default) => Answer("genesis", () => hashes[0]);

    public Task<Block?> GetBlockAsync(BlockTag at = default, CancellationToken stop = default) => Answer("block", () =>
    {
        var number = at == BlockTag.Latest ? Head : at == BlockTag.Finalized ? Final : throw new NotSupportedException();
        return (Block?)new Block(number, hashes[(int)number], default, 0, BaseFee, 30_000_000);
    });

    public Task<byte[]> CallAsync(ContractCall call, BlockTag at = default, Address? from = null, CancellationToken stop = default) => Answer("call", () =>
        call.Data is [RefusedEverywhere or RefusedInBlock, ..] && (call.Data[0] == RefusedEverywhere || at != BlockTag.Pending)
            ? throw Error("execution reverted", Selector + new string('0', 63) + "7")
            : (byte[])[]);

    public Task<ulong> EstimateGasAsync(ContractCall call, Address from, CancellationToken stop = default) => Answer("estimate", () => 50_000UL);

    public Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<Bytes32> SendRawAsync(ReadOnlyMemory<byte> transaction, CancellationToken stop = default) => Answer("send", () =>
    {
        Sent++;
        var sent = PoolTransaction.Read(transaction.ToArray());
        if (blocks.Any(block => block.Any(mined => mined?.Hash == sent.Hash)))
            return sent.Hash;
        pool.Offer(sent, Nonce);
        AfterSend();
        return sent.Hash;
    });

    public Task<Receipt?> GetReceiptAsync(Bytes32 transaction, CancellationToken stop = default) => Answer("receipt", () =>
    {
        for (var number = 0; number < blocks.Count && KnowsReceipts; number++)
        {
            if (blocks[number].Find(mined => mined?.Hash == transaction) is { } mined)
                return (Receipt?)new Receipt(transaction, (ulong)number, hashes[number], mined.Data is not [RefusedInBlock, ..], 40_000, BaseFee, null, []);
        }
        return null;
    });

    public Task<SentTransaction?> GetTransactionAsync(Bytes32 transaction, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<ulong> GetTransactionCountAsync(Address asked, BlockTag at = default, CancellationToken stop = default) => Answer("nonce", () =>
    {
        Assert.That(asked, Is.EqualTo(account));
        return at == BlockTag.Latest ? Nonce : (ulong)blocks.Take(1 + (int)Convert.ToUInt64(at.ToString(), 16)).Sum(block => block.Count);
    });

    public Task<UInt128> GetBalanceAsync(Address asked, BlockTag at = default, CancellationToken stop = default) => Answer("balance", () => Balance);

    public Task<byte[]> GetCodeAsync(Address asked, BlockTag at = default, CancellationToken stop = default) => throw new NotSupportedException();

    public Task<Fees> SuggestFeesAsync(CancellationToken stop = default) => Answer("fees", () => new Fees(BaseFee, 1));

    private Task<T> Answer<T>(string method, Func<T> answer)
    {
        try
        {
            Before(method);
            return Task.FromResult(answer());
        }
        catch (RpcException error)
        {
            return Task.FromException<T>(error);
        }
    }

    private void Add(List<PoolTransaction?> block)
    {
        blocks.Add(block);
        var unique = new byte[5];
        BinaryPrimitives.WriteUInt32BigEndian(unique, ++made);
        hashes.Add(Keccak.Hash(unique));
        foreach (var nonce in pool.Keys.Where(nonce => nonce < Nonce).ToList())
        {
            elsewhere[nonce] = pool[nonce];
            pool.Remove(nonce);
        }
    }
}
