using System.Globalization;
using System.Net;
using System.Numerics;
using DecentralOrg.Acceptance.Tests.Governing;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Organizations;
using Microsoft.Playwright;
using Assertions = Microsoft.Playwright.Assertions;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>What members vote with, and what keeps them from it. Every test has a proposal and people of its own.</summary>
internal sealed class VotingPageTests : SiteFixture
{
    private const ulong NeverOver = 1UL << 40;

    private ulong value = 1_000;

    protected override string[] Settings => ["--relay-key", "dev:11"];

    [Test]
    public async Task A_vote_is_signed_without_ether_follows_in_activity_and_is_not_given_twice()
    {
        await Chains.Dev.SetBalanceAsync(Site.World[2].Address, 0);
        var address = await OpenProposalAsync("A vote that is signed");
        await using var member = await Member.OpenAsync(Site, new TestWallet(Site.World[2]));
        await member.Tab.GoAsync(address);
        await member.Main.GetByRole(AriaRole.Radio, new() { Name = "Against" }).CheckAsync();
        await member.Main.GetByLabel("Why").FillAsync("It \u202Eturns");
        await member.Button("Check and sign").ClickAsync();
        await Assertions.Expect(member.Main.GetByRole(AriaRole.Alert)).ToContainTextAsync("direction");
        Assert.That(member.Wallet.Messages, Is.Empty, "the wallet is not asked for what the node refuses");

        await member.Main.GetByLabel("Why").FillAsync("Let us\nwait");
        await member.SignAsync();
        Assert.That(member.Wallet.Messages.Single().Message["reason"]!.ToString(), Is.EqualTo("Let us wait"));
        await Assertions.Expect(member.Main).ToContainTextAsync("You voted against it");
        await Assertions.Expect(member.Main.GetByRole(AriaRole.Radio)).ToHaveCountAsync(0);
        await member.AnchoredAsync();
        await member.Main.GetByRole(AriaRole.Link, new() { Name = "Against: A vote that is signed" }).ClickAsync();
        await Assertions.Expect(member.Tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("A vote that is signed");
        Assert.That(await Chains.Chain.GetBalanceAsync(Site.World[2].Address), Is.EqualTo(UInt128.Zero));
        member.Tab.AssertQuiet();
    }

    [Test]
    public async Task A_member_delegates_is_told_who_votes_for_him_and_takes_it_back()
    {
        await using var member = await Member.OpenAsync(Site, new TestWallet(Site.World[0]));
        await member.Tab.GoAsync("#/delegate");
        await Assertions.Expect(member.Main).ToContainTextAsync("You do, yourself.");
        await member.Main.GetByLabel("To whom").FillAsync("0x12");
        await member.Button("Check and sign").ClickAsync();
        await Assertions.Expect(member.Main.GetByRole(AriaRole.Alert)).ToContainTextAsync("40 hex digits");
        await member.Main.GetByLabel("To whom").FillAsync(Site.World[3].Address.ToString());
        await member.SignAsync();
        await Assertions.Expect(member.Main).ToContainTextAsync("because you delegated to it");
        Assert.That((await Site.GetAsync($"/accounts/{Site.World[0].Address}/governance"))["delegate"]!.ToString(), Is.EqualTo(Site.World[3].Address.ToString()));

        var address = await OpenProposalAsync("Somebody votes for me");
        await member.Tab.GoAsync(address);
        await Assertions.Expect(member.Main).ToContainTextAsync("this account votes with your reputation, because you delegated to it");
        await Assertions.Expect(member.Main.GetByRole(AriaRole.Radio)).ToHaveCountAsync(0);
        await member.Tab.GoAsync();
        await Assertions.Expect(member.Main).ToContainTextAsync("points to give");
        await Assertions.Expect(member.Main).Not.ToContainTextAsync("Somebody votes for me");
        await member.Tab.GoAsync("#/delegate");
        await member.Button("Vote myself again").ClickAsync();
        await member.ConfirmAsync();
        await Assertions.Expect(member.Main).ToContainTextAsync("You do, yourself.");
        await member.Tab.GoAsync(address);
        await Assertions.Expect(member.Main).ToContainTextAsync("at the snapshot you had no reputation that you voted with yourself");
        member.Tab.AssertQuiet();
    }

    [Test]
    public async Task Who_has_no_reputation_is_told_so_before_he_votes_delegates_or_proposes()
    {
        var address = await OpenProposalAsync("Not for strangers");
        await using var stranger = await Member.OpenAsync(Site, new TestWallet(Site.World[7]));
        await stranger.Tab.GoAsync(address);
        await Assertions.Expect(stranger.Main).ToContainTextAsync("this account has no reputation");
        await stranger.Tab.GoAsync("#/delegate");
        await Assertions.Expect(stranger.Main).ToContainTextAsync("there is nothing to delegate");

        await stranger.Tab.GoAsync("#/propose");
        await stranger.Main.GetByLabel("Weight of credit").PressSequentiallyAsync("1");
        await stranger.Main.GetByLabel("Weight of credit").PressAsync("Backspace");
        await stranger.Main.GetByLabel("Renewal of reputation").FillAsync("51");
        await Assertions.Expect(stranger.Main.GetByRole(AriaRole.Alert)).ToContainTextAsync("from 0.01% to 50%");
        await stranger.Main.GetByLabel("Renewal of reputation").FillAsync("3,5");
        await stranger.Main.GetByLabel("Title").FillAsync("From outside");
        await Assertions.Expect(stranger.Main.GetByText("You have 0.00 votes, and it takes")).ToBeVisibleAsync();
        stranger.Tab.Expected = new("status of 422");
        await Assertions.Expect(stranger.Main.Locator("dorg-effects")).ToBeVisibleAsync();
        await stranger.Button("Check and sign").ClickAsync();
        await stranger.ConfirmAsync();
        await Assertions.Expect(stranger.Tab.Page.Locator("dialog[open] dorg-refusal")).ToContainTextAsync("less than a thousandth of all votes");
        await Assertions.Expect(stranger.Tab.Page.Locator("dialog[open] dorg-refusal")).ToContainTextAsync("Ask others to delegate to it");
        await stranger.Button("Cancel").ClickAsync();
        await Assertions.Expect(stranger.Main.GetByLabel("Title")).ToHaveValueAsync("From outside");
        stranger.Tab.AssertQuiet();
    }

    [Test]
    public async Task Who_does_without_a_node_votes_delegates_and_takes_it_back_by_transactions_of_his_own()
    {
        var person = Site.World[4];
        var address = await OpenProposalAsync("By a transaction");
        await using var member = await Member.OpenAsync(Site, new TestWallet(person));
        await member.Tab.GoAsync(address);
        await member.Main.GetByRole(AriaRole.Radio, new() { Name = "Abstaining" }).CheckAsync();
        await member.Main.GetByText("By a transaction of your own instead").ClickAsync();
        await member.Button("Vote with my wallet").ClickAsync();
        await Assertions.Expect(member.Main).ToContainTextAsync("You abstained");
        await member.Tab.GoAsync("#/delegate");
        await member.Main.GetByLabel("To whom").FillAsync(Site.World[5].Address.ToString());
        await member.Main.GetByText("By a transaction of your own instead").ClickAsync();
        var delegating = member.Main.GetByRole(AriaRole.Button, new() { NameRegex = new("^Delegate with my wallet") });
        await delegating.ClickAsync();
        await Assertions.Expect(member.Main).ToContainTextAsync("because you delegated to it");
        await member.Main.GetByLabel("To whom").FillAsync("");
        await delegating.ClickAsync();
        await Assertions.Expect(member.Main).ToContainTextAsync("You do, yourself.");
        Assert.That(member.Wallet.Messages, Is.Empty, "nothing was signed for others to bring");
        // The same people are without ether in organizations of other tests.
        await Chains.Dev.SetBalanceAsync(person.Address, 0);
        member.Tab.AssertQuiet();
    }

    [Test]
    public async Task A_simulation_that_fails_is_told_and_can_be_tried_again()
    {
        await using var tab = await Site.OpenAsync();
        tab.Expected = new("Failed to load resource");
        await tab.Page.RouteAsync("**/bundle", route => route.AbortAsync());
        await tab.GoAsync("#/propose?dampingBp=8500");
        var again = tab.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Try again" });
        await Assertions.Expect(again).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.Locator("dorg-effects")).ToHaveCountAsync(0);
        await tab.Page.UnrouteAsync("**/bundle");
        await again.ClickAsync();
        await Assertions.Expect(tab.Page.Locator("dorg-effects")).ToBeVisibleAsync();
        await Assertions.Expect(again).ToHaveCountAsync(0);
        tab.AssertQuiet();
    }

