using System.Globalization;
using System.Net;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Acceptance.Tests.Governing;

/// <summary>What `dorg propose` and `dorg delegate` say before anybody signs, in an organization that was just founded.</summary>
internal sealed class ProposeTests
{
    private World world = null!;
    private DataFolder data = null!;
    private NodeProcess node = null!;

    [OneTimeSetUp]
    public async Task FoundAsync()
    {
        world = await World.FoundAsync();
        data = new DataFolder();
        node = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path, "--relay-key", "dev:11");
        await node.ReadyAsync();
    }

    [OneTimeTearDown]
    public void End()
    {
        node.Dispose();
        data.Dispose();
        world.Dispose();
    }

    [Test, Order(1)]
    public async Task A_founder_can_propose_before_the_chain_has_another_block()
    {
        var call = new ProposedCall(world.Contracts.Parameters.Address, 0, world.Contracts.Parameters.Set((byte)Parameter.DampingBp, 8_500).Data);
        var posted = new Ballots(world).Proposal(1, "At once", 1UL << 40, calls: call);
        Assert.That((await Ballots.PostAsync(node, "/proposals", posted)).Status, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task What_one_account_costs_a_node_is_not_left_for_another_once_the_budget_of_all_is_used_up()
    {
        var fees = await Chains.Chain.SuggestFeesAsync();
        var ether = (decimal)(100_000 * (fees.BaseFee + fees.Tip)) / 1_000_000_000_000_000_000m;
        using var folder = new DataFolder();
        using var poor = await NodeProcess.StartAsync(
            Chains.Url, world.Settlement.ToString(), folder.Path, "--relay-key", "dev:12", "--votes-budget", ether.ToString(CultureInfo.InvariantCulture));
        await poor.ReadyAsync();
        var ballots = new Ballots(world);
        Assert.That((await Ballots.PostAsync(poor, "/delegations", ballots.Delegation(2, 3, 1UL << 40))).Status, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(
            await Ballots.PostAsync(poor, "/delegations", ballots.Delegation(3, 2, 1UL << 40)),
            Is.EqualTo((HttpStatusCode.TooManyRequests, nameof(VoteRefusal.NodeBudgetUsed))), "a delegation takes more gas than half of what is paid for");
    }

    private static IEnumerable<TestCaseData> Mistakes() =>
    [
        new TestCaseData((string[])["dampingBp=6000", "--text", " "], "BlankText: ").SetArgDisplayNames("no text"),
        new TestCaseData((string[])["dampingBp=6000", "--text", "One line\nand \u202Eanother"], "DirectionCharacter: ").SetArgDisplayNames("a text that turns its direction"),
        new TestCaseData((string[])["dampingBp=6000", "dampingBp=6500", "--text", "x"], "ParameterRepeated: ").SetArgDisplayNames("a parameter twice"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public async Task What_members_could_misread_is_refused_before_anything_is_signed(string[] options, string words)
    {
        foreach (var way in (string[][])[["--dry-run"], ["--transaction", "--dev-account", "101"]])
        {
            var refused = await world.DorgAsync("propose", [.. options, .. way]);
            Assert.That(refused.ExitCode, Is.EqualTo(1), refused.ToString());
            Assert.That(refused.Errors, Does.StartWith(words).And.Contain("Nothing was signed."));
        }
    }

    [Test]
    public async Task A_grant_of_more_than_the_treasury_holds_is_warned_of()
    {
        var shown = await world.DorgAsync($"propose --grant {world[1].Address}:10 --text Pay --dry-run --json");
        Assert.That(shown.ExitCode, Is.Zero, shown.ToString());
        Assert.That(shown.Json["actions"]![0]!["warning"]!.GetValue<string>(), Does.StartWith("The treasury holds 0.00 reward tokens, less than this proposal grants"));
    }

    [Test]
    public async Task Delegating_to_the_zero_address_is_shown_and_signed_as_what_it_does()
    {
        var result = await Dorg.RunAsync(
            "delegate", Kernel.Address.Zero.ToString(), "--dry-run", "--node", node.Http.BaseAddress!.ToString(), "--dev-account", "101");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.StartWith($"{world[1].Address} would vote for itself."));
    }
}
