using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DecentralOrg.Ethereum;

/// <summary>
/// scrypt (RFC 7914). BouncyCastle's refuses N ≥ 2^16 with r = 1, as the RFC does; the format's own published example has
/// N = 2^18 with r = 1, and so do files that wallets wrote.
/// </summary>
internal static class Scrypt
{
    private const int SalsaWords = 16;

    /// <summary>Derives <paramref name="length"/> bytes. The bounds of the parameters are the caller's to keep.</summary>
    public static byte[] Derive(byte[] password, byte[] salt, int n, int r, int p, int length)
    {
        var blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, checked(p * 128 * r));
        var words = MemoryMarshal.Cast<byte, uint>(blocks.AsSpan());
        var table = new uint[checked(n * 32 * r)];
        for (var i = 0; i < p; i++)
            Mix(words.Slice(i * 32 * r, 32 * r), table, n);
        var derived = Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
        Array.Clear(table);
        CryptographicOperations.ZeroMemory(blocks);
        return derived;
    }

    /// <summary>scryptROMix.</summary>
    private static void Mix(Span<uint> block, uint[] table, int n)
    {
        var size = block.Length;
        Span<uint> other = new uint[size];
        for (var i = 0; i < n; i += 2)
        {
            block.CopyTo(table.AsSpan(i * size));
            MixBlock(block, other);
            other.CopyTo(table.AsSpan((i + 1) * size));
            MixBlock(other, block);
        }
        var last = size - SalsaWords;
        for (var i = 0; i < n; i += 2)
        {
            Xor(block, table.AsSpan((int)(block[last] & (uint)(n - 1)) * size, size));
            MixBlock(block, other);
            Xor(other, table.AsSpan((int)(other[last] & (uint)(n - 1)) * size, size));
            MixBlock(other, block);
        }
    }

    /// <summary>scryptBlockMix: even results to the first half, odd ones to the second.</summary>
    private static void MixBlock(ReadOnlySpan<uint> input, Span<uint> output)
    {
        Span<uint> x = stackalloc uint[SalsaWords];
        var count = input.Length / SalsaWords;
        input[^SalsaWords..].CopyTo(x);
        for (var i = 0; i < count; i++)
        {
            Xor(x, input.Slice(i * SalsaWords, SalsaWords));
            Salsa8(x);
            x.CopyTo(output[((i / 2 + (i & 1) * (count / 2)) * SalsaWords)..]);
        }
    }

    private static void Xor(Span<uint> target, ReadOnlySpan<uint> with)
    {
        // Always whole blocks of 64 bytes, which every vector's width divides.
        var wide = MemoryMarshal.Cast<uint, Vector<uint>>(target);
        var other = MemoryMarshal.Cast<uint, Vector<uint>>(with);
        for (var i = 0; i < wide.Length; i++)
            wide[i] ^= other[i];
    }

    private static void Salsa8(Span<uint> block)
    {
        Span<uint> x = stackalloc uint[SalsaWords];
        block.CopyTo(x);
        for (var round = 0; round < 4; round++)
        {
            Quarter(x, 0, 4, 8, 12);
            Quarter(x, 5, 9, 13, 1);
            Quarter(x, 10, 14, 2, 6);
            Quarter(x, 15, 3, 7, 11);
            Quarter(x, 0, 1, 2, 3);
            Quarter(x, 5, 6, 7, 4);
            Quarter(x, 10, 11, 8, 9);
            Quarter(x, 15, 12, 13, 14);
        }
        for (var i = 0; i < SalsaWords; i++)
            block[i] = unchecked(block[i] + x[i]);
    }

    /// <summary>Salsa20 adds modulo 2^32.</summary>
    private static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        unchecked
        {
            x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
            x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
            x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
            x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
        }
    }
}
