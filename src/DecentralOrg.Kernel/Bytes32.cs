using System.Buffers.Binary;

namespace DecentralOrg.Kernel;

/// <summary>32 bytes: a hash, a record id, a storage word. Equality is by value; the default is all zero.</summary>
public readonly struct Bytes32 : IEquatable<Bytes32>
{
    /// <summary>The number of bytes.</summary>
    public const int Length = 32;

    private readonly ulong a, b, c, d;

    /// <summary>Reads exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public Bytes32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"32 bytes are needed, not {bytes.Length}.", nameof(bytes));
        a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>32 zero bytes.</summary>
    public static Bytes32 Zero => default;

    /// <summary>Writes the 32 bytes to the start of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 32 bytes of room.</exception>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], d);
    }

    /// <summary>A new array with the 32 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Reads <c>0x</c> and 64 hex digits in any case.</summary>
    public static bool TryParse(string? text, out Bytes32 value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var read = Hex.TryDecode(text, bytes);
        value = read ? new Bytes32(bytes) : default;
        return read;
    }

    /// <summary>Reads <c>0x</c> and 64 hex digits in any case, in UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Bytes32 value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var read = Hex.TryDecode(text, bytes);
        value = read ? new Bytes32(bytes) : default;
        return read;
    }

    /// <summary>Reads <c>0x</c> and 64 hex digits in any case.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Bytes32 Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not 0x and 64 hex digits.");

    /// <inheritdoc/>
    public bool Equals(Bytes32 other) => a == other.a && b == other.b && c == other.c && d == other.d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Bytes32 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(a, b, c, d);

    /// <summary><c>0x</c> and 64 lower-case hex digits.</summary>
    public override string ToString() => Hex.Encode(ToArray());

    /// <summary>Whether both hold the same bytes.</summary>
    public static bool operator ==(Bytes32 left, Bytes32 right) => left.Equals(right);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(Bytes32 left, Bytes32 right) => !left.Equals(right);
}
