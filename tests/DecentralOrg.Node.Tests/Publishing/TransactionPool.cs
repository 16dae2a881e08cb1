using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Tests.Publishing;

/// <summary>What waits at a chain in memory for one account, by nonce.</summary>
internal sealed class TransactionPool : Dictionary<ulong, PoolTransaction>
{
    /// <summary>Takes a transaction in, or refuses it in the words of nodes.</summary>
    /// <param name="sent">The transaction.</param>
    /// <param name="nonce">The account's next nonce.</param>
    /// <exception cref="RpcException">It is too late, known already, or pays too little more than the one it would replace.</exception>
    public void Offer(PoolTransaction sent, ulong nonce)
    {
        if (sent.Nonce < nonce)
            throw ScriptedChain.Error("nonce too low");
        if (TryGetValue(sent.Nonce, out var known))
        {
            if (known.Hash == sent.Hash)
                throw ScriptedChain.Error("already known");
            if (sent.Cap * 10 < known.Cap * 11 || sent.Tip * 10 < known.Tip * 11)
                throw ScriptedChain.Error("replacement transaction underpriced");
        }
        this[sent.Nonce] = sent;
    }
}

/// <summary>What a chain in memory needs of a transaction.</summary>
internal sealed record PoolTransaction(Bytes32 Hash, ulong Nonce, UInt128 Tip, UInt128 Cap, byte[] Data)
{
    /// <summary>Reads it from the bytes of a transaction of type 2.</summary>
    public static PoolTransaction Read(byte[] raw)
    {
        var fields = new List<byte[]>();
        var at = 1;
        _ = Next(raw, ref at, out _);
        while (fields.Count < 8)
        {
            var (start, length) = Next(raw, ref at, out var end);
            fields.Add(raw[start..(start + length)]);
            at = end;
        }
        return new PoolTransaction(Keccak.Hash(raw), (ulong)Number(fields[1]), Number(fields[2]), Number(fields[3]), fields[7]);
    }

    private static (int Start, int Length) Next(byte[] raw, ref int at, out int end)
    {
        var kind = raw[at];
        var (start, length) = kind switch
        {
            < 0x80 => (at, 1),
            < 0xb8 => (at + 1, kind - 0x80),
            < 0xc0 => (at + 1 + kind - 0xb7, (int)Number(raw[(at + 1)..(at + 1 + kind - 0xb7)])),
            < 0xf8 => (at + 1, kind - 0xc0),
            _ => (at + 1 + kind - 0xf7, (int)Number(raw[(at + 1)..(at + 1 + kind - 0xf7)])),
        };
        end = start + length;
        at = start;
        return (start, length);
    }

    private static UInt128 Number(byte[] digits) => digits.Aggregate(UInt128.Zero, (sum, digit) => (sum << 8) + digit);
}
