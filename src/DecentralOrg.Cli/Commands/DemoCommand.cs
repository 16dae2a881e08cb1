using System.CommandLine;
using DecentralOrg.Cli.Demo;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Importing;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg demo</c>: the whole product on a real history, on a devnet of its own.</summary>
internal static class DemoCommand
{
    public static readonly string[] Examples =
    [
        "dorg demo",
        "dorg demo --quarters 2",
        "dorg demo --git ../some-project --quarters 4",
        "dorg demo --keep --port 8545      # then try the other commands on it",
    ];

    public static Command Create(Option<bool> json)
    {
        var git = new Option<string?>("--git") { Description = "Play this git repository instead of the sample", HelpName = "PATH" };
        var first = new Option<int?>("--first") { Description = "The first quarter to play, counted from 0 at the earliest commit", HelpName = "N" };
        var quarters = new Option<int>("--quarters") { Description = "How many quarters of 90 days to play", HelpName = "N", DefaultValueFactory = _ => 8 };
        var port = new Option<int>("--port") { Description = "The devnet's port; any free one if not given", HelpName = "N" };
        var keep = new Option<bool>("--keep") { Description = "Leave the devnet running until Ctrl-C, to try the other commands" };
        first.RequireWithin(0, 4_000);
        quarters.RequireWithin(1, 400);
        port.RequireWithin(0, 65_535);
        var command = new Command("demo", "Found an organization on a local devnet and play quarters of a real project on it") { git, first, quarters, port, keep };
        command.SetAction(async (parsed, stop) =>
        {
            var options = new DemoOptions(
                Repository.Find(), parsed.GetValue(git), parsed.GetValue(first), parsed.GetValue(quarters), parsed.GetValue(port));
            return (int)await RunAsync(options, parsed.GetValue(keep), new Terminal(parsed.GetValue(json)), stop);
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(DemoOptions options, bool keep, Terminal terminal, CancellationToken stop)
    {
        Terminal.Say($"{options.GitPath ?? "Open vSwitch"} on a devnet of its own, in epochs of 90 days. Everybody signs with a wallet of his own.");
        var clock = new StageClock();
        var history = await clock.MeasureAsync("import", () =>
            options.GitPath is { } path ? GitHistory.ReadAsync(path, stop) : Task.FromResult(CsvHistory.Read(options.SamplePath)));
        Terminal.Say($"{Amounts.Count(history.Commits.Count)} commits by {Amounts.Count(history.People.Count)} people read.");

        await using var devnet = await clock.MeasureAsync("devnet", () => Devnet.StartAsync(options.Root, options.Port, stop));
        Terminal.Say($"Devnet at {devnet.Url}.");
        using var rpc = new JsonRpcClient(devnet.Url);
        var chain = new HttpChain(rpc);
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        using var payer = wallet.Key(0);
        using var sender = new TransactionSender(chain, payer, OrganizationContracts.Reverts, pollInterval: TimeSpan.FromMilliseconds(5));
        using var wallets = clock.Measure("wallets", () => new PeopleWallets(history.People));

        var run = new DemoRun(chain, new DevChain(rpc), sender, options, clock, Terminal.Say);
        var (verification, organization, contracts) = await run.PlayAsync(history, wallets, stop);
        var report = new DemoReport(run, organization, wallets.Names);
        if (terminal.Json)
            Terminal.WriteJson(writer => report.WriteJson(writer, devnet.Url, contracts.Settlement.Address));
        else
            report.Write(terminal.Out);
        foreach (var finding in verification.Findings)
            Terminal.Say($"{finding.Rule}: {finding.Sentence}");
        Terminal.Say(verification.Holds
            ? $"Verified from the chain alone: {Amounts.Count((long)verification.Counts.Records)} records, {verification.Counts.Epochs} settlements, {Amounts.Count(verification.Counts.Claims)} claims; everything follows."
            : "The verification from the chain alone failed.");
        if (keep)
            await KeepAsync(devnet.Url, contracts, stop);
        else
            WriteNext();
        return verification.Holds ? ExitCode.Ok : ExitCode.VerificationFailed;
    }

    private static void WriteNext()
    {
        Terminal.Say("Try next:");
        Terminal.Say("  scripts/demo --keep                      leaves the devnet running, to look into it and verify it yourself");
        Terminal.Say("  scripts/demo --git PATH --quarters 4     the same on a git repository of yours");
        Terminal.Say("  scripts/dorg import git PATH             what such a history holds, without a chain");
        Terminal.Say("  scripts/dorg --help                      everything else");
    }

    private static async Task KeepAsync(Uri url, OrganizationContracts contracts, CancellationToken stop)
    {
        Terminal.Say("The devnet goes on until Ctrl-C. In another terminal:");
        Terminal.Say($"  export ETH_RPC_URL={url} DORG_SETTLEMENT={contracts.Settlement.Address}");
        Terminal.Say("  scripts/dorg verify");
        Terminal.Say("  scripts/dorg members");
        Terminal.Say("  scripts/dorg show member 0");
        Terminal.Say("  scripts/dorg params");
        Terminal.Say("  scripts/dorg propose dampingBp=8500 --text 'Let credit count for more' --dry-run");
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            Terminal.Say("Stopping the devnet.");
        }
    }
}
