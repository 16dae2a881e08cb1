using System.Buffers.Binary;

namespace DecentralOrg.Kernel;

/// <summary>An Ethereum account: 20 bytes. Equality is by value; the default is the zero address.</summary>
public readonly struct Address : IEquatable<Address>, IComparable<Address>
{
    /// <summary>The number of bytes.</summary>
    public const int Length = 20;

    private readonly ulong a, b;
    private readonly uint c;

    /// <summary>Reads exactly 20 bytes.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"20 bytes are needed, not {bytes.Length}.", nameof(bytes));
        a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        c = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    /// <summary>The zero address, which is nobody's.</summary>
    public static Address Zero => default;

    /// <summary>Writes the 20 bytes to the start of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 20 bytes of room.</exception>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], b);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], c);
    }

    /// <summary>A new array with the 20 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Reads <c>0x</c> and 40 hex digits in any case. A checksum (EIP-55) in the case is not looked at.</summary>
    public static bool TryParse(string? text, out Address value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var read = Hex.TryDecode(text, bytes);
        value = read ? new Address(bytes) : default;
        return read;
    }

    /// <summary>Reads <c>0x</c> and 40 hex digits in any case.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Address Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not 0x and 40 hex digits.");

    /// <inheritdoc/>
    public bool Equals(Address other) => a == other.a && b == other.b && c == other.c;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(a, b, c);

    /// <summary>Orders by the bytes, first byte first.</summary>
    public int CompareTo(Address other)
    {
        var order = a.CompareTo(other.a);
        if (order == 0)
            order = b.CompareTo(other.b);
        return order == 0 ? c.CompareTo(other.c) : order;
    }

    /// <summary>The checksummed form of EIP-55.</summary>
    public override string ToString()
    {
        var text = Hex.Encode(ToArray()).ToCharArray();
        Span<byte> digits = stackalloc byte[2 * Length];
        for (var i = 0; i < digits.Length; i++)
            digits[i] = (byte)text[i + 2];
        Span<byte> hash = stackalloc byte[Bytes32.Length];
        Keccak.Hash(digits).CopyTo(hash);
        for (var i = 0; i < digits.Length; i++)
        {
            var nibble = (i & 1) == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
            if (nibble >= 8)
                text[i + 2] = char.ToUpperInvariant(text[i + 2]);
        }
        return new string(text);
    }

    /// <summary>Whether both are the same account.</summary>
    public static bool operator ==(Address left, Address right) => left.Equals(right);

    /// <summary>Whether the accounts differ.</summary>
    public static bool operator !=(Address left, Address right) => !left.Equals(right);

    /// <summary>Whether <paramref name="left"/> comes first in byte order.</summary>
    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes last in byte order.</summary>
    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come last in byte order.</summary>
    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come first in byte order.</summary>
    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;
}
