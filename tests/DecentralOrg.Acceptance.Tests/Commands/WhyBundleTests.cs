using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests.Commands;

internal sealed class WhyBundleTests
{
    private const double Tolerance = 1e-15;

    private static readonly string RealQuarter = Path.Combine(Chains.Root, "tests", "vectors", "influence-openvswitch-q69.jsonl");

    [Test]
    public async Task A_member_s_influence_is_what_it_is_by_hand()
    {
        var cy = await Example.JsonAsync("why", "2", "--bundle", Example.Path);
        Assert.Multiple(() =>
        {
            Assert.That(cy.Share("influence"), Is.EqualTo(0.2).Within(Tolerance));
            Assert.That(cy.Share("seed"), Is.Zero);
            Assert.That(Shares(cy["credits"]!), Is.EqualTo([0.1, 0.1]).Within(Tolerance), "Ada's 40 % and half her points, Ben's 20 % and all his");
            Assert.That(Shares(cy["contributions"]!), Is.EqualTo([0.2]).Within(Tolerance));
        });
        // x = 1/4 Ada's 60 % and 1/2 Ben's 40 % of the half, and all of it once more by an eighth whenever it goes round.
        var sources = cy["reputation"]!["sources"]!;
        Assert.That(sources.AsArray().Select(source => source!["number"]!.GetValue<int>()), Is.EqualTo([1, 0]));
        Assert.That(Shares(sources), Is.EqualTo([0.1 * 8 / 7, 0.075 * 8 / 7]).Within(0.001 * 0.2), "within the remainder");
        var paths = cy["reputation"]!["paths"]!.AsArray();
        Assert.That(paths[0]!["members"]!.AsArray().Select(member => member!.GetValue<int>()), Is.EqualTo([1, 2]));
        Assert.That(Shares(paths).Take(3), Is.EqualTo([0.1, 0.075, 0.1 / 8]).Within(Tolerance));
        // Ben and Cy have no points left, and Ada gives 10 of 1,000.
        var lever = cy["levers"]!.AsArray().Single()!;
        Assert.That((lever["number"]!.GetValue<int>(), lever["points"]!.GetValue<int>()), Is.EqualTo((0, 10)));
        Assert.That(lever.Share("influence"), Is.EqualTo(0.5 * 0.4 * 0.01).Within(Tolerance));
    }

    [Test]
    public async Task An_account_is_the_member_in_any_case()
    {
        var upper = await Example.JsonAsync("why", "0x00000000000000000000000000000000000000C3", "--bundle", Example.Path);
        Assert.That(upper["number"]!.GetValue<int>(), Is.EqualTo(2));
    }

    [TestCase("376")]
    [TestCase("0")]
    [TestCase("5")]
    public async Task Parts_seed_and_remainder_add_up_to_the_unit(string member)
    {
        var why = await Example.JsonAsync("why", member, "--bundle", RealQuarter);
        var influence = await Example.JsonAsync("influence", RealQuarter);
        var (whole, rest) = (why.Units("influence"), why.Units("seed") + why.Units("remainder"));
        Assert.Multiple(() =>
        {
            Assert.That(whole, Is.EqualTo(influence["members"]![int.Parse(member, null)]!.Units("influence")));
            foreach (var parts in (string[])["credits", "givers", "contributions"])
                Assert.That(why[parts]!.Sum() + rest, Is.EqualTo(whole), parts);
            Assert.That(why["reputation"]!["sources"]!.Sum() + why["reputation"]!.Units("remainder"), Is.EqualTo(whole));
            Assert.That(why["reputation"]!.Units("remainder"), Is.LessThanOrEqualTo(whole / 1000));
        });
    }

    [Test]
    public async Task A_table_sums_what_it_does_not_show()
    {
        var result = await Dorg.RunAsync("why", "376", "--bundle", RealQuarter, "--top", "2");
        var lines = result.Output.Split('\n');
        var from = Array.FindIndex(lines, line => line.Contains("By credit", StringComparison.Ordinal));
        var units = lines.Skip(from + 4).TakeWhile(line => line.StartsWith('│')).Select(line => long.Parse(line.Split('│')[^2].Replace(",", "", StringComparison.Ordinal), null)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(lines.Skip(from + 6).First(), Does.Match("^│ and [0-9]+ more "), result.ToString());
            Assert.That(units, Has.Length.EqualTo(2 + 1 + 3));
            Assert.That(units[..^1].Sum(), Is.EqualTo(units[^1]), "shown, more, reputation and rounding are the influence");
            Assert.That(result.Output, Does.Contain("These do not add up: "), "one credit into the member carries more than it brought");
        });
    }

    [Test]
    public async Task A_contribution_s_influence_is_that_of_the_credits_that_name_it()
    {
        var work = await Example.JsonAsync("why", Example.CysWork, "--bundle", Example.Path);
        Assert.Multiple(() =>
        {
            Assert.That(work.Share("influence"), Is.EqualTo(0.2).Within(Tolerance));
            Assert.That(work["credits"]!.Sum(), Is.EqualTo(work.Units("influence")));
            Assert.That(work["recipients"]!.AsArray().Single()!["number"]!.GetValue<int>(), Is.EqualTo(2));
        });
        var table = await Dorg.RunAsync("why", Example.CysWork, "--bundle", Example.Path);
        Assert.That(table.Output, Does.Contain("20.00 % of all influence came by 2 credits that name it"), table.ToString());
    }

    private static IEnumerable<TestCaseData> Mistakes() =>
    [
        Mistake(3, "There is no member 3; there are 3, numbered from 0.", "3", "--bundle", Example.Path),
        Mistake(3, "is no member in this bundle", "0x00000000000000000000000000000000000000d4", "--bundle", Example.Path),
        Mistake(3, "No credit in the bundle names contribution", Example.CysWork.Replace('1', '9'), "--bundle", Example.Path),
        Mistake(3, "There is no file 'none.jsonl'.", "0", "--bundle", "none.jsonl"),
        Mistake(2, "'Cy' is neither a member's number nor an account.", "Cy", "--bundle", Example.Path),
        Mistake(2, "A node explains members only.", Example.CysWork),
        Mistake(2, "A bundle is of one epoch: leave --epoch out.", "0", "--bundle", Example.Path, "--epoch", "1"),
        Mistake(2, "A bundle is explained without a node: leave --node or --bundle out.", "0", "--bundle", Example.Path, "--node", "http://127.0.0.1:1"),
        Mistake(2, "A node has solved already, and its answer is shown whole: leave --top out, or give --bundle FILE.", "0", "--top", "5"),
        Mistake(2, "A node has solved already, and its answer is shown whole: leave --all out, or give --bundle FILE.", "0", "--all"),
        Mistake(2, "A node has solved already, and its answer is shown whole: leave --threads out, or give --bundle FILE.", "0", "--threads", "2"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public async Task What_cannot_be_explained_is_refused_in_words(int code, string words, string[] arguments)
    {
        var result = await Dorg.RunAsync(["why", .. arguments]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(code), result.ToString());
            Assert.That(result.Errors, Does.Contain(words));
            Assert.That(result.Output, Is.Empty);
        });
    }

    private static TestCaseData Mistake(int code, string words, params string[] arguments) =>
        new TestCaseData(code, words, arguments).SetArgDisplayNames(words);

    private static IEnumerable<double> Shares(JsonNode list) => list.AsArray().Select(item => item!.Share("influence"));
}
