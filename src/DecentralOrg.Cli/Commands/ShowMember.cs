using DecentralOrg.Cli.Output;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg show member</c>.</summary>
internal static class ShowMember
{
    public static void Run(Organization organization, string name, Terminal terminal)
    {
        var number = MemberName.NumberOf(organization, name);
        var standings = Standings.Of(organization).Where(epoch => number < epoch.Members.Count).ToList();
        var received = standings.SelectMany(epoch => Explanation.CreditsOf(organization, epoch, number)).ToList();
        if (terminal.Json)
            Terminal.WriteJson(json => WriteJson(json, number, standings, received));
        else
            WriteTables(terminal.Out, organization, number, standings, received);
    }

    private static void WriteTables(IAnsiConsole console, Organization organization, int number, List<Standings> standings, List<ReceivedCredit> received)
    {
        Console.Out.WriteLine($"Member {number}, {organization.Ledger.Members[number]}");
        var table = new Table().Border(TableBorder.Rounded).Title("Epochs");
        table.AddColumns("Epoch", "Influence", "From reputation", "Influence by area", "Reward", "Rewards in all", "Reputation");
        foreach (var column in (int[])[0, 1, 2, 4, 5, 6])
            table.Columns[column].RightAligned();
        foreach (var standing in standings)
        {
            var member = standing.Members[number];
            table.AddRow(
                standing.Open ? $"{standing.Epoch} (open)" : $"{standing.Epoch}",
                Amounts.Percent(member.Influence), Amounts.Percent(member.Seed),
                ShownText.Of(member.Areas),
                Amounts.Tokens(member.Reward), Amounts.Tokens(member.State.Cumulative), Amounts.Tokens(member.State.Reputation));
        }
        console.Write(table);
        CreditsOutput.WriteTable(console, received, epochs: true);
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, int number, List<Standings> standings, List<ReceivedCredit> received)
    {
        json.WriteStartObject();
        json.WriteNumber("number", number);
        json.WriteStartArray("epochs");
        foreach (var standing in standings)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", standing.Epoch);
            json.WriteBoolean("open", standing.Open);
            json.WritePropertyName("member");
            StandingsJson.Write(json, standing.Members[number]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        CreditsOutput.Write(json, received);
        json.WriteEndObject();
    }
}
