using System.Text;

namespace DecentralOrg.Kernel.Records;

/// <summary>
/// Text of a record, kept as the bytes that were signed. The chain takes bytes that are not UTF-8, and their digest is
/// over those bytes: a string would lose them and the log head could not be recomputed.
/// </summary>
public readonly struct RecordText : IEquatable<RecordText>
{
    private static readonly bool Composes = "e\u0301".Normalize(NormalizationForm.FormC) == "\u00E9";

    private readonly ReadOnlyMemory<byte> bytes;

    /// <summary>Wraps bytes as they stand in calldata; they are not copied and must not be changed.</summary>
    public RecordText(ReadOnlyMemory<byte> bytes) => this.bytes = bytes;

    /// <summary>The UTF-8 bytes of <paramref name="text"/> in normal form C, which clients sign.</summary>
    /// <exception cref="ArgumentException">A lone surrogate.</exception>
    /// <exception cref="PlatformNotSupportedException">The text may need composing, and .NET runs without Unicode data.</exception>
    public static RecordText From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Without ICU, Normalize gives back what it got and says it is normal: two people would sign different bytes for the
        // same words. Below U+0300 there is nothing to compose.
        if (!Composes && text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            throw new PlatformNotSupportedException(
                "Text cannot be brought into normal form C here: .NET runs without Unicode data. Install libicu, and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }
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
