using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>What a page asked a wallet to sign (<c>eth_signTypedData_v4</c>), hashed by our own Ethereum layer and not by the page's.</summary>
internal sealed class TypedMessage
{
    private const string DomainType = "EIP712Domain";

    private readonly TypedDataTypes types;
    private readonly JsonObject structs;

    public TypedMessage(string json)
    {
        var asked = JsonNode.Parse(json)!;
        structs = asked["types"]!.AsObject();
        types = new TypedDataTypes(structs.ToDictionary(type => type.Key, type => Fields(type.Value!)));
        PrimaryType = asked["primaryType"]!.GetValue<string>();
        Domain = asked["domain"]!;
        Message = asked["message"]!;
        Digest = TypedDataTypes.Digest(Hash(DomainType, Domain), Hash(PrimaryType, Message));
    }

    public string PrimaryType { get; }

    public JsonNode Domain { get; }

    public JsonNode Message { get; }

    public Bytes32 Digest { get; }

    private static IReadOnlyList<TypedField> Fields(JsonNode type) =>
        [.. type.AsArray().Select(field => new TypedField(field!["name"]!.GetValue<string>(), field["type"]!.GetValue<string>()))];

    private Bytes32 Hash(string type, JsonNode value) => types.HashStruct(type, Struct(type, value));

    private Dictionary<string, object> Struct(string type, JsonNode value) =>
        Fields(structs[type]!).ToDictionary(field => field.Name, field => Value(field.Type, value[field.Name]!));

    private object Value(string type, JsonNode value)
    {
        if (type.EndsWith(']'))
            return value.AsArray().Select(item => Value(type[..type.LastIndexOf('[')], item!)).ToArray();
        if (structs.ContainsKey(type))
            return Struct(type, value);
        var text = value.ToString();
        return type switch
        {
            "string" => text,
            "address" => Address.Parse(text),
            "bool" => value.GetValue<bool>(),
            "bytes32" => Bytes32.Parse(text),
            _ when type.StartsWith("bytes", StringComparison.Ordinal) => Convert.FromHexString(text.AsSpan(2)),
            _ => BigInteger.Parse(text, CultureInfo.InvariantCulture),
        };
    }
}
