using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg members</c>: who is influential, where, and what they earned.</summary>
internal static class MembersCommand
{
    public static readonly string[] Examples =
    [
        "dorg members --rpc http://127.0.0.1:8545 --settlement 0x5FbDB2315678afecb367f032d93F642f64180aa3",
        "dorg members --epoch 3 --top 20",
        "dorg members --json",
    ];

    public static Command Create(Option<bool> json)
    {
        var chain = new ChainOptions();
        var epoch = new Option<uint?>("--epoch") { Description = "The epoch to show; the last closed one if not given, or the open one if none is closed", HelpName = "N" };
        var top = new Option<int?>("--top") { Description = "Only the most influential", HelpName = "N" };
        epoch.RequireWithin(0, uint.MaxValue);
        top.RequireWithin(1, 1 << 20);
        var command = new Command("members", "List members by influence, with the areas they are influential in and their rewards") { epoch, top };
        chain.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var terminal = new Terminal(parsed.GetValue(json));
            return (int)await chain.RunAsync(parsed, async (connection, contracts) =>
            {
                var organization = await OrganizationReader.ReadAsync(connection, contracts, stop);
                var standings = Choose(Standings.Of(organization), parsed.GetValue(epoch));
                MemberStanding[] members = [.. standings.Members
                    .OrderByDescending(member => member.Influence).ThenBy(member => member.Number)
                    .Take(parsed.GetValue(top) ?? int.MaxValue)];
                if (terminal.Json)
                    Terminal.WriteJson(writer => WriteJson(writer, standings, members));
                else
                    WriteTable(terminal.Out, standings, members);
                return ExitCode.Ok;
            }, stop);
        });
        return command;
    }

    private static Standings Choose(IReadOnlyList<Standings> all, uint? epoch)
    {
        if (epoch is { } number)
        {
            return number < all.Count
                ? all[(int)number]
                : throw new CommandException(ExitCode.NotFound, $"There is no epoch {number}; the open one is {all.Count - 1}.");
        }
        return all.LastOrDefault(standings => !standings.Open) ?? all[^1];
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, Standings standings, MemberStanding[] members)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", standings.Epoch);
        json.WriteBoolean("open", standings.Open);
        StandingsJson.Decimal(json, "pointsGiven", standings.PointsGiven);
        StandingsJson.Decimal(json, "pointsUnspent", standings.PointsUnspent);
        json.WriteStartArray("members");
        foreach (var member in members)
            StandingsJson.Write(json, member);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTable(IAnsiConsole console, Standings standings, MemberStanding[] members)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .Title($"Epoch {standings.Epoch}{(standings.Open ? ", open" : "")}: {members.Length} of {standings.Members.Count} members");
        table.AddColumns("Number", "Account", "Influence", "Influence by area", "Reward", "Rewards in all", "Reputation");
        foreach (var column in (int[])[0, 2, 4, 5, 6])
            table.Columns[column].RightAligned();
        table.Columns[1].NoWrap();
        foreach (var member in members)
        {
            table.AddRow(
                $"{member.Number}", member.Account.ToString(), Amounts.Percent(member.Influence),
                ShownText.Of(member.Areas),
                Amounts.Tokens(member.Reward), Amounts.Tokens(member.State.Cumulative), Amounts.Tokens(member.State.Reputation));
        }
        console.Write(table);
        Console.Out.WriteLine($"{Amounts.Percent(standings.PointsUnspent, standings.PointsInAll)} of all points unspent.");
    }
}
