using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg show contribution</c>.</summary>
internal static class ShowContribution
{
    /// <summary>What the credits for a contribution brought in an epoch.</summary>
    private sealed record Brought(uint Epoch, int Credits, ulong Influence);

    public static void Run(Organization organization, string name, Terminal terminal)
    {
        if (!Bytes32.TryParse(name, out var id))
            throw new CommandException(ExitCode.Usage, $"'{name}' is no id of a contribution: 0x and 64 hex digits.");
        if (!organization.Contributions.TryGetValue(id, out var contribution))
            throw new CommandException(ExitCode.NotFound, $"The log holds no contribution {id}.");
        var brought = InfluenceOf(organization, contribution);
        if (terminal.Json)
            Terminal.WriteJson(json => WriteJson(json, id, contribution, brought));
        else
            WriteTables(terminal.Out, id, contribution, brought);
    }

    private static List<Brought> InfluenceOf(Organization organization, Contribution contribution)
    {
        var brought = new List<Brought>();
        foreach (var standing in Standings.Of(organization))
        {
            var epoch = organization.Epochs[(int)standing.Epoch];
            var credits = organization.LogOf(epoch).Credits;
            var own = Enumerable.Range(0, credits.Count).Where(i => ReferenceEquals(epoch.Attributions[i], contribution)).ToList();
            if (own.Count == 0)
                continue;
            var influence = own.Aggregate(0UL, (sum, i) =>
                sum + Influence.Part(standing.Members[credits[i].From].Influence, credits[i].Points, epoch.KernelTerms.Influence));
            brought.Add(new Brought(epoch.Number, own.Count, influence));
        }
        return brought;
    }

    private static void WriteTables(IAnsiConsole console, Bytes32 id, Contribution contribution, List<Brought> brought)
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

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, Bytes32 id, Contribution contribution, List<Brought> brought)
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
