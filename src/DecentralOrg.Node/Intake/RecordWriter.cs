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
    /// <summary>The message of a record, as it is stored.</summary>
    public static byte[] Message(PostedRecord record) => TypedPostWriter.Written(json => Message(json, record));

    /// <summary>A whole post.</summary>
    public static byte[] Post(PostedRecord record, RecordDomain domain) => TypedPostWriter.Write(
        record.Kind == RecordKind.Contribution ? TypedDataSchema.ContributionTypes : TypedDataSchema.EvaluationTypes,
        RecordDomain.Name, domain.ChainId, domain.Ledger, record.Kind.ToString(), json => Message(json, record), record.Signature);

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
        TypedPostWriter.Account(json, "contributor", record.Contributor);
        json.WriteString("area", record.Area.Bytes);
        json.WriteString("title", record.Title.Bytes);
        json.WriteString("uri", record.Uri.Bytes);
        Word(json, "contentHash", record.ContentHash);
        json.WriteStartArray("coAuthors");
        foreach (var author in record.CoAuthors)
        {
            json.WriteStartObject();
            TypedPostWriter.Account(json, "account", author.Account);
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
        TypedPostWriter.Account(json, "evaluator", record.Evaluator);
        json.WriteNumber("epoch", record.Epoch);
        json.WriteNumber("nonce", record.Nonce);
        json.WriteStartArray("credits");
        foreach (var credit in record.Credits)
        {
            json.WriteStartObject();
            Word(json, "contribution", credit.Contribution);
            TypedPostWriter.Account(json, "recipient", credit.Recipient);
            json.WriteNumber("points", credit.Points);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Word(Utf8JsonWriter json, string name, Bytes32 word)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        word.CopyTo(bytes);
        json.WriteString(name, Hex.Encode(bytes));
    }
}
