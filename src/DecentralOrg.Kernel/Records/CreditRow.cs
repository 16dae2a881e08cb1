using System.Buffers.Binary;

namespace DecentralOrg.Kernel.Records;

/// <summary>
/// The chain over the credits that a member got in an epoch, in log order: the leftmost 28 bytes of keccak-256, so that
/// it shares a storage slot with the number of the epoch. The default, all zero, is the row without credits.
/// </summary>
public readonly struct CreditRow : IEquatable<CreditRow>
{
    /// <summary>The number of bytes.</summary>
    public const int Length = 28;

    /// <summary>The bytes that one credit takes in a packed row: giver and points, 4 bytes each.</summary>
    public const int CreditLength = 8;

    private readonly ulong a, b, c;
    private readonly uint d;

    /// <summary>Reads exactly 28 bytes.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public CreditRow(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"28 bytes are needed, not {bytes.Length}.", nameof(bytes));
        a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        d = BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]);
    }

    /// <summary>The row after one more credit.</summary>
    /// <param name="from">The number of the giver, not negative.</param>
    /// <param name="points">The points given.</param>
    public CreditRow Then(int from, uint points)
    {
        Span<byte> link = stackalloc byte[Length + CreditLength];
        CopyTo(link);
        Write(link[Length..], from, points);
        Span<byte> hash = stackalloc byte[Bytes32.Length];
        Keccak.Hash(link).CopyTo(hash);
        return new CreditRow(hash[..Length]);
    }

    /// <summary>The credits of one row, 8 bytes each, as a challenge or a verification brings them to the chain.</summary>
    /// <param name="credits">All credits of one recipient and epoch, in log order.</param>
    public static byte[] Pack(IReadOnlyList<LogCredit> credits)
    {
        ArgumentNullException.ThrowIfNull(credits);
        var bytes = new byte[CreditLength * credits.Count];
        for (var i = 0; i < credits.Count; i++)
            Write(bytes.AsSpan(CreditLength * i), credits[i].From, credits[i].Points);
        return bytes;
    }

    /// <summary>Writes the 28 bytes to the start of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 28 bytes of room.</exception>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], c);
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], d);
    }

    /// <inheritdoc/>
    public bool Equals(CreditRow other) => a == other.a && b == other.b && c == other.c && d == other.d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CreditRow other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(a, b, c, d);

    /// <summary><c>0x</c> and 56 lower-case hex digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Hex.Encode(bytes);
    }

    /// <summary>Whether both are the same row.</summary>
    public static bool operator ==(CreditRow left, CreditRow right) => left.Equals(right);

    /// <summary>Whether the rows differ.</summary>
    public static bool operator !=(CreditRow left, CreditRow right) => !left.Equals(right);

    private static void Write(Span<byte> destination, int from, uint points)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)from);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], points);
    }
}
