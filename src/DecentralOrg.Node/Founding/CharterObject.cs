using System.Text.Json;

namespace DecentralOrg.Node.Founding;

/// <summary>A JSON object of a charter, whose fields are read strictly.</summary>
internal readonly struct CharterObject
{
    private readonly JsonElement element;
    private readonly string name;

    private CharterObject(JsonElement element, string name)
    {
        this.element = element;
        this.name = name;
    }

    public static CharterObject Of(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
            ? new CharterObject(element, name)
            : throw new CharterException(CharterRule.WrongType, $"{char.ToUpperInvariant(name[0])}{name[1..]} must be a JSON object.");

    /// <summary>Refuses fields of other names.</summary>
    public void Allow(params string[] names)
    {
        foreach (var field in element.EnumerateObject())
        {
            if (!names.Contains(field.Name, StringComparer.Ordinal))
                throw new CharterException(CharterRule.UnknownField, $"There is no field '{field.Name}' in {name}; it has {string.Join(", ", names)}.");
        }
    }

    public bool Has(string field) => element.TryGetProperty(field, out _);

    public CharterObject Object(string field) => Of(Field(field), field);

    public IEnumerable<CharterObject> Objects(string field)
    {
        var array = Field(field);
        if (array.ValueKind != JsonValueKind.Array)
            throw new CharterException(CharterRule.WrongType, $"{field} must be a JSON array.");
        return array.EnumerateArray().Select((item, i) => Of(item, $"{field}[{i}]")).ToList();
    }

    public string Text(string field)
    {
        var value = Field(field);
        try
        {
            if (value.ValueKind == JsonValueKind.String)
                return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new CharterException(CharterRule.WrongType, $"{field} is no text: half a surrogate pair is escaped in it.", error);
        }
        throw new CharterException(CharterRule.WrongType, $"{field} must be a JSON string.");
    }

    /// <summary>An integer, written as a JSON integer or, as it must be beyond 2^53, as a decimal string.</summary>
    public UInt128 Number(string field)
    {
        var value = Field(field);
        var text = value.ValueKind switch
        {
            JsonValueKind.String => Text(field),
            JsonValueKind.Number => value.GetRawText(),
            _ => throw new CharterException(CharterRule.WrongType, $"{field} must be an integer or a decimal string."),
        };
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9') || text is ['0', _, ..])
            throw new CharterException(CharterRule.NotANumber, $"{field} is '{text}'; write a whole number without sign, fraction and leading zeros.");
        // A JSON number beyond 2^53 is another number to other readers.
        if (value.ValueKind == JsonValueKind.Number && (text.Length > 16 || ulong.Parse(text, System.Globalization.CultureInfo.InvariantCulture) > 1UL << 53))
            throw new CharterException(CharterRule.NotANumber, $"{field} is above 2^53; write it as a string, \"{text}\".");
        return UInt128.TryParse(text, out var number) ? number : UInt128.MaxValue;
    }

    private JsonElement Field(string field) =>
        element.TryGetProperty(field, out var value)
            ? value
            : throw new CharterException(CharterRule.MissingField, $"The field {field} is missing in {name}.");
}
