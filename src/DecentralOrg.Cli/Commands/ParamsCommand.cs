using System.CommandLine;
using System.Globalization;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg params</c>: the parameters of the algorithm, their bounds, and what was set when.</summary>
internal static class ParamsCommand
{
    public static readonly string[] Examples =
    [
        "dorg params --rpc http://127.0.0.1:8545 --settlement 0x5FbDB2315678afecb367f032d93F642f64180aa3",
        "dorg params --history",
    ];

    public static Command Create(Option<bool> json)
    {
        var chain = new ChainOptions();
        var history = new Option<bool>("--history") { Description = "Also every setting, with the epoch from which it acts" };
        var command = new Command("params", "Show the parameters that votes change: of the open epoch, of the next, and their bounds") { history };
        chain.AddTo(command);
        command.SetAction(async (parsed, stop) => (int)await chain.RunAsync(parsed, async (connection, contracts) =>
        {
            var organization = await OrganizationReader.ReadAsync(connection, contracts, stop);
            if (parsed.GetValue(json))
                Terminal.WriteJson(writer => WriteJson(writer, organization));
            else
                Write(new Terminal(Json: false).Out, organization, parsed.GetValue(history));
            return ExitCode.Ok;
        }, stop));
        return command;
    }

    private static void Write(IAnsiConsole console, Organization organization, bool history)
    {
        var (open, next) = (organization.Epochs[^1], organization.NextTerms);
        var table = new Table().Border(TableBorder.Rounded).Title($"Parameters; epoch {open.Number} is open");
        table.AddColumns("Parameter", $"Epoch {open.Number}", "Next epoch", "Least", "Most");
        foreach (var column in (int[])[1, 2, 3, 4])
            table.Columns[column].RightAligned();
        foreach (var parameter in Enum.GetValues<Parameter>())
        {
            var bounds = Terms.BoundsOf(parameter);
            table.AddRow(
                parameter.Name, Amounts.Units(open.Terms[parameter]), open.Terms[parameter] == next[parameter] ? "" : Amounts.Units(next[parameter]),
                Amounts.Units(bounds.Minimum), Amounts.Units(bounds.Maximum));
        }
        console.Write(table);
        if (!history)
            return;
        var settings = new Table().Border(TableBorder.Rounded).Title("What was set");
        settings.AddColumns("Set", "Block", "Parameter", "Value", "Acts from");
        foreach (var column in (int[])[0, 1, 3])
            settings.Columns[column].RightAligned();
        foreach (var setting in organization.Governance.Settings)
        {
            settings.AddRow(
                $"{setting.Set}", $"{setting.Block}", setting.Parameter.Name, Amounts.Units(setting.Value), setting.ActsFrom is { } epoch ? $"epoch {epoch}" : "the next epoch");
        }
        console.Write(settings);
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, Organization organization)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", organization.Epochs[^1].Number);
        json.WriteStartObject("parameters");
        foreach (var parameter in Enum.GetValues<Parameter>())
        {
            var bounds = Terms.BoundsOf(parameter);
            json.WriteStartObject(parameter.Name);
            json.WriteString("value", Text(organization.Epochs[^1].Terms[parameter]));
            json.WriteString("next", Text(organization.NextTerms[parameter]));
            json.WriteString("minimum", Text(bounds.Minimum));
            json.WriteString("maximum", Text(bounds.Maximum));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartArray("history");
        foreach (var setting in organization.Governance.Settings)
        {
            json.WriteStartObject();
            if (setting.Set is { } set)
                json.WriteNumber("set", set);
            else
                json.WriteNull("set");
            json.WriteString("parameter", setting.Parameter.Name);
            json.WriteString("value", Text(setting.Value));
            if (setting.ActsFrom is { } epoch)
                json.WriteNumber("actsFrom", epoch);
            else
                json.WriteNull("actsFrom");
            StandingsJson.Decimal(json, "block", setting.Block);
            json.WriteString("transaction", setting.Transaction.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Text(UInt128 value) => value.ToString(CultureInfo.InvariantCulture);
}
