using System.Globalization;
using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests.Commands;

/// <summary>Ballots are signed into files and counted from them, and a real vote pays what it paid.</summary>
internal sealed class BallotTests
{
    private const string Ledger = "0x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e";

    private static readonly string[] Accounts =
    [
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
    ];

    private static readonly string Data = Path.Combine(Chains.Root, "tests", "data", "optimism-rf4");

    private readonly DataFolder folder = new();
    private string weights = "";

    [OneTimeSetUp]
    public async Task WriteReputation()
    {
        weights = Path.Combine(folder.Path, "reputation.csv");
        await File.WriteAllTextAsync(weights, $"account,reputation\n{Accounts[0]},50\n{Accounts[1]},30\n{Accounts[2]},20\n");
    }

    [OneTimeTearDown]
    public void End() => folder.Dispose();

    [Test]
    public async Task A_real_vote_pays_out_what_was_published_and_exactly_its_budget()
    {
        var signed = await Dorg.RunAsync("ballot", "payouts", Data, "--json");
        Assert.That(signed.ExitCode, Is.Zero, signed.ToString());
        var unsigned = signed.Json["unsigned"]!.AsArray().Single()!;
        var account = unsigned["account"]!.GetValue<string>();
        Assert.Multiple(() =>
        {
            Assert.That(signed.Json["ballots"]!.GetValue<int>(), Is.EqualTo(108));
            Assert.That((signed.Json["signed"]!.GetValue<int>(), signed.Json["counted"]!.GetValue<int>()), Is.EqualTo((107, 107)));
            Assert.That(signed.Errors, Does.Contain($"ballots.csv, line {unsigned["line"]}: SignatureInvalid: ").And.Contain($"--accept {account}"));
            Assert.That(signed.Json["paid"]!.GetValue<string>(), Is.EqualTo(signed.Json["budget"]!.GetValue<string>()));
        });
        var all = await Dorg.RunAsync("ballot", "payouts", Data, "--accept", account, "--json");
        Assert.Multiple(() =>
        {
            Assert.That(all.ExitCode, Is.Zero, all.ToString());
            Assert.That((all.Json["counted"]!.GetValue<int>(), all.Json["equalToPublished"]!.GetValue<int>()), Is.EqualTo((108, 230)));
            Assert.That(all.Json["paid"]!.GetValue<string>(), Is.EqualTo("10000000000000000000000000"));
            Assert.That(all.Json["publishedSum"]!.GetValue<string>(), Is.EqualTo("10000000300000000000000000"));
            foreach (var project in all.Json["projects"]!.AsArray())
                Assert.That(Tokens(project!, "payout"), Is.EqualTo(Tokens(project!, "published")).Within(0.05m), project!["name"]!.ToString());
        });
        var table = await Dorg.RunAsync("ballot", "payouts", Data, "--accept", account, "--top", "2");
        Assert.Multiple(() =>
        {
            Assert.That(table.Output, Does.Match(@"│ Zora +│ 500,000\.000000000000000000 │ 500,000\.0 │"));
            Assert.That(table.Output, Does.Contain("… and 228 projects with less; --all shows them."));
            Assert.That(table.Output, Does.Contain("107 of 108 ballots are signed by their accounts; 108 count."));
            Assert.That(table.Output, Does.Contain("Paid out: 10,000,000.000000000000000000 of 10,000,000, to 207 projects."));
            Assert.That(table.Output, Does.Contain("230 of 230 payouts are those published").And.Contain("add up to 10,000,000.3."));
        });
    }

    [Test]
    public async Task A_vote_that_cannot_be_read_is_refused_with_file_and_line()
    {
        using var broken = new DataFolder();
        File.Copy(Path.Combine(Data, "metrics.csv"), Path.Combine(broken.Path, "metrics.csv"));
        var missing = await Dorg.RunAsync("ballot", "payouts", broken.Path);
        await File.WriteAllTextAsync(Path.Combine(broken.Path, "ballots.csv"), "Address,Signature,Payload\n0x12,0x,{}\n");
        var line = await Dorg.RunAsync("ballot", "payouts", broken.Path);
        var stranger = await Dorg.RunAsync("ballot", "payouts", Data, "--accept", Accounts[0]);
        Assert.Multiple(() =>
        {
            Assert.That((missing.ExitCode, missing.Output), Is.EqualTo((3, "")), missing.ToString());
            Assert.That((line.ExitCode, line.Output), Is.EqualTo((1, "")), line.ToString());
            Assert.That(line.Errors, Does.Contain("ballots.csv, line 2: Address '0x12'"));
            Assert.That((stranger.ExitCode, stranger.Output), Is.EqualTo((2, "")), stranger.ToString());
            Assert.That(stranger.Errors, Does.Contain("it has no ballot here, or signed it"));
        });
    }

