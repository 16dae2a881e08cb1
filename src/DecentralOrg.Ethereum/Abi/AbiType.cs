using System.Globalization;

namespace DecentralOrg.Ethereum;

/// <summary>The families of ABI types.</summary>
public enum AbiKind
{
    /// <summary><c>uintN</c>: byte, ushort, uint, ulong, UInt128 or BigInteger, the smallest that holds N bits.</summary>
    Unsigned,

    /// <summary><c>intN</c>: BigInteger.</summary>
    Signed,

    /// <summary><c>address</c>: <see cref="Kernel.Address"/>.</summary>
    Address,

    /// <summary><c>bool</c>.</summary>
    Bool,

    /// <summary><c>bytesN</c>: <see cref="Kernel.Bytes32"/> for 32, else an array of exactly N bytes.</summary>
    FixedBytes,

    /// <summary><c>bytes</c>: an array of bytes.</summary>
    Bytes,

    /// <summary><c>string</c>: <see cref="Kernel.Records.RecordText"/>, because chains store text that is not UTF-8.</summary>
    Text,

    /// <summary><c>T[]</c> or <c>T[n]</c>: an array of objects.</summary>
    Array,

    /// <summary>A struct, or a list of parameters: an array of objects.</summary>
    Tuple,
}

/// <summary>A named part of a tuple, or a parameter.</summary>
/// <param name="Name">Its name; empty if it has none.</param>
/// <param name="Type">Its type.</param>
/// <param name="Indexed">Whether it is a topic of its event.</param>
public sealed record AbiParameter(string Name, AbiType Type, bool Indexed = false);

/// <summary>A type of the contract ABI. What values look like in C#, <see cref="AbiKind"/> says.</summary>
public sealed class AbiType
{
    private const int Word = 32;

    private AbiType(AbiKind kind, int size, AbiType? element, IReadOnlyList<AbiParameter> components, string structName)
    {
        Kind = kind;
        Size = size;
        Element = element;
        Components = components;
        StructName = structName;
        IsDynamic = kind switch
        {
            AbiKind.Bytes or AbiKind.Text => true,
            AbiKind.Array => size == 0 || element!.IsDynamic,
            AbiKind.Tuple => components.Any(c => c.Type.IsDynamic),
            _ => false,
        };
        HeadSize = IsDynamic ? Word : kind switch
        {
            AbiKind.Array => checked(size * element!.HeadSize),
            AbiKind.Tuple => components.Sum(c => c.Type.HeadSize),
            _ => Word,
        };
    }

    /// <summary>The family.</summary>
    public AbiKind Kind { get; }

    /// <summary>Bits of an integer, bytes of <c>bytesN</c>, length of a fixed array; otherwise 0.</summary>
    public int Size { get; }

    /// <summary>The type of an array's elements.</summary>
    public AbiType? Element { get; }

    /// <summary>The parts of a tuple.</summary>
    public IReadOnlyList<AbiParameter> Components { get; }

    /// <summary>The name that the source gives the struct, without its contract; empty if unknown.</summary>
    public string StructName { get; }

    /// <summary>Whether the value stands behind an offset.</summary>
    public bool IsDynamic { get; }

    /// <summary>Bytes that the value takes in the head of the tuple around it.</summary>
    public int HeadSize { get; }

    /// <summary>The name of the type as it stands in a signature: <c>(address,uint32[])</c>.</summary>
    public string Canonical => Kind switch
    {
        AbiKind.Unsigned => "uint" + Size.ToString(CultureInfo.InvariantCulture),
        AbiKind.Signed => "int" + Size.ToString(CultureInfo.InvariantCulture),
        AbiKind.FixedBytes => "bytes" + Size.ToString(CultureInfo.InvariantCulture),
        AbiKind.Address => "address",
        AbiKind.Bool => "bool",
        AbiKind.Bytes => "bytes",
        AbiKind.Text => "string",
        AbiKind.Array => Element!.Canonical + (Size == 0 ? "[]" : $"[{Size.ToString(CultureInfo.InvariantCulture)}]"),
        _ => "(" + string.Join(',', Components.Select(c => c.Type.Canonical)) + ")",
    };

    /// <summary>The type and the names of its parts: <c>(address account, uint16 shareBp)[]</c>.</summary>
    public string Described => Kind switch
    {
        AbiKind.Array => Element!.Described + Canonical[Element.Canonical.Length..],
        AbiKind.Tuple => "(" + string.Join(", ", Components.Select(Describe)) + ")",
        _ => Canonical,
    };

    /// <summary>A type from its name, such as <c>uint64[2][]</c> or <c>(address account, uint16 shareBp)[]</c>.</summary>
    /// <exception cref="AbiException">Not a type of the ABI.</exception>
    public static AbiType Parse(string text) => AbiSyntax.ParseType(text);

    /// <summary>A struct or a list of parameters.</summary>
    public static AbiType Tuple(IReadOnlyList<AbiParameter> components, string structName = "") =>
        new(AbiKind.Tuple, 0, null, components, structName);

    /// <summary>An array of <paramref name="length"/> elements, or of any number if 0.</summary>
    /// <exception cref="AbiException">Elements of no size, whose number no data would bound; or a type of more than 2^31 bytes.</exception>
    internal static AbiType ArrayOf(AbiType element, int length)
    {
        if (element.HeadSize == 0)
            throw new AbiException("Elements of an array take at least one word.");
        return (long)length * element.HeadSize > int.MaxValue
            ? throw new AbiException($"An array of {length} elements is too large.")
            : new AbiType(AbiKind.Array, length, element, [], "");
    }

    /// <summary>A type without parts.</summary>
    /// <exception cref="AbiException">Not a type of the ABI.</exception>
    internal static AbiType Elementary(string name)
    {
        AbiType Of(AbiKind kind, int size = 0) => new(kind, size, null, [], "");
        return name switch
        {
            "address" => Of(AbiKind.Address),
            "bool" => Of(AbiKind.Bool),
            "bytes" => Of(AbiKind.Bytes),
            "string" => Of(AbiKind.Text),
            _ when Sized(name, "uint", 8, 256) is { } bits => Of(AbiKind.Unsigned, bits),
            _ when Sized(name, "int", 8, 256) is { } bits => Of(AbiKind.Signed, bits),
            _ when Sized(name, "bytes", 1, 32) is { } bytes => Of(AbiKind.FixedBytes, bytes),
            _ => throw new AbiException($"'{name}' is not a type of the ABI."),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    private static string Describe(AbiParameter part) =>
        part.Type.Described + (part.Indexed ? " indexed" : "") + (part.Name.Length == 0 ? "" : " " + part.Name);

    private static int? Sized(string name, string family, int unit, int most) =>
        name.StartsWith(family, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(family.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        && size > 0 && size <= most && size % unit == 0 && name[family.Length] != '0'
            ? size
            : null;
}
