using System.Text;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Ethereum;

/// <summary>A member of a struct in EIP-712.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">A type of the ABI, or the name of a struct, with <c>[]</c> or <c>[n]</c> behind it for arrays.</param>
public sealed record TypedField(string Name, string Type);

/// <summary>EIP-712: hashes of structs whose types are given at run time.</summary>
public sealed class TypedDataTypes
{
    private readonly Dictionary<string, IReadOnlyList<TypedField>> structs;

    /// <summary>With the structs that the messages use.</summary>
    /// <exception cref="AbiException">A member has a type that is neither in the ABI nor among the structs.</exception>
    public TypedDataTypes(IReadOnlyDictionary<string, IReadOnlyList<TypedField>> structs)
    {
        ArgumentNullException.ThrowIfNull(structs);
        this.structs = new(structs, StringComparer.Ordinal);
        foreach (var field in structs.Values.SelectMany(fields => fields))
        {
            if (!structs.ContainsKey(Innermost(field.Type)))
                _ = AbiType.Elementary(Innermost(field.Type));
        }
    }

    /// <summary>The struct and all it refers to: <c>Mail(Person from,…)Person(…)</c>.</summary>
    /// <exception cref="KeyNotFoundException">No struct of this name.</exception>
    public string EncodeType(string name)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Collect(name, found);
        found.Remove(name);
        var text = new StringBuilder();
        foreach (var each in found.Prepend(name))
            text.Append(each).Append('(').AppendJoin(',', structs[each].Select(f => f.Type + " " + f.Name)).Append(')');
        return text.ToString();
    }

    /// <summary>The hash of <see cref="EncodeType"/>.</summary>
    public Bytes32 TypeHash(string name) => Keccak.Hash(Encoding.UTF8.GetBytes(EncodeType(name)));

    /// <summary>The hash of a struct. Values are as <see cref="AbiKind"/> says; structs are dictionaries.</summary>
    /// <exception cref="AbiException">A value does not fit, or is missing.</exception>
    public Bytes32 HashStruct(string name, IReadOnlyDictionary<string, object> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var encoded = new List<byte>(TypeHash(name).ToArray());
        foreach (var field in structs[name])
        {
            if (!values.TryGetValue(field.Name, out var value))
                throw new AbiException($"{name} has no value for '{field.Name}'.");
            encoded.AddRange(EncodeValue(field.Type, value));
        }
        return Keccak.Hash(encoded.ToArray());
    }

    /// <summary>What is signed: the hash of <c>0x1901</c>, the domain's and the message's struct hash.</summary>
    public static Bytes32 Digest(Bytes32 domainSeparator, Bytes32 structHash) =>
        Keccak.Hash([0x19, 0x01, .. domainSeparator.ToArray(), .. structHash.ToArray()]);

    /// <summary>The separator of a domain with name, version, chain id and contract.</summary>
    public static Bytes32 DomainSeparator(string name, string version, ulong chainId, Address verifyingContract)
    {
        var domain = new TypedDataTypes(new Dictionary<string, IReadOnlyList<TypedField>>
        {
            ["EIP712Domain"] =
            [
                new("name", "string"), new("version", "string"), new("chainId", "uint256"), new("verifyingContract", "address"),
            ],
        });
        return domain.HashStruct("EIP712Domain", new Dictionary<string, object>
        {
            ["name"] = name, ["version"] = version, ["chainId"] = chainId, ["verifyingContract"] = verifyingContract,
        });
    }

    private byte[] EncodeValue(string type, object value)
    {
        if (type.EndsWith(']'))
        {
            if (value is not IReadOnlyList<object> items)
                throw new AbiException($"A value of type {type} must be a list.");
            var open = type.LastIndexOf('[');
            var length = type[(open + 1)..^1];
            if (length.Length > 0 && length != items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))
                throw new AbiException($"{type} does not have {items.Count} elements.");
            return Keccak.Hash(items.SelectMany(item => EncodeValue(type[..open], item)).ToArray()).ToArray();
        }
        if (structs.ContainsKey(type))
        {
            return value is IReadOnlyDictionary<string, object> members
                ? HashStruct(type, members).ToArray()
                : throw new AbiException($"A value of type {type} must be a dictionary.");
        }
        return (AbiType.Elementary(type).Kind, value) switch
        {
            (AbiKind.Text, RecordText text) => Keccak.Hash(text.Bytes).ToArray(),
            (AbiKind.Text, string text) => Keccak.Hash(Encoding.UTF8.GetBytes(text)).ToArray(),
            (AbiKind.Bytes, byte[] bytes) => Keccak.Hash(bytes).ToArray(),
            _ => AbiEncoder.Encode(AbiType.Tuple([new AbiParameter("", AbiType.Elementary(type))]), [value]),
        };
    }

    private void Collect(string name, SortedSet<string> found)
    {
        if (!structs.TryGetValue(name, out var fields) || !found.Add(name))
            return;
        foreach (var field in fields)
            Collect(Innermost(field.Type), found);
    }

    private static string Innermost(string type)
    {
        var open = type.IndexOf('[', StringComparison.Ordinal);
        return open < 0 ? type : type[..open];
    }
}
