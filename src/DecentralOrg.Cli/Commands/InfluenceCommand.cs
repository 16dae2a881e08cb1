using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Settlement;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg influence</c>: recomputes an epoch from a bundle.</summary>
internal static class InfluenceCommand
{
    public static readonly string[] Examples =
    [
        "dorg influence epoch-12.jsonl",
        "dorg influence epoch-12.jsonl --json > result.json",
    ];

    public static Command Create(Option<bool> json)
    {
        var path = new Argument<string>("BUNDLE") { Description = "A bundle: a header and the credits of an epoch as JSON lines; - for standard input" };
        var command = new Command("influence", "Recompute the influence, rewards and reputation of an epoch from its bundle") { path };
        command.SetAction(parsed => (int)Run(parsed.GetRequiredValue(path), new Terminal(parsed.GetValue(json))));
        return command;
    }

    private static ExitCode Run(string path, Terminal terminal)
    {
        Bundle bundle;
        using (var stream = InputFile.Open(path, "bundle"))
            bundle = BundleReader.Read(stream);
        var settlement = bundle.Settle();
        if (terminal.Json)
        {
            using var output = Console.OpenStandardOutput();
            BundleWriter.WriteResult(output, bundle, settlement);
            return ExitCode.Ok;
        }

        var table = new Table().Border(TableBorder.Rounded).Title($"Epoch {bundle.Epoch}, {settlement.Members} members");
        table.AddColumns("Number", "Account", "Influence", "Earned", "Reward", "Rewards in all", "Reputation");
        foreach (var column in (int[])[0, 2, 3, 4, 5, 6])
            table.Columns[column].RightAligned();
        table.Columns[1].NoWrap();
        foreach (var member in Enumerable.Range(0, settlement.Members).OrderByDescending(member => settlement.Influence[member]))
        {
            var state = settlement.State[member];
            table.AddRow(
                $"{member}", ShownText.Of(bundle.Members[member].Account), Amounts.Percent(settlement.Influence[member]),
                Amounts.Percent(settlement.Earned(member)), Amounts.Tokens(state.Cumulative - bundle.Members[member].State.Cumulative),
                Amounts.Tokens(state.Cumulative), Amounts.Tokens(state.Reputation));
        }
        terminal.Out.Write(table);
        var given = bundle.Credits.Aggregate(0UL, (sum, credit) => sum + credit.Points);
        var all = (ulong)settlement.Members * (ulong)bundle.Terms.Influence.PointsPerEpoch;
        Console.Out.WriteLine($"{Amounts.Percent(all - given, all)} of all points unspent.");
        Console.Out.WriteLine($"Root {settlement.Root}");
        return ExitCode.Ok;
    }
}
