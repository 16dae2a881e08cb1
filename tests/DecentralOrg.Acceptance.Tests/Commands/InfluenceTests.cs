using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests.Commands;

internal sealed class InfluenceTests
{
    private const string Extension = ".jsonl";

    private const string Header =
        """{"format":"decentralorg/bundle/1","epoch":0,"parameters":{"dampingBp":5000,"pointsPerEpoch":1000,"rewardPerEpoch":"10","renewalBp":200},"members":[{"account":"0x00000000000000000000000000000000000000a1","reputation":"1","cumulative":"0"},{"account":"0x00000000000000000000000000000000000000A2","reputation":"1","cumulative":"0"}]}""";

    private static IEnumerable<TestCaseData> Vectors() =>
        from path in Directory.GetFiles(Path.Combine(Chains.Root, "tests", "vectors"), "influence-*" + Extension).Order(StringComparer.Ordinal)
        select new TestCaseData(path).SetArgDisplayNames(Path.GetFileNameWithoutExtension(path));

    [TestCaseSource(nameof(Vectors))]
    public async Task Vector_is_reproduced(string path)
    {
        var result = await Dorg.RunAsync("influence", path, "--json");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        // How many sweeps it took is no result.
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(path.Replace(Extension, ".expected.json", StringComparison.Ordinal)))!.AsObject();
        expected.Remove("sweeps");
        Assert.That(result.Json.ToJsonString(), Is.EqualTo(expected.ToJsonString()));
    }

    [Test]
    public async Task A_bundle_from_standard_input_is_shown_as_a_table()
    {
        var result = await RunAsync(Header + "\n" + Credit(0, 1, 500));
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(result.Output, Does.Contain("Epoch 0, 2 members"));
            Assert.That(result.Output, Does.Contain("0x00000000000000000000000000000000000000A2 │   31.25 %"), "the account as it came");
        });
    }

    [Test]
    public async Task A_table_shows_the_first_and_counts_the_others_and_json_has_all()
    {
        var bundle = Header + "\n" + Credit(0, 1, 500);
        var first = await RunAsync(bundle, "--top", "1", "--threads", "1");
        var all = await RunAsync(bundle, "--all");
        var json = await RunAsync(bundle, "--all", "--json");
        Assert.Multiple(() =>
        {
            Assert.That(first.Output, Does.Contain("00A2").And.Not.Contain("00a1"), first.ToString());
            Assert.That(first.Output, Does.Contain("… and 1 member with less influence; --all shows them."));
            Assert.That(all.Output, Does.Contain("00A2").And.Contain("00a1").And.Not.Contain("…"), all.ToString());
            Assert.That(json.Json["members"]!.AsArray(), Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task Whoever_stops_it_while_it_waits_for_input_need_not_wait()
    {
        using var process = Dorg.Start(["influence", "-"], new Dictionary<string, string>());
        // More than a pipe holds: when all of it is written, the command is reading.
        await process.StandardInput.WriteAsync(Header + "\n" + string.Concat(Enumerable.Repeat(Credit(0, 1, 1) + "\n", 1000)));
        await process.StandardInput.FlushAsync();
        using var kill = Process.Start("kill", ["-s", "INT", $"{process.Id}"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await process.WaitForExitAsync(limit.Token);
        Assert.That((process.ExitCode, await process.StandardError.ReadToEndAsync(limit.Token)), Is.EqualTo((130, "Stopped.\n")));
    }

    private static IEnumerable<TestCaseData> Refusals() =>
    [
        Refusal("unknown member", $"{Header}\n{Credit(0, 1, 1)}\n{Credit(0, 2, 1)}", "line 3: UnknownMember: "),
        Refusal("self-credit", $"{Header}\n{Credit(1, 1, 1)}", "line 2: SelfCredit: "),
        Refusal("zero points", $"{Header}\n{Credit(0, 1, 0)}", "line 2: ZeroPoints: "),
        Refusal("over budget", $"{Header}\n{Credit(0, 1, 600)}\n{Credit(0, 1, 401)}", "line 3: OverBudget: "),
        Refusal("another format", Header.Replace("bundle/1", "bundle/2", StringComparison.Ordinal), "line 1: UnknownFormat: "),
        Refusal("no bundle", "Dear reader,\n", "line 1: NotABundle: "),
        Refusal("nothing", "", "line 1: Empty: "),
    ];

    [TestCaseSource(nameof(Refusals))]
    public async Task A_bundle_that_breaks_a_rule_is_refused_with_its_line_and_rule(string bundle, string words)
    {
        var result = await RunAsync(bundle, "--json");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
            Assert.That(result.Errors, Does.StartWith(words));
            Assert.That(result.Output, Is.Empty);
        });
    }

    [Test]
    public async Task A_file_that_is_not_there_ends_with_3()
    {
        var result = await Dorg.RunAsync("influence", "no-such-bundle.jsonl");
        Assert.That(result.ExitCode, Is.EqualTo(3), result.ToString());
        Assert.That(result.Errors.Trim(), Is.EqualTo("There is no file 'no-such-bundle.jsonl'."));
    }

    private static Task<DorgResult> RunAsync(string bundle, params string[] more) =>
        Dorg.RunAsync(["influence", "-", .. more], bundle, new Dictionary<string, string>());

    private static TestCaseData Refusal(string name, string bundle, string words) => new TestCaseData(bundle, words).SetArgDisplayNames(name);

    private static string Credit(int from, int to, int points) =>
        $$"""{"from":{{from}},"to":{{to}},"points":{{points}},"contribution":"0x{{new string('0', 64)}}"}""";
}
