namespace DecentralOrg.Ethereum;

/// <summary>C# names for those of Solidity, and C# types for those of the ABI.</summary>
internal static class BindingNames
{
    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue",
        "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally",
        "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long",
        "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public",
        "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch",
        "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void",
        "volatile", "while",
    ];

    /// <summary><c>pointsPerEpoch</c> and <c>epoch_</c> as <c>PointsPerEpoch</c> and <c>Epoch</c>; a part without a name by its place.</summary>
    public static string Pascal(string name, int place = 0)
    {
        var trimmed = name.Trim('_');
        return trimmed.Length == 0 ? $"Value{place}" : char.ToUpperInvariant(trimmed[0]) + trimmed[1..];
    }

    /// <summary>The name of a C# parameter.</summary>
    public static string Camel(string name, int place)
    {
        var pascal = Pascal(name, place);
        var camel = char.ToLowerInvariant(pascal[0]) + pascal[1..];
        return Keywords.Contains(camel) ? "@" + camel : camel;
    }

    /// <summary>The C# type of a value.</summary>
    public static string TypeOf(AbiType type) => type.Kind switch
    {
        AbiKind.Unsigned => type.Size switch
        {
            8 => "byte",
            16 => "ushort",
            <= 32 => "uint",
            <= 64 => "ulong",
            <= 128 => "UInt128",
            _ => "BigInteger",
        },
        AbiKind.Signed => "BigInteger",
        AbiKind.Address => "Address",
        AbiKind.Bool => "bool",
        AbiKind.FixedBytes => type.Size == 32 ? "Bytes32" : "byte[]",
        AbiKind.Bytes => "byte[]",
        AbiKind.Text => "RecordText",
        AbiKind.Array => $"IReadOnlyList<{TypeOf(type.Element!)}>",
        _ => type.StructName.Length > 0
            ? type.StructName
            : throw new AbiException($"The tuple {type} has no name; bindings need the compiler's internalType."),
    };

    /// <summary>The expression that makes of a typed value what the encoder takes.</summary>
    public static string ToAbi(AbiType type, string value, int depth = 0) => type.Kind switch
    {
        AbiKind.Tuple => $"AbiStructs.ToAbi({value})",
        AbiKind.Array => $"{value}.Select(v{depth} => (object){ToAbi(type.Element!, $"v{depth}", depth + 1)}).ToArray()",
        _ => value,
    };

    /// <summary>The expression that makes of what the decoder gave a typed value.</summary>
    public static string FromAbi(AbiType type, string value, int depth = 0) => type.Kind switch
    {
        AbiKind.Tuple => $"AbiStructs.To{type.StructName}({value})",
        AbiKind.Array => $"((object[]){value}).Select(v{depth} => {FromAbi(type.Element!, $"v{depth}", depth + 1)}).ToArray()",
        _ => $"({TypeOf(type)}){value}",
    };

    /// <summary>The type of a parameter in an event: what is indexed and not one word is a hash.</summary>
    public static AbiType Visible(AbiParameter parameter) =>
        parameter.Indexed && (parameter.Type.IsDynamic || parameter.Type.Kind is AbiKind.Array or AbiKind.Tuple)
            ? AbiType.Parse("bytes32")
            : parameter.Type;

    /// <summary>C# parameters: <c>uint epoch, Bytes32 head</c>.</summary>
    public static IEnumerable<string> Parameters(AbiType tuple) =>
        tuple.Components.Select((c, i) => $"{TypeOf(c.Type)} {Camel(c.Name, i)}");

    /// <summary>C# record members: <c>uint Epoch, Bytes32 Head</c>.</summary>
    public static string Members(AbiType tuple) =>
        string.Join(", ", tuple.Components.Select((c, i) => $"{TypeOf(Visible(c))} {Pascal(c.Name, i)}"));

    /// <summary>The arguments for the encoder: <c>[epoch, head]</c>.</summary>
    public static string Arguments(AbiType tuple) =>
        "[" + string.Join(", ", tuple.Components.Select((c, i) => ToAbi(c.Type, Camel(c.Name, i)))) + "]";

    /// <summary>Typed values of what the decoder gave, in order.</summary>
    public static string Results(AbiType tuple, string values) =>
        string.Join(", ", tuple.Components.Select((c, i) => FromAbi(Visible(c), $"{values}[{i}]")));
}