    [Test]
    public async Task Voting_delegating_and_proposing_look_right_and_axe_finds_nothing()
    {
        var address = await OpenProposalAsync("How it looks");
        foreach (var look in Look.All)
        {
            await using var member = await Member.OpenAsync(Site, new TestWallet(Site.World[3]), look);
            foreach (var (name, path) in ((string, string)[])[("vote", address), ("delegate-connected", "#/delegate"), ("propose-connected", "#/propose?dampingBp=8500&epochSeconds=86400")])
            {
                await member.Tab.GoAsync(path);
                await member.Main.Locator(name == "vote" ? "dorg-voting textarea" : name.StartsWith("delegate", StringComparison.Ordinal) ? "#to" : "dorg-effects").WaitForAsync();
                await member.Tab.PhotographAsync($"{name}-{look}");
                await member.Tab.AssertAccessibleAsync($"{name} {look}");
                await member.Tab.AssertFitsAsync($"{name} {look}");
            }
            member.Tab.AssertQuiet();
        }
    }

    /// <summary>Has a founder sign a proposal, without ether, and waits until it takes votes.</summary>
    private async Task<string> OpenProposalAsync(string title)
    {
        var world = Site.World;
        var call = new ProposedCall(world.Contracts.Parameters.Address, 0, world.Contracts.Parameters.Set((byte)Parameter.PointsPerEpoch, ++value).Data);
        var nonce = ulong.Parse((await Site.GetAsync($"/accounts/{world[1].Address}/governance"))["voteNonce"]!.ToString(), CultureInfo.InvariantCulture);
        var posted = await Ballots.PostAsync(Site.Node, "/proposals", new Ballots(world).Proposal(1, title, NeverOver, nonce, calls: call));
        Assert.That(posted.Status, Is.EqualTo(HttpStatusCode.Accepted), posted.Answer);
        await Site.Node.UntilAsync($"/proposals/{posted.Answer}", now => now["state"]!.ToString() is "Mined" or "Final");
        await Ballots.PassAsync(Ballots.Day + 1);
        var proposals = await Site.Node.UntilAsync("/api/proposals", now => now["items"]!.AsArray().Any(one => one!["title"]!.ToString() == title && one["state"]!.ToString() == "Active"));
        return $"#/proposals/{BigInteger.Parse(proposals["items"]!.AsArray().Single(one => one!["title"]!.ToString() == title)!["id"]!.ToString(), CultureInfo.InvariantCulture)}";
    }
}
