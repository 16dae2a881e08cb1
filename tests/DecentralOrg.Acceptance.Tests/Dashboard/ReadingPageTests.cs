using System.Globalization;
using System.Text.RegularExpressions;
using DecentralOrg.Acceptance.Tests.Governing;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;
using Microsoft.Playwright;
using Assertions = Microsoft.Playwright.Assertions;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>Pages that show what the node's API says, in words.</summary>
internal sealed class ReadingPageTests : SiteFixture
{
    [Test]
    public async Task A_contribution_shows_who_gave_credit_for_it_and_what_that_brought()
    {
        var made = (await Site.GetAsync("/api/contributions"))["items"]![0]!;
        var brought = (await Site.GetAsync($"/api/contributions/{made["id"]}"))["epochs"]!.AsArray();
        await Tab.GoAsync("#/contributions");
        await Main.GetByRole(AriaRole.Link, new() { Name = made["title"]!.ToString() }).ClickAsync();
        await Assertions.Expect(Tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(made["title"]!.ToString());
        var table = Main.Locator("dorg-table");
        await table.WaitForAsync();
        var saved = await Tab.SaveTableAsync(table);
        Assert.Multiple(() =>
        {
            Assert.That(saved, Is.Not.Empty);
            Assert.That(saved.All(row => row!["from"]!.ToString() == Site.World[0].Address.ToString()), Is.True);
            Assert.That(
                saved.Where(row => row!["to"]!.ToString() == made["contributor"]!.ToString()).Sum(row => decimal.Parse(row!["influence"]!.ToString(), CultureInfo.InvariantCulture)),
                Is.Positive.And.LessThanOrEqualTo(brought.Sum(epoch => decimal.Parse(epoch!["influence"]!.ToString(), CultureInfo.InvariantCulture))));
        });
    }

    [Test]
    public async Task The_node_says_of_itself_what_its_status_says()
    {
        await Tab.GoAsync("#/node");
        foreach (var sentence in (await Site.Node.StatusAsync())["sentences"]!.AsArray())
            await Assertions.Expect(Main).ToContainTextAsync(sentence!.ToString());
    }

    [Test]
    public async Task Parameters_are_shown_with_their_bounds_and_saved_as_they_were_set()
    {
        await Tab.GoAsync("#/parameters");
        await Assertions.Expect(Main).ToContainTextAsync("From 1,000 to 1,048,576.");
        await Assertions.Expect(Main.Locator("li", new LocatorLocatorOptions { HasText = "pointsPerEpoch" }).Locator(".figure")).ToHaveTextAsync("1,000");
        var saved = await Tab.SaveTableAsync(Main.Locator("dorg-table"));
        var history = (await Site.GetAsync("/api/parameters/history"))["items"]!.AsArray();
        Assert.That(saved.Reverse().Select(row => $"{row!["parameter"]} {row["value"]}"), Is.EqualTo(history.Select(row => $"{row!["parameter"]} {row["value"]}")));
    }

    [Test]
    public async Task A_proposal_shows_what_it_does_and_who_voted_how()
    {
        var world = Site.World;
        var call = new ProposedCall(world.Contracts.Parameters.Address, 0, world.Contracts.Parameters.Set((byte)Parameter.DampingBp, 8_500).Data);
        var id = await new Ballots(world).ProposeAsync(1, "Let credit count for more", call);
        await Tab.GoAsync("#/proposals");
        await Main.GetByRole(AriaRole.Link, new() { Name = "Let credit count for more" }).ClickAsync();
        await Assertions.Expect(Main).ToContainTextAsync("Set dampingBp to 8500, within 1000 to 9000.");
        await Assertions.Expect(Main).ToContainTextAsync("Nobody has voted yet.");

        await Ballots.PassAsync(Ballots.Day + 1);
        using (var sender = Chains.SenderOf(world[1]))
            await sender.ExecuteAsync(world.Contracts.Governor.CastVote(id, (byte)VoteSupport.Against));
        await Assertions.Expect(Main.Locator("dorg-table tbody tr")).ToHaveCountAsync(1);
        var vote = (await Site.GetAsync($"/api/proposals/{id}"))["ballots"]![0]!;
        var saved = (await Tab.SaveTableAsync(Main.Locator("dorg-table")))[0]!;
        Assert.That((saved["voter"]!.ToString(), saved["support"]!.ToString(), saved["weight"]!.ToString()), Is.EqualTo((vote["voter"]!.ToString(), vote["support"]!.ToString(), vote["weight"]!.ToString())));
    }

    [Test]
    public async Task A_simulation_by_link_gives_what_the_kernel_gives_and_a_slider_changes_the_link()
    {
        var past = PastSimulation.Take(Site.World.Organization, first: 1, last: 1)!;
        string Root(int damping) => past.Run(new ParameterChange(DampingBp: damping)).Epochs.Single().After.Root.ToString();

        await Tab.GoAsync("#/simulate?epoch=1&dampingBp=8500");
        await Assertions.Expect(Main.Locator("dl")).ToContainTextAsync(Root(8_500));
        await Assertions.Expect(Main).ToContainTextAsync("Simulation: nothing has changed");
        await Main.GetByRole(AriaRole.Slider, new() { NameRegex = new Regex("^Weight of credit") }).PressAsync("End");
        await Assertions.Expect(Main.Locator("dl")).ToContainTextAsync(Root(9_000));
        Assert.That(Tab.Page.Url, Does.EndWith("#/simulate?epoch=1&dampingBp=9000"));
    }
}