    [Test]
    public async Task Members_sign_what_they_prefer_and_the_count_says_what_to_propose()
    {
        var ballots = await WriteAsync(
            "vote.jsonl", await SignAsync(0, 1, "dampingBp=5000"), await SignAsync(1, 1, "dampingBp=7000", "renewalBp=300"),
            await SignAsync(1, 2, "dampingBp=6000"), await SignAsync(2, 1, "dampingBp=9000"), await SignAsync(5, 1, "dampingBp=1000"), "nonsense");
        var count = await CountAsync([ballots], "--in-force", "dampingBp=4000", "--json");
        Assert.That(count.ExitCode, Is.Zero, count.ToString());
        var parameter = count.Json["parameters"]!.AsArray().Single()!;
        Assert.Multiple(() =>
        {
            // 5000 with 50, 6000 with 30, 9000 with 20 of 100: a tie from 5000 to 6000, of which 5000 is nearer to 4000.
            Assert.That((parameter["name"]!.ToString(), parameter["from"]!.ToString(), parameter["to"]!.ToString()), Is.EqualTo(("dampingBp", "4000", "5000")));
            Assert.That((parameter["preferMore"]!.ToString(), parameter["preferLess"]!.ToString()), Is.EqualTo(("100", "0")));
            Assert.That((count.Json["ballots"]!.GetValue<int>(), count.Json["counted"]!.GetValue<int>()), Is.EqualTo((6, 3)));
            Assert.That(count.Json["leftOut"]!.AsArray().Select(each => (each!["line"]!.GetValue<int>(), each["refusal"]!.ToString())),
                Is.EqualTo(((int, string)[])[(2, "Superseded"), (5, "NoReputation"), (6, "NotJson")]));
            Assert.That(count.Errors, Does.Contain("vote.jsonl, line 2: Superseded: ").And.Contain("line 6: NotJson: "));
        });
        var text = await CountAsync([ballots], "--in-force", "dampingBp=4000");
        Assert.Multiple(() =>
        {
            Assert.That(text.Output, Does.StartWith("Parameters by the vote 2026-q3"));
            Assert.That(text.Output, Does.Contain("dampingBp: 4000 → 5000 (100.00 % prefer more, 0.00 % less)"));
            Assert.That(text.Output, Does.Contain("The median of 3 of 6 ballots, weighted by reputation; they have 100.00 % of all."));
            Assert.That(text.Output, Does.Contain(count.Json["hash"]!.ToString()));
        });
    }

    [Test]
    public async Task Reputation_comes_from_a_bundle_as_well()
    {
        var bundle = Path.Combine(folder.Path, "epoch.jsonl");
        await File.WriteAllTextAsync(bundle, (await File.ReadAllTextAsync(Example.Path)).Replace("0x" + "00000000000000000000000000000000000000a1", Accounts[0], StringComparison.OrdinalIgnoreCase));
        var ballots = await WriteAsync("bundle-vote.jsonl", await SignAsync(0, 1, "dampingBp=5500"));
        var count = await Dorg.RunAsync("ballot", "count", "2026-q3", ballots, "--bundle", bundle, "--chain-id", "31337", "--ledger", Ledger, "--in-force", "dampingBp=5000");
        Assert.That(count.ExitCode, Is.Zero, count.ToString());
        Assert.That(count.Output, Does.Contain("dampingBp: 5000 → 5500").And.Contain("they have 60.00 % of all"));
    }

    [Test]
    public async Task Ballots_for_others_forged_ballots_and_copies_are_left_out_by_name()
    {
        var good = await SignAsync(0, 1, "dampingBp=6000");
        var forged = JsonNode.Parse(await SignAsync(1, 1, "dampingBp=6000"))!;
        forged["message"]!["voter"] = Accounts[2];
        var ballots = await WriteAsync(
            "mixed.jsonl", good, good, forged.ToJsonString(), good.Replace("31337", "1", StringComparison.Ordinal),
            await SignForAsync("2026-q2", 1, 1, "dampingBp=6000"), await SignAsync(2, 7, "dampingBp=6000"), await SignAsync(2, 7, "dampingBp=6001"));
        var count = await CountAsync([ballots], "--in-force", "dampingBp=5000", "--json");
        Assert.That(count.ExitCode, Is.Zero, count.ToString());
        Assert.That(count.Json["leftOut"]!.AsArray().Select(each => each!["refusal"]!.ToString()),
            Is.EqualTo((string[])["Repeated", "SignatureInvalid", "OtherChain", "OtherBallot", "NonceReused", "NonceReused"]));
        Assert.That(count.Json["parameters"]![0]!["to"]!.ToString(), Is.EqualTo("6000"));
    }

