using System.Globalization;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg show member</c>.</summary>
internal static class ShowMember
{
    private const int CreditsShown = 20;

    public static void Run(Organization organization, string name, Terminal terminal)
    {
        var number = Find(organization, name);
        var standings = Standings.Of(organization).Where(epoch => number < epoch.Members.Count).ToList();
        var received = standings.SelectMany(epoch => Explanation.CreditsOf(organization, epoch, number)).ToList();
        if (terminal.Json)
            Terminal.WriteJson(json => WriteJson(json, number, standings, received));
        else
            WriteTables(terminal.Out, organization, number, standings, received);
    }

    private static int Find(Organization organization, string name)
    {
        if (Address.TryParse(name, out var account))
        {
            return organization.Ledger.TryGetMember(account, out var known)
                ? known
                : throw new CommandException(ExitCode.NotFound, $"{account} is no member yet: a member's credit that is large enough makes one of it.");
        }
        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new CommandException(ExitCode.Usage, $"'{name}' is neither a member's number nor an account.");
        return number < organization.Ledger.Members.Count
            ? number
            : throw new CommandException(ExitCode.NotFound, $"There is no member {number}; there are {organization.Ledger.Members.Count}, numbered from 0.");
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

        var credits = new Table().Border(TableBorder.Rounded).Title($"The credits that brought most influence, of {received.Count}");
        credits.AddColumns("Epoch", "From", "Points", "Influence", "For");
        foreach (var column in (int[])[0, 1, 2, 3])
            credits.Columns[column].RightAligned();
        foreach (var credit in received.OrderByDescending(credit => credit.Influence).Take(CreditsShown))
        {
            credits.AddRow(
                $"{credit.Epoch}", $"{credit.From}", Amounts.Count(credit.Points), Amounts.Percent(credit.Influence),
                ShownText.Of(credit.Title.Length > 0 ? credit.Title : credit.Contribution.ToString()));
        }
        console.Write(credits);
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
        json.WriteStartArray("credits");
        foreach (var credit in received)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", credit.Epoch);
            json.WriteNumber("from", credit.From);
            json.WriteNumber("points", credit.Points);
            json.WriteString("contribution", credit.Contribution.ToString());
            json.WriteString("title", credit.Title);
            StandingsJson.Decimal(json, "influence", credit.Influence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
