using DecentralOrg.Cli.Bundles;
using DecentralOrg.Cli.Commands;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Settlement;
using Spectre.Console;

namespace DecentralOrg.Cli.Output;

/// <summary>A simulation for people: epochs, members by how much changes for them, and what the ring gains.</summary>
internal static class SimulationTables
{
    public static void Write(IReadOnlyList<SimulatedEpoch> epochs, SimulatedAttack? attack, int top, IAnsiConsole console)
    {
        Console.Out.WriteLine("A simulation: nothing has changed. Everybody is taken to have given the same credits.");
        WriteEpochs(epochs, console);
        WriteMembers(epochs, top, console);
        if (attack is not null)
            WriteAttack(attack, console);
    }

    private static void WriteEpochs(IReadOnlyList<SimulatedEpoch> epochs, IAnsiConsole console)
    {
        var table = Table("How unevenly influence is spread", ["Epoch", ""], ["Gini", "First has", "First 10", "First 100", "Earned of all"]);
        foreach (var (header, before, after) in epochs)
        {
            AddEpoch(table, $"{header.Epoch}", "as it was", before);
            AddEpoch(table, "", "simulated", after);
        }
        console.Write(table);
    }

    private static void AddEpoch(Table table, string epoch, string which, SettlementVector settlement)
    {
        var spread = Spread.Of(settlement);
        table.AddRow(epoch, which, Bp(spread.GiniBp), Bp(spread.Top1Bp), Bp(spread.Top10Bp), Bp(spread.Top100Bp), Amounts.Percent(settlement.TotalEarned));
    }

    private static void WriteMembers(IReadOnlyList<SimulatedEpoch> epochs, int top, IAnsiConsole console)
    {
        var (header, before, after) = epochs[^1];
        var rewards = epochs.Count == 1 ? "Reward" : "Rewards together";
        var table = Table(
            $"Members of epoch {header.Epoch}, by how much their influence changes", ["Number", "Account"],
            ["Influence", "simulated", "change", "Rank", rewards, "simulated", "change", "Reputation", "simulated", "change"]);
        table.Columns[0].RightAligned();
        foreach (var column in table.Columns)
            column.NoWrap();
        var (was, would) = (SimulationSummary.Ranks(before.Influence), SimulationSummary.Ranks(after.Influence));
        foreach (var member in Enumerable.Range(0, before.Members).OrderByDescending(member => Difference(before.Influence[member], after.Influence[member])).Take(top))
        {
            var first = epochs[0].Header.Members;
            var start = member < first.Length ? first[member].State.Cumulative : 0;
            var (reward, simulated) = (before.State[member].Cumulative - start, after.State[member].Cumulative - start);
            table.AddRow([
                $"{member}", Amounts.Short(Address.Parse(header.Members[member].Account)),
                .. Change(before.Influence[member], after.Influence[member], Amounts.Percent),
                was[member] == would[member] ? $"{was[member]}" : $"{was[member]} → {would[member]}",
                .. Change(reward, simulated, Amounts.Tokens),
                .. Change(before.State[member].Reputation, after.State[member].Reputation, Amounts.Tokens),
            ]);
        }
        console.Write(table);
        TopOption.SayRest(before.Members, top, "for whom less changes");
    }

    private static void WriteAttack(SimulatedAttack attack, IAnsiConsole console)
    {
        var table = Table(
            $"A ring of {attack.Before.Members.Length}, {Amounts.Of(attack.NewAccounts, "new account")} among them, that credits only itself", [""],
            ["Influence now", "as a ring", "at most", "inflow to 1 %"]);
        foreach (var (which, ring) in new[] { ("as it was", attack.Before), ("simulated", attack.After) })
        {
            var inflow = ring.InflowToOnePercent is { } units ? Amounts.Percent(units) : "out of reach";
            table.AddRow(which, Amounts.Percent(ring.Before), Amounts.Percent(ring.After), Amounts.Percent(ring.Bound), inflow);
        }
        console.Write(table);
        Console.Out.WriteLine("Inflow is the influence of outsiders, all their points given to the ring, until it can have 1 % of all influence; 0 if it can without.");
    }

    private static string[] Change(ulong before, ulong after, Func<ulong, string> show) =>
        [show(before), show(after), before == after ? "" : (after > before ? "+" : "-") + show(Difference(before, after))];

    private static ulong Difference(ulong before, ulong after) => Math.Max(before, after) - Math.Min(before, after);

    private static string Bp(int share) => Amounts.Percent((ulong)share, 10_000);

    private static Table Table(string title, string[] left, string[] right)
    {
        var table = new Table().Border(TableBorder.Rounded).Title(title).AddColumns(left);
        foreach (var column in right)
            table.AddColumn(new TableColumn(column).RightAligned());
        return table;
    }
}