    [Test]
    public async Task What_cannot_be_signed_or_counted_is_refused_by_name()
    {
        var ballots = await WriteAsync("one.jsonl", await SignAsync(0, 1, "dampingBp=6000"));
        string[] sign = ["ballot", "sign", "2026-q3", "--ledger", Ledger, "--dev-account", "0", "--chain-id", "31337"];
        foreach (var (arguments, code, words) in new (string[], int, string)[]
        {
            ([.. sign, "--set", "dampingBp=9001"], 1, "OutOfBounds: "),
            ([.. sign, "--set", "dampingBp=5000", "--set", "dampingBp=5001"], 1, "ParameterRepeated: "),
            ([.. sign, "--set", "damping=5000"], 2, "UnknownParameter: 'damping'."),
            ([.. sign, "--set", "dampingBp"], 2, "NAME=VALUE"),
            (["ballot", "sign", "2026-q3", "--ledger", Ledger, "--dev-account", "0", "--set", "dampingBp=5000"], 2, "Give --chain-id N"),
            (["ballot", "count", "2026-q4", ballots, "--weights", weights, "--chain-id", "31337", "--ledger", Ledger], 1, "NoBallots: "),
            (["ballot", "count", "2026-q3", ballots, "--weights", weights, "--chain-id", "31337", "--ledger", Ledger], 2, "--in-force dampingBp=VALUE"),
            (["ballot", "count", "2026-q3", ballots, "--weights", weights, "--ledger", Ledger], 2, "Give --chain-id N"),
            (["ballot", "count", "2026-q3", ballots, "--weights", weights, "--bundle", Example.Path], 2, "not both"),
            (["ballot", "count", "2026-q3", "no-such-file", "--weights", weights, "--chain-id", "31337", "--ledger", Ledger], 3, "no-such-file"),
        })
        {
            var result = await Dorg.RunAsync(arguments);
            Assert.That((result.ExitCode, result.Output), Is.EqualTo((code, "")), result.ToString());
            Assert.That(result.Errors, Does.Contain(words));
        }
    }

    [Test]
    public async Task A_dry_run_shows_and_signs_nothing()
    {
        var result = await Dorg.RunAsync("ballot", "sign", "2026-q3", "--set", "dampingBp=6000", "--ledger", Ledger, "--dev-account", "0", "--chain-id", "31337", "--dry-run");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, "")), result.ToString());
        Assert.That(result.Errors, Does.Contain("Would sign").And.Contain("dampingBp 6000").And.Contain("Nothing was signed."));
    }

    [Test]
    public async Task A_chain_says_itself_whose_votes_count_and_what_is_in_force()
    {
        using var world = await World.FoundAsync();
        var sign = await Dorg.RunAsync(
            "ballot", "sign", "2026-q3", "--set", "dampingBp=6000", "--ledger", world.Contracts.Ledger.Address.ToString(), "--dev-account", $"{World.FirstPerson}", "--chain-id", "31337");
        Assert.That(sign.ExitCode, Is.Zero, sign.ToString());
        var ballots = await WriteAsync("chain.jsonl", sign.Output);
        var count = await world.DorgAsync($"ballot count 2026-q3 {ballots}", "--json");
        Assert.That(count.ExitCode, Is.Zero, count.ToString());
        Assert.That(count.Json["parameters"]![0]!["from"]!.ToString(), Is.EqualTo("5000"));
        Assert.That(count.Json["parameters"]![0]!["to"]!.ToString(), Is.EqualTo("6000"));
    }

    private static decimal Tokens(JsonNode project, string name) => decimal.Parse(project[name]!.GetValue<string>(), CultureInfo.InvariantCulture) / 1_000_000_000_000_000_000m;

    private static Task<string> SignAsync(int account, int nonce, params string[] values) => SignForAsync("2026-q3", account, nonce, values);

    private static async Task<string> SignForAsync(string vote, int account, int nonce, params string[] values)
    {
        var signed = await Dorg.RunAsync(
        [
            "ballot", "sign", vote, "--ledger", Ledger, "--dev-account", $"{account}", "--chain-id", "31337", "--nonce", $"{nonce}",
            .. values.SelectMany(value => (string[])["--set", value]),
        ]);
        Assert.That(signed.ExitCode, Is.Zero, signed.ToString());
        return signed.Output.TrimEnd('\n');
    }

    private async Task<string> WriteAsync(string name, params string[] lines)
    {
        var path = Path.Combine(folder.Path, name);
        await File.WriteAllLinesAsync(path, lines);
        return path;
    }

    private Task<DorgResult> CountAsync(string[] files, params string[] options) =>
        Dorg.RunAsync(["ballot", "count", "2026-q3", .. files, "--weights", weights, "--chain-id", "31337", "--ledger", Ledger, .. options]);
}
