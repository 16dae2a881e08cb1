using System.Globalization;
using System.Text.RegularExpressions;
using DecentralOrg.Acceptance.Tests.Governing;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Governing;
using Microsoft.Playwright;
using Assertions = Microsoft.Playwright.Assertions;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>The whole life of a proposal on the pages: from values that somebody tries to values that act.</summary>
internal sealed class GoverningPageTests
{
    private const int Damping = 8_500;
    private const string Subject = "Let credit count for more";

    private Site site = null!;

    [SetUp]
    public async Task Start()
    {
        site = await Site.FoundAsync("--relay-key", "dev:11");
        foreach (var person in (int[])[1, 3])
            await Chains.Dev.SetBalanceAsync(site.World[person].Address, 0);
    }

    [TearDown]
    public void End() => site.Dispose();

    [Test]
    public async Task What_a_member_saw_simulated_is_proposed_voted_on_and_set()
    {
        await using var proposer = await Member.OpenAsync(site, new TestWallet(site.World[3]));
        await using var voter = await Member.OpenAsync(site, new TestWallet(site.World[1]));
        await ProposeAsync(proposer);
        var address = new Uri(proposer.Tab.Page.Url).Fragment;
        await voter.Tab.GoAsync(address);
        await Assertions.Expect(voter.Main).ToContainTextAsync("Votes are taken from");

        await Ballots.PassAsync(Ballots.Day + 1);
        await VoteAsync(voter, proposer, address);
        await proposer.Main.GetByRole(AriaRole.Radio, new() { Name = "For" }).CheckAsync();
        await proposer.SignAsync();
        await Assertions.Expect(voter.Main.Locator("dorg-table tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(voter.Main).ToContainTextAsync("is reached");
        foreach (var person in (int[])[1, 3])
            Assert.That(await Chains.Chain.GetBalanceAsync(site.World[person].Address), Is.EqualTo(UInt128.Zero), "nobody who proposed or voted ever had ether");

        await Ballots.PassAsync((5 * Ballots.Day) + 1);
        await CarryOutAsync(address);
        await AssertSetAsync(voter);
        proposer.Tab.AssertQuiet();
        voter.Tab.AssertQuiet();
    }

    /// <summary>Changes a value, sees the last epochs as the kernel simulates them, says why, and signs.</summary>
    private async Task ProposeAsync(Member proposer)
    {
        var past = PastSimulation.Take(site.World.Organization, first: 0, last: 1)!.Run(new ParameterChange(DampingBp: Damping));
        await proposer.Tab.GoAsync("#/propose");
        await proposer.Main.GetByLabel("Weight of credit").FillAsync("85");
        await proposer.Main.GetByLabel("Title").FillAsync(Subject);
        await proposer.Main.GetByLabel("Reasons").FillAsync("Who works shall count.\n\nReputation is the past.");
        await Assertions.Expect(proposer.Main).ToContainTextAsync(past.Summary.Hash.ToString());
        await Assertions.Expect(proposer.Main).ToContainTextAsync("Simulation: nothing has changed");
        Assert.That(proposer.Tab.Page.Url, Does.EndWith("#/propose?dampingBp=8500"), "a link shows others the same");
        var saved = await proposer.Tab.SaveTableAsync(proposer.Main.Locator("dorg-table"));
        var (header, before, after) = past.Epochs[^1];
        foreach (var (member, i) in header.Members.Select((member, i) => (member, i)))
        {
            var row = saved.Single(row => row!["account"]!.ToString() == member.Account)!;
            Assert.That((row["influenceBefore"]!.ToString(), row["influenceAfter"]!.ToString()), Is.EqualTo((Text(before.Influence[i]), Text(after.Influence[i]))));
            Assert.That((row["rewardBefore"]!.ToString(), row["rewardAfter"]!.ToString()), Is.EqualTo((Text(before.State[i].Cumulative), Text(after.State[i].Cumulative))), "from genesis on");
        }

        // It is asked for as soon as it is in a block, which the page may hear before the node has read it.
        proposer.Tab.Expected = new Regex("status of 404");
        await proposer.SignAsync();
        await Assertions.Expect(proposer.Tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Subject, new() { Timeout = 20_000 });
        await Assertions.Expect(proposer.Main).ToContainTextAsync("is what follows from the chain");
        await Assertions.Expect(proposer.Main).ToContainTextAsync("Weight of credit becomes 85%.");
        Assert.That(proposer.Wallet.Messages.Last().PrimaryType, Is.EqualTo("Proposal"));
    }

    /// <summary>Votes for it from the list of what is open, while somebody else looks on.</summary>
    private async Task VoteAsync(Member voter, Member other, string address)
    {
        await voter.Tab.GoAsync();
        await voter.Main.GetByRole(AriaRole.Link, new() { Name = "Vote" }).ClickAsync();
        await Assertions.Expect(voter.Main.Locator("dorg-voting .figure")).ToBeVisibleAsync();
        await voter.Main.GetByRole(AriaRole.Radio, new() { Name = "For" }).CheckAsync();
        await voter.Main.GetByLabel("Why").FillAsync("It was time");
        await voter.SignAsync();
        await Assertions.Expect(other.Main.Locator("dorg-table tbody tr")).ToContainTextAsync("It was time");
        await Assertions.Expect(voter.Main).ToContainTextAsync("You voted for it");
        var vote = (await site.GetAsync($"/api/proposals/{address[(address.LastIndexOf('/') + 1)..]}"))["ballots"]![0]!;
        Assert.That((vote["voter"]!.ToString(), vote["support"]!.ToString()), Is.EqualTo((site.World[1].Address.ToString(), "For")));

        await voter.Tab.GoAsync();
        await Assertions.Expect(voter.Main).ToContainTextAsync("points to give");
        await Assertions.Expect(voter.Main).Not.ToContainTextAsync("Vote open");
        await voter.Tab.GoAsync(address);
        await Assertions.Expect(voter.Main).ToContainTextAsync("You voted for it");
        await Assertions.Expect(voter.Main.GetByRole(AriaRole.Radio)).ToHaveCountAsync(0);
    }

    /// <summary>Brings on what was accepted, as a stranger with ether.</summary>
    private async Task CarryOutAsync(string address)
    {
        using var key = PrivateKey.Create();
        await using var stranger = await Member.OpenAsync(site, new TestWallet(key));
        await stranger.Tab.GoAsync(address);
        await stranger.Button("Put it into the timelock").ClickAsync();
        await Assertions.Expect(stranger.Main).ToContainTextAsync("waits in the timelock until");
        await Assertions.Expect(stranger.Button("Carry it out")).ToHaveCountAsync(0);
        await Ballots.PassAsync((2 * Ballots.Day) + 1);
        await stranger.Button("Carry it out").ClickAsync();
        await Assertions.Expect(stranger.Main).ToContainTextAsync("It was carried out.");
        stranger.Tab.AssertQuiet();
    }

    private async Task AssertSetAsync(Member reader)
    {
        await reader.Tab.GoAsync("#/parameters");
        await Assertions.Expect(reader.Main.Locator("dorg-table tbody tr").First).ToContainTextAsync("the next epoch");
        await site.World.SettleAsync();
        await Assertions.Expect(reader.Main.Locator("li", new() { HasText = "dampingBp" }).Locator(".figure")).ToHaveTextAsync("85%");
        await reader.Tab.GoAsync("#/propose");
        await Assertions.Expect(reader.Main.GetByLabel("Weight of credit")).ToHaveValueAsync("85");
    }

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
