using System.Globalization;
using System.Text.Json;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>Values as the execution API writes them: numbers as <c>0x</c> and hex digits without leading zeros.</summary>
internal static class Quantity
{
    public static string Write(UInt128 value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");

    public static ulong ReadUInt64(JsonElement value, string what) => checked((ulong)Read(value, what, 16));

    public static UInt128 ReadUInt128(JsonElement value, string what) => Read(value, what, 32);

    public static byte[] ReadBytes(JsonElement value, string what)
    {
        var text = Text(value, what);
        try
        {
            return Hex.Decode(text);
        }
        catch (FormatException)
        {
            throw Wrong(what, "0x and an even number of hex digits");
        }
    }

    public static Bytes32 ReadBytes32(JsonElement value, string what) =>
        Bytes32.TryParse(Text(value, what), out var bytes) ? bytes : throw Wrong(what, "0x and 64 hex digits");

    public static Address ReadAddress(JsonElement value, string what) =>
        Address.TryParse(Text(value, what), out var address) ? address : throw Wrong(what, "0x and 40 hex digits");

    public static bool ReadBool(JsonElement value, string what) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(what, "true or false"),
    };

    /// <summary>The member of an object; one that is missing is not one that is empty.</summary>
    public static JsonElement Member(this JsonElement value, string name, string what) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member)
            ? member
            : throw new RpcException(RpcFailure.Malformed, $"{what}: the answer has no '{name}'.");

    /// <summary>The elements of an array.</summary>
    public static JsonElement.ArrayEnumerator Elements(this JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong(what, "an array");

    private static UInt128 Read(JsonElement value, string what, int mostDigits)
    {
        var text = Text(value, what);
        var digits = text.AsSpan(Math.Min(2, text.Length));
        var wellFormed = text.StartsWith("0x", StringComparison.Ordinal)
            && digits.Length > 0 && digits.Length <= mostDigits && (digits[0] != '0' || digits.Length == 1);
        return wellFormed && UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(what, $"0x and at most {mostDigits} hex digits without leading zeros");
    }

    private static string Text(JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(what, "a string");

    private static RpcException Wrong(string what, string expected) =>
        new(RpcFailure.Malformed, $"{what}: the answer must be {expected}; null means that the node does not know.");
}
