using System.Text.Json;

namespace DecentralOrg.Ethereum;

/// <summary>What the compiler says about a contract: its constructor, functions, events and errors.</summary>
public sealed class AbiDefinition
{
    private AbiDefinition(AbiType constructor, List<AbiFunction> functions, List<AbiEvent> events, List<AbiError> errors)
    {
        Constructor = constructor;
        Functions = functions;
        Events = events;
        Errors = errors;
    }

    /// <summary>The constructor's parameters as a tuple.</summary>
    public AbiType Constructor { get; }

    /// <summary>The functions, in order.</summary>
    public IReadOnlyList<AbiFunction> Functions { get; }

    /// <summary>The events, in order.</summary>
    public IReadOnlyList<AbiEvent> Events { get; }

    /// <summary>The errors, in order.</summary>
    public IReadOnlyList<AbiError> Errors { get; }

    /// <summary>Reads the JSON that the compiler writes.</summary>
    /// <exception cref="AbiException">Not the JSON of an ABI.</exception>
    public static AbiDefinition Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new AbiException("This is not the JSON of an ABI.", error);
        }
    }

    private static AbiDefinition Parse(JsonElement root)
    {
        var constructor = AbiType.Tuple([]);
        var (functions, events, errors) = (new List<AbiFunction>(), new List<AbiEvent>(), new List<AbiError>());
        foreach (var item in root.EnumerateArray())
        {
            var kind = Text(item, "type");
            if (kind == "constructor")
            {
                constructor = Parameters(item.GetProperty("inputs"));
            }
            else if (kind == "function")
            {
                functions.Add(new AbiFunction(
                    Text(item, "name"), Parameters(item.GetProperty("inputs")), Parameters(item.GetProperty("outputs")), Text(item, "stateMutability")));
            }
            else if (kind == "event" && !item.GetProperty("anonymous").GetBoolean())
            {
                events.Add(new AbiEvent(Text(item, "name"), Parameters(item.GetProperty("inputs"))));
            }
            else if (kind == "error")
            {
                errors.Add(new AbiError(Text(item, "name"), Parameters(item.GetProperty("inputs"))));
            }
        }
        return new AbiDefinition(constructor, functions, events, errors);
    }

    private static AbiType Parameters(JsonElement list, string structName = "") =>
        AbiType.Tuple([.. list.EnumerateArray().Select(Parameter)], structName);

    private static AbiParameter Parameter(JsonElement parameter)
    {
        var type = Text(parameter, "type");
        var indexed = parameter.TryGetProperty("indexed", out var flag) && flag.GetBoolean();
        var open = type.IndexOf('[', StringComparison.Ordinal);
        var (name, suffix) = open < 0 ? (type, "") : (type[..open], type[open..]);
        var parsed = name == "tuple"
            ? Parameters(parameter.GetProperty("components"), StructName(parameter))
            : AbiType.Elementary(name);
        return new AbiParameter(Text(parameter, "name"), AbiSyntax.ParseSuffix(parsed, suffix), indexed);
    }

    /// <summary>From <c>struct ILedger.SignedContribution[]</c> the name of the struct alone.</summary>
    private static string StructName(JsonElement parameter)
    {
        if (!parameter.TryGetProperty("internalType", out var type) || type.GetString() is not { } text)
            return "";
        var end = text.IndexOf('[', StringComparison.Ordinal);
        var name = end < 0 ? text : text[..end];
        return name[(name.LastIndexOfAny([' ', '.']) + 1)..];
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? "";
}
