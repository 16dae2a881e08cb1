using Org.BouncyCastle.Crypto.Digests;

namespace DecentralOrg.Kernel;

/// <summary>Keccak-256 as Ethereum uses it: the padding of the submission, not that of FIPS 202's SHA-3.</summary>
public static class Keccak
{
    [ThreadStatic]
    private static KeccakDigest? digest;

    /// <summary>The hash of <paramref name="data"/>.</summary>
    public static Bytes32 Hash(ReadOnlySpan<byte> data)
    {
        // Resetting is cheaper than a new sponge a call, and no call of this thread can be inside another.
        digest ??= new KeccakDigest(256);
        digest.BlockUpdate(data);
        Span<byte> hash = stackalloc byte[Bytes32.Length];
        digest.DoFinal(hash);
        return new Bytes32(hash);
    }

    /// <summary>The hash of the bytes of <paramref name="left"/> followed by those of <paramref name="right"/>.</summary>
    public static Bytes32 Hash(Bytes32 left, Bytes32 right)
    {
        Span<byte> both = stackalloc byte[2 * Bytes32.Length];
        left.CopyTo(both);
        right.CopyTo(both[Bytes32.Length..]);
        return Hash(both);
    }
}
