using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg show contribution</c>.</summary>
internal static class ShowContribution
{
    public static void Run(Organization organization, string name, Terminal terminal)
    {
        if (!Bytes32.TryParse(name, out var id))
            throw new CommandException(ExitCode.Usage, $"'{name}' is no id of a contribution: 0x and 64 hex digits.");
        if (!organization.Contributions.TryGetValue(id, out var contribution))
            throw new CommandException(ExitCode.NotFound, $"The log holds no contribution {id}.");
        var brought = Explanation.InfluenceOf(organization, Standings.Of(organization), contribution).ToList();
        if (terminal.Json)
            Terminal.WriteJson(json => WriteJson(json, id, contribution, brought));
        else
            WriteTables(terminal.Out, id, contribution, brought);
    }

    private static void WriteTables(IAnsiConsole console, Bytes32 id, Contribution contribution, List<BroughtInfluence> brought)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders();
        table.AddColumns("", "");
        table.AddRow("Contribution", id.ToString());
        table.AddRow("Title", ShownText.Of(contribution.Title.ToString()));
        table.AddRow("Area", ShownText.Of(contribution.Area.ToString()));
        table.AddRow("Link", ShownText.Of(contribution.Uri.ToString()));
        table.AddRow("Content", contribution.ContentHash.ToString());
        table.AddRow("Contributor", contribution.Contributor.ToString());
        foreach (var author in contribution.CoAuthors)
            table.AddRow("Co-author", $"{author.Account}, {Amounts.Percent(author.ShareBp, 10_000)}");
        foreach (var earlier in contribution.BuildsOn)
            table.AddRow("Builds on", earlier.ToString());
        foreach (var epoch in brought)
            table.AddRow($"Epoch {epoch.Epoch}", $"{epoch.Credits} credits, influence {Amounts.Percent(epoch.Influence)}");
        console.Write(table);
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, Bytes32 id, Contribution contribution, List<BroughtInfluence> brought)
    {
        json.WriteStartObject();
        ContributionJson.WriteMembers(json, id, contribution);
        json.WriteStartArray("epochs");
        foreach (var epoch in brought)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", epoch.Epoch);
            json.WriteNumber("credits", epoch.Credits);
            StandingsJson.Decimal(json, "influence", epoch.Influence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
