namespace DecentralOrg.Kernel;

/// <summary>Bytes as Ethereum writes them: <c>0x</c> and two hex digits a byte.</summary>
public static class Hex
{
    /// <summary><c>0x</c> and lower-case digits.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Reads <c>0x</c> and exactly as many digits, in any case, as fill <paramref name="destination"/>.</summary>
    public static bool TryDecode(string? text, Span<byte> destination) =>
        text is not null
        && text.Length == 2 + 2 * destination.Length
        && text.StartsWith("0x", StringComparison.Ordinal)
        && Convert.FromHexString(text.AsSpan(2), destination, out _, out _) == System.Buffers.OperationStatus.Done;

    /// <summary>The same from text in UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination) =>
        text.Length == 2 + 2 * destination.Length
        && text.StartsWith("0x"u8)
        && Convert.FromHexString(text[2..], destination, out _, out _) == System.Buffers.OperationStatus.Done;

    /// <summary>Reads <c>0x</c> and an even number of digits in any case.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static byte[] Decode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith("0x", StringComparison.Ordinal) || text.Length % 2 != 0)
            throw new FormatException("Hex is 0x and an even number of digits.");
        return Convert.FromHexString(text.AsSpan(2));
    }
}
