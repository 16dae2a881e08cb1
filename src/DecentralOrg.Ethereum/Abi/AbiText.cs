using System.Globalization;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Ethereum;

/// <summary>Decoded values in words, for messages.</summary>
internal static class AbiText
{
    private const int LongestText = 256;

    /// <summary><c>Name(first: 1, second: 0x…)</c>.</summary>
    public static string Describe(string name, AbiType inputs, IReadOnlyList<object> values) =>
        name + Describe(inputs, values);

    private static string Describe(AbiType type, object value) => (type.Kind, value) switch
    {
        (AbiKind.Tuple, IReadOnlyList<object> parts) =>
            "(" + string.Join(", ", type.Components.Select((c, i) => (c.Name.Length == 0 ? "" : c.Name + ": ") + Describe(c.Type, parts[i]))) + ")",
        (AbiKind.Array, IReadOnlyList<object> parts) => "[" + string.Join(", ", parts.Select(p => Describe(type.Element!, p))) + "]",
        (_, byte[] bytes) => Short(Hex.Encode(bytes)),
        (_, RecordText text) => "\"" + Readable(text.ToString()) + "\"",
        (_, bool flag) => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Text of a stranger for one line of a log: control characters would forge further lines.</summary>
    public static string Readable(string text) =>
        Short(string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)));

    private static string Short(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
