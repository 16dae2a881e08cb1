using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>A JSON object of a bundle, whose fields are read strictly: what is not as asked for is refused with its line.</summary>
internal readonly struct BundleObject
{
    private readonly int line;
    private readonly JsonElement element;

    private BundleObject(int line, JsonElement element)
    {
        this.line = line;
        this.element = element;
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> Utf16Little => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> Utf16Big => [0xFE, 0xFF];

    /// <summary>The header: a JSON object that names the format of bundles.</summary>
    /// <param name="text">The first line, in UTF-8, as it stands in the file.</param>
    public static BundleObject ParseHeader(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(ByteOrderMark))
            text = text[ByteOrderMark.Length..];
        if (IsBlank(text))
            throw new BundleException(new BundleRefusal(1, BundleRule.Empty, "There is nothing on the first line; a bundle begins with its header."));
        if (text.StartsWith(Utf16Little) || text.StartsWith(Utf16Big))
            throw new BundleException(new BundleRefusal(1, BundleRule.NotABundle, "The file is in UTF-16, but bundles are in UTF-8; save it again in UTF-8."));
        var header = Parse(1, text, BundleRule.NotABundle, "The first line is not a JSON object, so this is no bundle; a bundle begins with its header.");
        if (!header.element.TryGetProperty("format", out _))
            throw header.Refuse(BundleRule.NotABundle, "The first line names no format, so this is no bundle; a bundle begins with its header.");
        var format = header.String("format");
        return format == Bundle.Format
            ? header
            : throw header.Refuse(BundleRule.UnknownFormat, $"The format is '{format}', but only {Bundle.Format} can be read; export the epoch again.");
    }

    /// <summary>A line after the header.</summary>
    public static BundleObject ParseCredit(int line, ReadOnlySpan<byte> text) =>
        Parse(line, text, BundleRule.NotAnObject, "The line is not a JSON object; every line after the header is one credit.");

    public long Integer(string name)
    {
        var value = Field(name, JsonValueKind.Number);
        var text = JsonMarshal.GetRawUtf8Value(value);
        var digits = text[0] == '-' ? text[1..] : text;
        // -0 is refused with fractions and exponents: an integer has one way to be written.
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || text.SequenceEqual("-0"u8))
            throw Refuse(BundleRule.NotAnInteger, $"{name} must be a JSON integer; write it without fraction and exponent.");
        if (value.TryGetInt64(out var number))
            return number;
        // What does not fit 64 bits is outside every range here, so that the rule of the range refuses it.
        return text[0] == '-' ? long.MinValue : long.MaxValue;
    }

    public UInt128 Decimal(string name)
    {
        var text = String(name);
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9') || text is ['0', _, ..])
            throw Refuse(BundleRule.NotADecimalString, $"{name} must be a decimal string; write it without sign and leading zeros.");
        return UInt128.TryParse(text, out var number) ? number : UInt128.MaxValue;
    }

    public string String(string name)
    {
        try
        {
            return Field(name, JsonValueKind.String).GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The text of a string is only looked at here: half a surrogate pair is no text.
            throw Refuse(BundleRule.WrongType, $"{name} is no text; half a surrogate pair is escaped in it.");
        }
    }

    public BundleObject Object(string name) => new(line, Field(name, JsonValueKind.Object));

    /// <summary>How many items an array has.</summary>
    public int Length(string name) => Field(name, JsonValueKind.Array).GetArrayLength();

    public IEnumerable<BundleObject> Objects(string name)
    {
        foreach (var item in Field(name, JsonValueKind.Array).EnumerateArray())
        {
            yield return item.ValueKind == JsonValueKind.Object
                ? new BundleObject(line, item)
                : throw Refuse(BundleRule.WrongType, $"{name} must hold JSON objects only.");
        }
    }

    public BundleException Refuse(BundleRule rule, string sentence) => new(new BundleRefusal(line, rule, sentence));

    private static BundleObject Parse(int line, ReadOnlySpan<byte> text, BundleRule rule, string sentence)
    {
        // What is not UTF-8 becomes U+FFFD, as wherever text is shown.
        if (!Utf8.IsValid(text))
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        try
        {
            if (TryParse(text, new JsonDocumentOptions { AllowDuplicateProperties = false }) is { } strict)
                return new BundleObject(line, strict);
        }
        catch (InvalidOperationException)
        {
            // Looking for repeated fields takes their names as text, as for strings above.
            throw new BundleException(new BundleRefusal(line, BundleRule.WrongType, "A field's name is no text; half a surrogate pair is escaped in it."));
        }
        throw new BundleException(TryParse(text, default) is null
            ? new BundleRefusal(line, rule, sentence)
            : new BundleRefusal(line, BundleRule.RepeatedField, "A field stands twice in one object, so that readers could disagree on its value; leave one out."));
    }

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
            text = text[length..];
        return text.IsEmpty;
    }

    private static JsonElement? TryParse(ReadOnlySpan<byte> text, JsonDocumentOptions options)
    {
        try
        {
            var element = JsonElement.Parse(text, options);
            return element.ValueKind == JsonValueKind.Object ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonElement Field(string name, JsonValueKind kind)
    {
        if (!element.TryGetProperty(name, out var value))
            throw Refuse(BundleRule.MissingField, $"The field {name} is missing; it is needed to recompute the epoch.");
        return value.ValueKind == kind
            ? value
            : throw Refuse(BundleRule.WrongType, $"{name} must be a JSON {kind.ToString().ToLowerInvariant()}, not {value.ValueKind.ToString().ToLowerInvariant()}.");
    }
}
