using System.Numerics;
using System.Text;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>Random values from a seed that a failing test prints.</summary>
internal sealed class Draw(int seed)
{
    private static readonly string[] Letters = ["a", "Z", " ", "é", "ß", "漢", "🙂", "\u0000", "\n"];

    private readonly Random random = new(seed);

    public string Seed => $"seed {seed}";

    public int Below(int limit) => random.Next(limit);

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    public Bytes32 Word() => new(Bytes(32));

    public Address Account() => new(Bytes(20));

    public string Text() => string.Concat(Enumerable.Range(0, Below(40)).Select(_ => Letters[Below(Letters.Length)]));

    /// <summary>A number of up to so many bits; small and extreme ones come often.</summary>
    public BigInteger Number(int bits) => Below(4) switch
    {
        0 => Below(3),
        1 => (BigInteger.One << bits) - 1 - Below(3),
        _ => new BigInteger(Bytes(32), isUnsigned: true) & ((BigInteger.One << (1 + Below(bits))) - 1),
    };

    /// <summary>A type of the ABI in words.</summary>
    public string Type(int depth)
    {
        var simple = Below(8) switch
        {
            0 => $"uint{8 * (1 + Below(32))}",
            1 => $"int{8 * (1 + Below(32))}",
            2 => $"bytes{1 + Below(32)}",
            3 => "address",
            4 => "bool",
            5 => "bytes",
            6 => "string",
            _ when depth > 0 => Tuple(depth - 1),
            _ => "uint256",
        };
        return depth == 0 ? simple : Below(5) switch
        {
            0 => simple + "[]",
            1 => simple + $"[{1 + Below(3)}]",
            2 => simple + "[][2]",
            _ => simple,
        };
    }

    public string Tuple(int depth) =>
        "(" + string.Join(", ", Enumerable.Range(0, 1 + Below(4)).Select(i => $"{Type(depth)} f{i}")) + ")";

    /// <summary>A value of the type, and the same as the oracle reads it.</summary>
    public (object Value, object Json) Value(AbiType type)
    {
        switch (type.Kind)
        {
            case AbiKind.Unsigned:
                return Integer(Number(type.Size));
            case AbiKind.Signed:
                var magnitude = Number(type.Size - 1);
                return Integer(Below(2) == 0 ? magnitude : -magnitude - 1);
            case AbiKind.Address:
                var account = Account();
                return (account, account.ToString());
            case AbiKind.Bool:
                var flag = Below(2) == 0;
                return (flag, flag);
            case AbiKind.FixedBytes:
                var word = Bytes(type.Size);
                return (type.Size == 32 ? new Bytes32(word) : word, Hex.Encode(word));
            case AbiKind.Bytes:
                var bytes = Bytes(Below(80));
                return (bytes, Hex.Encode(bytes));
            case AbiKind.Text:
                var text = Text();
                return (new RecordText(Encoding.UTF8.GetBytes(text)), text);
            case AbiKind.Array:
                return Several(Enumerable.Repeat(type.Element!, type.Size == 0 ? Below(4) : type.Size));
            default:
                return Several(type.Components.Select(c => c.Type));
        }
    }

    private (object Value, object Json) Several(IEnumerable<AbiType> types)
    {
        var parts = types.Select(Value).ToList();
        return (parts.Select(p => p.Value).ToArray(), parts.Select(p => p.Json).ToArray());
    }

    private static (object Value, object Json) Integer(BigInteger number) =>
        (number, Json(number));

    public static object Json(BigInteger number) => new Dictionary<string, string> { ["n"] = number.ToString(System.Globalization.CultureInfo.InvariantCulture) };
}
