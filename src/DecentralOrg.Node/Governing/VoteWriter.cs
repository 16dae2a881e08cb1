using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;

namespace DecentralOrg.Node.Governing;

/// <summary>Writes signed votes, delegations and proposals as <see cref="VoteReader"/> reads them.</summary>
internal static class VoteWriter
{
    /// <summary>A whole post.</summary>
    public static byte[] Post(GovernanceMessage message, GovernanceDomain domain, byte[] signature)
    {
        var types = TypedDataSchema.Parse(RecordTypes.Domain + message.Type);
        return TypedPostWriter.Write(
            types, domain.Name, domain.ChainId, domain.Contract, types[^1].Name, json => Message(json, types[^1], message.Values), signature,
            (message as SignedDelegation)?.Delegator);
    }

    private static void Message(Utf8JsonWriter json, TypedDataSchema.StructType type, IReadOnlyDictionary<string, object> values)
    {
        json.WriteStartObject();
        foreach (var (name, _) in type.Fields)
        {
            json.WritePropertyName(name);
            Value(json, values[Encoding.ASCII.GetString(name)]);
        }
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case byte[] bytes:
                json.WriteStringValue(Hex.Encode(bytes));
                break;
            case object[] values:
                json.WriteStartArray();
                foreach (var one in values)
                    Value(json, one);
                json.WriteEndArray();
                break;
            case byte number:
                json.WriteNumberValue(number);
                break;
            case IFormattable number and (BigInteger or ulong):
                json.WriteStringValue(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
