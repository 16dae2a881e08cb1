using System.Buffers.Binary;

namespace DecentralOrg.Ethereum;

/// <summary>Recursive Length Prefix encoding (Yellow Paper, appendix B).</summary>
public static class Rlp
{
    /// <summary>A string of bytes.</summary>
    public static byte[] Bytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 1 && bytes[0] < 0x80 ? [bytes[0]] : [.. Prefix(0x80, bytes.Length), .. bytes];

    /// <summary>A number without leading zeros; 0 is the empty string.</summary>
    public static byte[] Number(UInt128 value)
    {
        Span<byte> word = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(word, value);
        return Bytes(word.TrimStart((byte)0));
    }

    /// <summary>A list of items that are encoded already.</summary>
    public static byte[] List(params IReadOnlyList<byte[]> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return [.. Prefix(0xc0, items.Sum(i => i.Length)), .. items.SelectMany(i => i)];
    }

    private static byte[] Prefix(byte kind, int length)
    {
        if (length <= 55)
            return [(byte)(kind + length)];
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, length);
        var digits = word.TrimStart((byte)0);
        return [(byte)(kind + 55 + digits.Length), .. digits];
    }
}
