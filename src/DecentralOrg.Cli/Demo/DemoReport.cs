using System.Text.Json;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Demo;

/// <summary>What a demonstration shows at its end.</summary>
internal sealed class DemoReport(DemoRun run, Organization organization, IReadOnlyDictionary<Address, string> names)
{
    private const int Shown = 12;
    private const int AreasShown = 3;

    /// <summary>What kinds of gas are called in the table; other kinds by their key.</summary>
    private static readonly Dictionary<string, string> Labels = new()
    {
        [GasBook.Credit] = "evaluation, a credit",
        ["closeEpoch"] = "closing an epoch",
        ["settlementPerMember"] = "settlement, a member",
        ["finalize"] = "finalizing",
        ["claimPerMember"] = "claim, a member",
    };

    private readonly IReadOnlyList<Standings> standings = [.. Standings.Of(organization).Where(epoch => !epoch.Open)];

    public void Write(IAnsiConsole console)
    {
        var top = Top();
        WriteMembers(console, top);
        WriteChart(console, top);
        WriteGas(console);
        WriteTimes(console);
    }

    public void WriteJson(Utf8JsonWriter json, Uri rpc, Address settlement)
    {
        json.WriteStartObject();
        json.WriteString("rpc", rpc.ToString());
        json.WriteString("settlement", settlement.ToString());
        json.WriteStartArray("quarters");
        foreach (var quarter in run.Quarters)
        {
            json.WriteStartObject();
            json.WriteString("from", quarter.Label);
            json.WriteNumber("contributions", quarter.Contributions);
            json.WriteNumber("evaluations", quarter.Plan.Evaluations.Count);
            json.WriteNumber("credits", quarter.Credits);
            json.WriteStartObject("leftOut");
            foreach (var (reason, count) in quarter.Plan.LeftOutByReason)
                json.WriteNumber(reason.ToString(), count);
            json.WriteEndObject();
            json.WriteNumber("newcomers", quarter.Newcomers);
            StandingsJson.Decimal(json, "totalEarned", quarter.Settlement.TotalEarned);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("members");
        foreach (var member in standings[^1].Members)
            StandingsJson.Write(json, member, names.GetValueOrDefault(member.Account));
        json.WriteEndArray();
        json.WriteStartObject("gas");
        foreach (var (kind, use) in run.Gas.Kinds)
        {
            json.WriteStartObject(kind);
            json.WriteNumber("count", use.Count);
            json.WriteNumber("each", use.Each);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartObject("milliseconds");
        foreach (var (stage, time) in run.Clock.Stages)
            json.WriteNumber(stage, (long)time.TotalMilliseconds);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The most influential members of the last quarter.</summary>
    private List<MemberStanding> Top() =>
        [.. standings[^1].Members.OrderByDescending(member => member.Influence).ThenBy(member => member.Number).Take(Shown)];

    private void WriteMembers(IAnsiConsole console, List<MemberStanding> top)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("The most influential members, and what they earned");
        table.AddColumns("Member", "Influence", "Influential in", "Rewards", "Reputation");
        foreach (var column in (int[])[1, 3, 4])
            table.Columns[column].RightAligned();
        var all = standings[^1].Members.Aggregate(0UL, (sum, member) => sum + member.State.Reputation);
        foreach (var member in top)
        {
            table.AddRow(
                ShownText.Of(NameOf(member)),
                Amounts.Percent(member.Influence),
                ShownText.Of(AreasOver(member.Number)),
                Amounts.Tokens(member.State.Cumulative),
                Amounts.Percent(member.State.Reputation, all));
        }
        console.Write(table);
    }

    /// <summary>The areas that brought a member most influence over all quarters, with their share of what areas brought him.</summary>
    private string AreasOver(int member)
    {
        var areas = standings.Where(epoch => member < epoch.Members.Count).SelectMany(epoch => epoch.Members[member].Areas)
            .GroupBy(area => area.Area, StringComparer.Ordinal)
            .Select(area => (Area: area.Key, Influence: area.Aggregate(0UL, (sum, part) => sum + part.Influence)))
            .OrderByDescending(area => area.Influence).ThenBy(area => area.Area, StringComparer.Ordinal)
            .ToList();
        var whole = areas.Aggregate(0UL, (sum, area) => sum + area.Influence);
        return areas.Count == 0
            ? "reputation only"
            : string.Join(", ", areas.Take(AreasShown).Select(area => $"{area.Area} {Math.Round(100m * area.Influence / whole):0} %"));
    }

    private void WriteChart(IAnsiConsole console, List<MemberStanding> top)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("How influence moved over the quarters, in percent");
        table.AddColumn(new TableColumn("Member").NoWrap());
        table.AddColumn(new TableColumn("Quarters").NoWrap());
        // Numbers broken over two lines cannot be read: where not all have room, the bars stand for those in between.
        var count = run.Quarters.Count;
        int[] shown = ChartWidth(top, count) <= console.Profile.Width ? [.. Enumerable.Range(0, count)] : [.. new[] { 0, count - 1 }.Distinct()];
        foreach (var quarter in shown)
            table.AddColumn(new TableColumn(run.Quarters[quarter].Label).RightAligned());
        foreach (var member in top)
        {
            ulong[] influence = [.. standings.Select(epoch => member.Number < epoch.Members.Count ? epoch.Members[member.Number].Influence : 0)];
            table.AddRow(
            [
                ShownText.Of(NameOf(member)),
                Amounts.Bars(influence, influence.Max()),
                .. shown.Select(quarter => influence[quarter] == 0 ? "" : Amounts.Percent(influence[quarter])[..^2]),
            ]);
        }
        console.Write(table);
    }

    /// <summary>Characters in a line of the chart with all its numbers: columns, their padding and the lines between them.</summary>
    private int ChartWidth(List<MemberStanding> top, int quarters) =>
        1 + top.Max(member => NameOf(member).Length) + 3 + Math.Max("Quarters".Length, quarters) + 3 + quarters * ("2015-05".Length + 3);

    private string NameOf(MemberStanding member) => names.GetValueOrDefault(member.Account, Amounts.Short(member.Account));

    private void WriteGas(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Gas");
        table.AddColumns("Kind", "How many", "Gas each", "Gas in all");
        foreach (var column in (int[])[1, 2, 3])
            table.Columns[column].RightAligned();
        foreach (var (kind, use) in run.Gas.Kinds)
            table.AddRow(Labels.GetValueOrDefault(kind, kind), Amounts.Count(use.Count), Amounts.Count((long)use.Each), kind == GasBook.Credit ? "the same" : Amounts.Count((long)use.Gas));
        console.Write(table);
    }

    private void WriteTimes(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Time");
        table.AddColumns("Stage", "Seconds");
        table.Columns[1].RightAligned();
        foreach (var (stage, time) in run.Clock.Stages)
            table.AddRow(stage, Amounts.Seconds(time));
        console.Write(table);
    }
}
