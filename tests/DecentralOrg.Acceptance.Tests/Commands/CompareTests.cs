using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests.Commands;

internal sealed class CompareTests
{
    private const double Tolerance = 1e-9;

    private static readonly string[] Systems = ["influence", "eigenTrust", "pageRank", "proofOfValueReputation", "proofOfValueTokens"];

    [Test]
    public async Task Members_stand_side_by_side_with_what_they_have_by_hand()
    {
        var compared = (await Example.JsonAsync("compare", Example.Path))["members"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(Shares(compared, "influence"), Is.EqualTo([0.5, 0.25, 0.25]).Within(Tolerance), "of the 80 % that members have");
            // a = 0.3 + c / 2, b = 0.2, c = (a + b) / 2: how few points Ada gives makes no difference.
            Assert.That(Shares(compared, "eigenTrust"), Is.EqualTo([0.3 + (1 / 6.0), 0.2, 1 / 3.0]).Within(Tolerance));
            // a = 1/6 + c / 2, b = 1/6, c = 1/6 + (a + b) / 2: nor does who has reputation.
            Assert.That(Shares(compared, "pageRank"), Is.EqualTo([7 / 18.0, 1 / 6.0, 4 / 9.0]).Within(Tolerance));
            Assert.That(Shares(compared, "proofOfValueTokens"), Is.EqualTo([0, 0, 1.0]).Within(Tolerance), "Cy alone is credited by more than half");
            Assert.That(Ranks(compared, "pageRank"), Is.EqualTo([2, 3, 1]));
            Assert.That(Ranks(compared, "proofOfValueTokens"), Is.EqualTo([2, 2, 1]));
        });
    }

    [Test]
    public async Task Shares_add_up_to_one_and_units_are_those_of_the_influence()
    {
        var bundle = Path.Combine(Chains.Root, "tests", "vectors", "influence-openvswitch-q69.jsonl");
        var compared = (await Example.JsonAsync("compare", bundle))["members"]!.AsArray();
        var influence = await Example.JsonAsync("influence", bundle);
        Assert.Multiple(() =>
        {
            Assert.That(compared.Select(member => member!.Units("units")), Is.EqualTo(influence["members"]!.AsArray().Select(member => member!.Units("influence"))));
            foreach (var system in Systems[..4])
                Assert.That(Shares(compared, system).Sum(), Is.EqualTo(1).Within(Tolerance), system);
        });
    }

    [Test]
    public async Task A_table_shows_the_first_and_counts_the_others()
    {
        var result = await Dorg.RunAsync("compare", Example.Path, "--top", "1");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(result.Output, Does.Match(@"│ +0 │ 0x0{38}a1 │ +50\.00 %  1 │ +46\.67 %  1 │ +38\.89 %  2 │"), result.Output);
            Assert.That(result.Output, Does.Contain("… and 2 members with less influence; --all shows them."));
            Assert.That(result.Output, Does.Contain("Shares are of what all members have together"), "40 % of all influence are 50 % of what members have");
        });
    }

    [Test]
    public async Task Without_Proof_of_Value_the_others_are_as_with_it()
    {
        var compared = (await Example.JsonAsync("compare", Example.Path))["members"]!.AsArray();
        var without = (await Example.JsonAsync("compare", Example.Path, "--without-proof-of-value"))["members"]!.AsArray();
        foreach (var member in compared)
        {
            member!.AsObject().Remove("proofOfValueReputation");
            member!.AsObject().Remove("proofOfValueTokens");
        }
        var table = await Dorg.RunAsync("compare", Example.Path, "--without-proof-of-value");
        Assert.Multiple(() =>
        {
            Assert.That(without.ToJsonString(), Is.EqualTo(compared.ToJsonString()));
            Assert.That(table.ExitCode, Is.Zero, table.ToString());
            Assert.That(table.Output, Does.Contain("PageRank").And.Not.Contain("Proof of Value"));
        });
    }

    private static IEnumerable<double> Shares(JsonArray members, string system) => members.Select(member => member![system]!["share"]!.GetValue<double>());

    private static IEnumerable<int> Ranks(JsonArray members, string system) => members.Select(member => member![system]!["rank"]!.GetValue<int>());
}
