using System.Text.RegularExpressions;

namespace DecentralOrg.Acceptance.Tests.Commands;

/// <summary>What holds for every command there is: they are read from the help itself.</summary>
internal sealed partial class UsageTests
{
    private static readonly Lazy<Task<string[]>> Commands = new(async () => [.. await ReadAsync("")]);

    [Test]
    public async Task Every_command_shows_its_usage_and_examples_of_itself_and_takes_json()
    {
        var commands = await Commands.Value;
        Assert.That(commands, Is.SupersetOf(new[] { "demo", "verify", "found", "influence", "members", "show", "show epoch", "import", "import git" }));
        await Parallel.ForEachAsync(["", .. commands], async (command, _) =>
        {
            var help = await HelpAsync(command);
            Assert.Multiple(() =>
            {
                Assert.That(help.ExitCode, Is.Zero, help.ToString());
                Assert.That(help.Errors, Is.Empty);
                Assert.That(help.Output, Does.Contain($"Usage:\n  dorg {command}".TrimEnd()));
                Assert.That(help.Output, Does.Match($@"Examples:\n(  .*\n)*  (\S+=\S+ )*dorg {command}"), help.Output);
                Assert.That(help.Output, Does.Contain("--json"));
            });
        });
    }

    [Test]
    public async Task An_unknown_option_ends_with_2_and_the_way_to_the_help()
    {
        var commands = await Commands.Value;
        await Parallel.ForEachAsync(["", .. commands], async (command, _) =>
        {
            var result = await Dorg.RunAsync([.. Words(command), "--no-such-option"]);
            Assert.Multiple(() =>
            {
                Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
                Assert.That(result.Output, Is.Empty);
                Assert.That(result.Errors.TrimEnd(), Does.EndWith($"See: dorg {(command + " ").TrimStart()}--help"));
            });
        });
    }

    private static IEnumerable<TestCaseData> Mistakes() =>
    [
        new TestCaseData("verify", "Which chain? Give --rpc URL, or set ETH_RPC_URL."),
        new TestCaseData("verify --rpc http://127.0.0.1:1", "Which organization? Give --settlement ADDRESS, or set DORG_SETTLEMENT."),
        new TestCaseData("verify --rpc ftp://127.0.0.1 --settlement 0x5FbDB2315678afecb367f032d93F642f64180aa3", "'ftp://127.0.0.1' is no URL of http or https"),
        new TestCaseData("verify --rpc http://127.0.0.1:1 --settlement 0x5Fb", "'0x5Fb' is no address: 0x and 40 hex digits."),
        new TestCaseData("influence", "See: dorg influence --help"),
        new TestCaseData("found --dev-account 0", "See: dorg found --help"),
        new TestCaseData("found charter.json --dev-account -1", "--dev-account takes 0 to 1000000, not -1."),
        new TestCaseData("demo --quarters 0", "--quarters takes 1 to 400, not 0."),
        new TestCaseData("demo --quarters two", "--quarters takes 1 to 400, not two."),
        new TestCaseData("show epoch one", "EPOCH takes 0 to 4294967295, not one."),
        new TestCaseData("demo --first -1", "--first takes 0 to 4000, not -1."),
        new TestCaseData("demo --port 99999999999999999999", "--port takes 0 to 65535, not 99999999999999999999."),
        new TestCaseData("members --top 0", "--top takes 1 to 1048576, not 0."),
        .. from command in (string[])["influence b.jsonl", "compare b.jsonl", "simulate b.jsonl --damping 1", "why 0 --bundle b.jsonl", "ballot payouts folder"]
           from test in (TestCaseData[])
           [
               new($"{command} --top 1 --json", "--top is for tables, and JSON has all: leave --top or --json out."),
               new($"{command} --top 1 --all", "--top shows some and --all shows all: leave one of them out."),
           ]
           select test,
        new TestCaseData("vote 1 maybe --dev-account 0", "'maybe' is no vote: for, against or abstain."),
        new TestCaseData("vote 1 1 --dev-account 0", "'1' is no vote: for, against or abstain."),
        new TestCaseData("influence --jsn bundle.jsonl", "See: dorg influence --help"),
        new TestCaseData("influence --jsn", "There is no option '--jsn'."),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public async Task A_wrong_command_line_ends_with_2_and_a_sentence(string line, string sentence)
    {
        var result = await Dorg.RunAsync(line.Split(' '));
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
            Assert.That(result.Errors, Does.Contain(sentence));
            Assert.That(result.Errors, Does.Contain("--help"));
            Assert.That(result.Output, Is.Empty);
        });
    }

    private static async Task<IEnumerable<string>> ReadAsync(string command)
    {
        var listed = CommandList().Match((await HelpAsync(command)).Output);
        var names = listed.Groups["name"].Captures.Select(name => $"{command} {name.Value}".TrimStart());
        var nested = await Task.WhenAll(names.Select(async name => (IEnumerable<string>)[name, .. await ReadAsync(name)]));
        return nested.SelectMany(all => all);
    }

    private static Task<DorgResult> HelpAsync(string command) => Dorg.RunAsync([.. Words(command), "--help"]);

    private static string[] Words(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^Commands:\n(  (?<name>\S+).*\n|   +.*\n)+", RegexOptions.Multiline)]
    private static partial Regex CommandList();
}
