using System.CommandLine;
using DecentralOrg.Cli.Bundles;
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
        "zcat epoch-12.jsonl.gz | dorg influence - --top 10 --threads 2",
    ];

    public static Command Create(Option<bool> json)
    {
        var path = new Argument<string>("BUNDLE") { Description = "A bundle: a header and the credits of an epoch as JSON lines; - for standard input" };
        var threads = Computation.Threads();
        var top = new TopOption("members");
        var command = new Command("influence", "Recompute the influence, rewards and reputation of an epoch from its bundle") { path, threads };
        top.AddTo(command, json);
        command.Computes((parsed, progress) =>
        {
            var bundle = ReadBundle.From(parsed.GetRequiredValue(path), progress);
            var settlement = bundle.Header.Settle(bundle.Solve(parsed.GetValue(threads), progress));
            progress.Dispose();
            if (parsed.GetValue(json))
            {
                using var output = Console.OpenStandardOutput();
                BundleWriter.WriteResult(output, bundle.Header, settlement);
            }
            else
            {
                Write(bundle, settlement, top.Of(parsed), new Terminal(Json: false).Out);
            }
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(ReadBundle bundle, SettlementVector settlement, int top, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"Epoch {bundle.Header.Epoch}, {Amounts.Of(settlement.Members, "member")}");
        table.AddColumns("Number", "Account", "Influence", "Earned", "Reward", "Rewards in all", "Reputation");
        foreach (var column in (int[])[0, 2, 3, 4, 5, 6])
            table.Columns[column].RightAligned();
        table.Columns[1].NoWrap();
        foreach (var member in Enumerable.Range(0, settlement.Members).OrderByDescending(member => settlement.Influence[member]).Take(top))
        {
            var (account, before) = bundle.Header.Members[member];
            var state = settlement.State[member];
            table.AddRow(
                $"{member}", ShownText.Of(account), Amounts.Percent(settlement.Influence[member]),
                Amounts.Percent(settlement.Earned(member)), Amounts.Tokens(state.Cumulative - before.Cumulative),
                Amounts.Tokens(state.Cumulative), Amounts.Tokens(state.Reputation));
        }
        console.Write(table);
        TopOption.SayRest(settlement.Members, top, "with less influence");
        var (unspent, all) = bundle.Points;
        Console.Out.WriteLine($"{Amounts.Percent(unspent, all)} of all points unspent.");
        Console.Out.WriteLine($"Root {settlement.Root}");
    }
}
