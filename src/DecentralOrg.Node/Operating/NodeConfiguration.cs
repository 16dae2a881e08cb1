using System.Collections;
using System.Text.Json;

namespace DecentralOrg.Node.Operating;

/// <summary>The value of a setting and where it comes from.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">Its value, as it was written; null if nobody gave the one it has to have.</param>
/// <param name="Source">Where it was written.</param>
public sealed record SettingValue(NodeSetting Setting, string? Value, string Source)
{
    /// <summary>The value as it may be shown: without what can be a provider's key.</summary>
    public string Shown => Value is null ? "" : Setting.Hide?.Invoke(Value) ?? Value;
}

/// <summary>
/// What a node is told, by whom: the command line before the environment, that before the file, that before the defaults.
/// All of it is read and checked before the node opens a file or a socket.
/// </summary>
public sealed class NodeConfiguration
{
    private const string DefaultSource = "default";

    private NodeConfiguration(IReadOnlyList<SettingValue> values) => Values = values;

    /// <summary>Every setting with its value and its source.</summary>
    public IReadOnlyList<SettingValue> Values { get; }

    /// <summary>Reads all sources.</summary>
    /// <param name="commandLine">Settings from the command line, by name.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="file">The file with settings as one JSON object; null for none.</param>
    /// <exception cref="OptionsException">The file cannot be read, or a source names what is no setting.</exception>
    public static NodeConfiguration Read(IReadOnlyDictionary<string, string> commandLine, IDictionary environment, string? file)
    {
        ArgumentNullException.ThrowIfNull(commandLine);
        ArgumentNullException.ThrowIfNull(environment);
        var inFile = file is null ? [] : ReadFile(file);
        return new NodeConfiguration([.. NodeSettings.All.Select(setting => ValueOf(setting))]);

        SettingValue ValueOf(NodeSetting setting)
        {
            if (commandLine.TryGetValue(setting.Name, out var given))
                return new SettingValue(setting, given, "command line");
            // The name that Foundry and others use for the endpoint counts, too.
            foreach (var name in setting.Name == "rpc" ? [setting.EnvironmentName, "ETH_RPC_URL"] : (string[])[setting.EnvironmentName])
            {
                if (environment[name] is string { Length: > 0 } set)
                    return new SettingValue(setting, set, $"environment, {name}");
            }
            return inFile.TryGetValue(setting.Name, out var written)
                ? new SettingValue(setting, written, file!)
                : new SettingValue(setting, setting.Default, DefaultSource);
        }
    }

    /// <summary>The options that follow.</summary>
    /// <exception cref="OptionsException">A value is missing or out of its bounds; the message names all such.</exception>
    public NodeOptions ToOptions()
    {
        var options = new NodeOptions();
        var wrong = new List<string>();
        foreach (var (setting, value, source) in Values)
        {
            if (value is null)
            {
                wrong.Add($"{setting.Name} is missing: {setting.Help.ToLowerInvariant()}. Give --{setting.Name} {setting.Placeholder}, or set {setting.EnvironmentName}.");
                continue;
            }
            try
            {
                options = setting.Set(options, value);
            }
            catch (FormatException expected)
            {
                wrong.Add($"{setting.Name} is '{(setting.Hide is null ? value : "…")}' ({source}); it takes {expected.Message}.");
            }
        }
        return wrong.Count == 0 ? options : throw new OptionsException(string.Join(Environment.NewLine, wrong));
    }

    /// <summary>Several URLs can be a list in a file.</summary>
    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? string.Join(',', value.EnumerateArray().Select(one => one.ToString()))
        : value.ToString();

    private static Dictionary<string, string> ReadFile(string path)
    {
        var names = NodeSettings.All.Select(setting => setting.Name).ToHashSet();
        var values = new Dictionary<string, string>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!names.Contains(member.Name))
                    throw new OptionsException($"{path} has a setting '{member.Name}' that does not exist; there are {string.Join(", ", names)}.");
                if (!values.TryAdd(member.Name, Text(member.Value)))
                    throw new OptionsException($"{path} has the setting '{member.Name}' twice.");
            }
            return values;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new OptionsException($"The settings in {path} cannot be read: {error.Message} The file holds one JSON object, such as {{\"rpc\":\"http://127.0.0.1:8545\"}}.", error);
        }
    }
}

/// <summary>A node was told something that it cannot do; the message says what it takes.</summary>
public sealed class OptionsException(string message, Exception? inner = null) : Exception(message, inner);
