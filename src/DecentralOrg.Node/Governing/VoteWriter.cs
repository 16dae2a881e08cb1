using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;

namespace DecentralOrg.Node.Governing;

/// <summary>Writes signed votes, delegations and proposals as <see cref="VoteReader"/> reads them.</summary>
internal static class VoteWriter
{
    /// <summary>A whole post.</summary>
    public static JsonObject Post(GovernanceMessage message, GovernanceDomain domain, byte[] signature)
    {
        var types = TypedDataSchema.Parse(RecordTypes.Domain + message.Type);
        var values = message.Values;
        var post = new JsonObject
        {
            ["types"] = new JsonObject(types.Select(type => KeyValuePair.Create(type.Name, (JsonNode?)new JsonArray(
                [.. type.Fields.Select(field => new JsonObject { ["name"] = Text(field.Name), ["type"] = Text(field.Type) })])))),
            ["domain"] = new JsonObject
            {
                ["name"] = domain.Name, ["version"] = GovernanceDomain.Version, ["chainId"] = domain.ChainId, ["verifyingContract"] = domain.Contract.ToString(),
            },
            ["primaryType"] = types[^1].Name,
            ["message"] = new JsonObject(types[^1].Fields.Select(field => KeyValuePair.Create(Text(field.Name), Value(values[Text(field.Name)])))),
            ["signature"] = Hex.Encode(signature),
        };
        if (message is SignedDelegation delegation)
            post["account"] = delegation.Delegator.ToString();
        return post;
    }

    private static JsonNode? Value(object value) => value switch
    {
        byte[] bytes => Hex.Encode(bytes),
        object[] values => new JsonArray([.. values.Select(Value)]),
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        ulong number => number.ToString(CultureInfo.InvariantCulture),
        byte number => number,
        _ => value.ToString(),
    };

    private static string Text(byte[] ascii) => Encoding.ASCII.GetString(ascii);
}
