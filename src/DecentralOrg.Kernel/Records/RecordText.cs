using System.Text;

namespace DecentralOrg.Kernel.Records;

/// <summary>
/// Text of a record, kept as the bytes that were signed. The chain takes bytes that are not UTF-8, and their digest is
/// over those bytes: a string would lose them and the log head could not be recomputed.
/// </summary>
public readonly struct RecordText : IEquatable<RecordText>
{
    private readonly ReadOnlyMemory<byte> bytes;

    /// <summary>Wraps bytes as they stand in calldata; they are not copied and must not be changed.</summary>
    public RecordText(ReadOnlyMemory<byte> bytes) => this.bytes = bytes;

    /// <summary>The UTF-8 bytes of <paramref name="text"/> in normal form C, which clients sign.</summary>
    /// <exception cref="ArgumentException">A lone surrogate.</exception>
    public static RecordText From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new RecordText(new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text.Normalize(NormalizationForm.FormC)));
    }

    /// <summary>The bytes that are hashed and stored.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <inheritdoc/>
    public bool Equals(RecordText other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RecordText other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>The text, with U+FFFD where the bytes are not UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes);

    /// <summary>Whether both hold the same bytes.</summary>
    public static bool operator ==(RecordText left, RecordText right) => left.Equals(right);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(RecordText left, RecordText right) => !left.Equals(right);
}
