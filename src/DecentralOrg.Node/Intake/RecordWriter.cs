using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// Writes records as <see cref="RecordReader"/> reads them. One record has one form: members in the order of their types,
/// numbers as numbers, lower-case hex, no white space.
/// </summary>
internal static class RecordWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The message of a record, as it is stored.</summary>
    public static byte[] Message(PostedRecord record) => Written(json => Message(json, record));

    /// <summary>A whole post.</summary>
    public static byte[] Post(PostedRecord record, RecordDomain domain) => Post(
        record.Kind == RecordKind.Contribution ? TypedDataSchema.ContributionTypes : TypedDataSchema.EvaluationTypes,
        domain, record.Kind.ToString(), json => Message(json, record), record.Signature);

    /// <summary>A whole post with a message of any type.</summary>
    public static byte[] Post(TypedDataSchema.StructType[] types, RecordDomain domain, string primaryType, Action<Utf8JsonWriter> message, byte[] signature) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("types");
        foreach (var type in types)
        {
            json.WriteStartArray(type.Name);
            foreach (var (name, fieldType) in type.Fields)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("type", fieldType);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteStartObject("domain");
        json.WriteString("name", RecordDomain.Name);
        json.WriteString("version", RecordDomain.Version);
        json.WriteNumber("chainId", domain.ChainId);
        Account(json, "verifyingContract", domain.Ledger);
        json.WriteEndObject();
        json.WriteString("primaryType", primaryType);
        json.WritePropertyName("message");
        message(json);
        json.WriteString("signature", Hex.Encode(signature));
        json.WriteEndObject();
    });

    private static void Message(Utf8JsonWriter json, PostedRecord record)
    {
        json.WriteStartObject();
        if (record is PostedContribution made)
            Members(json, made.Record);
        else
            Members(json, ((PostedEvaluation)record).Record);
        json.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter json, Contribution record)
    {
        Account(json, "contributor", record.Contributor);
        json.WriteString("area", record.Area.Bytes);
        json.WriteString("title", record.Title.Bytes);
        json.WriteString("uri", record.Uri.Bytes);
        Word(json, "contentHash", record.ContentHash);
        json.WriteStartArray("coAuthors");
        foreach (var author in record.CoAuthors)
        {
            json.WriteStartObject();
            Account(json, "account", author.Account);
            json.WriteNumber("shareBp", author.ShareBp);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("buildsOn");
        foreach (var id in record.BuildsOn)
            json.WriteStringValue(id.ToString());
        json.WriteEndArray();
        json.WriteNumber("nonce", record.Nonce);
    }

    private static void Members(Utf8JsonWriter json, Evaluation record)
    {
        Account(json, "evaluator", record.Evaluator);
        json.WriteNumber("epoch", record.Epoch);
        json.WriteNumber("nonce", record.Nonce);
        json.WriteStartArray("credits");
        foreach (var credit in record.Credits)
        {
            json.WriteStartObject();
            Word(json, "contribution", credit.Contribution);
            Account(json, "recipient", credit.Recipient);
            json.WriteNumber("points", credit.Points);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>An account in lower case.</summary>
    public static void Account(Utf8JsonWriter json, string name, Address account)
    {
        // Without the checksum, which would take a hash an address.
        Span<byte> bytes = stackalloc byte[Address.Length];
        account.CopyTo(bytes);
        json.WriteString(name, Hex.Encode(bytes));
    }

    private static void Word(Utf8JsonWriter json, string name, Bytes32 word)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        word.CopyTo(bytes);
        json.WriteString(name, Hex.Encode(bytes));
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
