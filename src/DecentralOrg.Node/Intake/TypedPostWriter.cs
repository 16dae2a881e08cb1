using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// Writes EIP-712 typed data with its signature as <see cref="TypedPost"/> reads it. One message has one form: members in the
/// order of their types, lower-case hex, no white space.
/// </summary>
internal static class TypedPostWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A whole post.</summary>
    /// <param name="types">The types, that of the domain first.</param>
    /// <param name="name">The domain's name; all have the same version.</param>
    /// <param name="chainId">Its chain's id.</param>
    /// <param name="contract">Its contract.</param>
    /// <param name="primaryType">The type of the message.</param>
    /// <param name="message">Writes the message, an object.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="account">Who signed, where the message does not say so.</param>
    public static byte[] Write(
        TypedDataSchema.StructType[] types, string name, ulong chainId, Address contract, string primaryType, Action<Utf8JsonWriter> message, byte[] signature,
        Address? account = null) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("types");
        foreach (var type in types)
        {
            json.WriteStartArray(type.Name);
            foreach (var (field, fieldType) in type.Fields)
            {
                json.WriteStartObject();
                json.WriteString("name", field);
                json.WriteString("type", fieldType);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteStartObject("domain");
        json.WriteString("name", name);
        json.WriteString("version", RecordDomain.Version);
        json.WriteNumber("chainId", chainId);
        Account(json, "verifyingContract", contract);
        json.WriteEndObject();
        json.WriteString("primaryType", primaryType);
        json.WritePropertyName("message");
        message(json);
        json.WriteString("signature", Hex.Encode(signature));
        if (account is { } signer)
            Account(json, "account", signer);
        json.WriteEndObject();
    });

    /// <summary>An account in lower case.</summary>
    public static void Account(Utf8JsonWriter json, string name, Address account)
    {
        // Without the checksum, which would take a hash an address.
        Span<byte> bytes = stackalloc byte[Address.Length];
        account.CopyTo(bytes);
        json.WriteString(name, Hex.Encode(bytes));
    }

    /// <summary>The bytes of what is written.</summary>
    public static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
