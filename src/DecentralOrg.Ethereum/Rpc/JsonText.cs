using System.Text;
using System.Text.Json;

namespace DecentralOrg.Ethereum;

/// <summary>
/// JSON of strangers. The library takes names and strings that are no text, such as half a surrogate pair, and only throws
/// when they are looked at; here they are refused with the rest of what is not JSON.
/// </summary>
internal static class JsonText
{
    /// <summary>Parses JSON that is nested at most so deeply.</summary>
    /// <exception cref="JsonException">Not JSON, nested too deeply, or with a string that is no text.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, int deepest)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = deepest });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String
                    && (reader.ValueIsEscaped || !Ascii.IsValid(reader.ValueSpan)))
                    _ = reader.GetString();
            }
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException("A string is no text.", error);
        }
        return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = deepest });
    }
}
