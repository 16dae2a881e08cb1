using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Node.Operating;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg node</c>: runs a node, shows what it would be told, and keeps its data.</summary>
internal static class NodeCommand
{
    public static readonly string[] Examples =
    [
        "dorg node run --rpc http://127.0.0.1:8545 --settlement 0x5FbDB2315678afecb367f032d93F642f64180aa3",
        "dorg node run --config node.json --log json",
        "dorg node status --node http://127.0.0.1:8620",
        "dorg node config show",
        "dorg node backup --data dorg-data --to node-backup.db",
        "dorg node acknowledge foreign_transaction --data dorg-data",
    ];

    public static Command Create(Option<bool> json)
    {
        var run = new NodeOptionSet();
        var runCommand = new Command("run", "Follow an organization's chain, keep its facts, and answer over HTTP until stopped");
        run.AddTo(runCommand);
        runCommand.SetAction(async (parsed, stop) =>
        {
            await NodeHost.RunAsync(run.Read(parsed).ToOptions(), stop);
            return (int)ExitCode.Ok;
        });

        var show = new NodeOptionSet();
        var showCommand = new Command("show", "Show every setting with its value and where it comes from, and whether a node would start with them");
        show.AddTo(showCommand);
        showCommand.SetAction(parsed => (int)Show(show.Read(parsed), new Terminal(parsed.GetValue(json))));

        return new Command("node", "Run a node beside a chain")
        {
            runCommand,
            NodeStatusCommand.Create(json),
            NodeDataCommands.Backup(json),
            NodeDataCommands.Acknowledge(),
            new Command("config", "What a node is told") { showCommand },
        };
    }

    private static ExitCode Show(NodeConfiguration configuration, Terminal terminal)
    {
        if (terminal.Json)
            Terminal.WriteJson(writer => WriteJson(writer, configuration));
        else
            WriteTable(terminal.Out, configuration);
        _ = configuration.ToOptions();
        return ExitCode.Ok;
    }

    private static void WriteTable(IAnsiConsole console, NodeConfiguration configuration)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("Setting", "Value", "From", "What it is");
        foreach (var value in configuration.Values)
            table.AddRow(value.Setting.Name, ShownText.Of(value.Shown), ShownText.Of(value.Source), ShownText.Of(value.Setting.Help));
        console.Write(table);
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, NodeConfiguration configuration)
    {
        json.WriteStartObject();
        foreach (var value in configuration.Values)
        {
            json.WriteStartObject(value.Setting.Name);
            json.WriteString("value", value.Shown);
            json.WriteString("source", value.Source);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}

/// <summary>An option for every setting of a node, and the file that holds others.</summary>
internal sealed class NodeOptionSet
{
    private readonly Option<string?> config = new("--config") { Description = "A file with settings, one JSON object; the command line and the environment come before it", HelpName = "FILE" };

    private readonly IReadOnlyList<(NodeSetting Setting, Option<string[]?> Option)> options = [.. NodeSettings.All.Select(setting => (setting, OptionOf(setting)))];

    public void AddTo(Command command)
    {
        command.Options.Add(config);
        foreach (var (_, option) in options)
            command.Options.Add(option);
    }

    /// <summary>What a node is told by the command line, the environment and the file.</summary>
    /// <exception cref="OptionsException">The file cannot be read.</exception>
    public NodeConfiguration Read(ParseResult parsed)
    {
        var given = options
            .Select(each => (each.Setting.Name, Value: parsed.GetValue(each.Option)))
            .Where(each => each.Value is { Length: > 0 })
            .ToDictionary(each => each.Name, each => string.Join(',', each.Value!));
        return NodeConfiguration.Read(given, Environment.GetEnvironmentVariables(), parsed.GetValue(config));
    }

    private static Option<string[]?> OptionOf(NodeSetting setting)
    {
        var option = new Option<string[]?>($"--{setting.Name}")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = $"{setting.Help}; {setting.Default switch { null => $"{setting.EnvironmentName} if not given", "" => "not set if not given", var value => $"{value} if not given" }}",
            HelpName = setting.Placeholder,
        };
        option.Validators.Add(result =>
        {
            if (!setting.Many && result.Tokens.Count > 1)
                result.AddError($"--{setting.Name} was given {result.Tokens.Count} times; it takes one value.");
        });
        return option;
    }
}
