using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>What the pages say of members is what the node's API says.</summary>
internal sealed class MemberPageTests : SiteFixture
{
    [Test]
    public async Task The_table_of_people_saves_as_the_api_has_them()
    {
        await Tab.GoAsync("#/people?epoch=1");
        var saved = (await Tab.SaveTableAsync(Tab.Page.Locator("dorg-table"))).OrderBy(row => row!["number"]!.GetValue<int>()).ToArray();
        var members = (await Site.GetAsync("/api/members?epoch=1"))["items"]!.AsArray();
        Assert.That(saved, Has.Length.EqualTo(members.Count));
        foreach (var (row, member) in saved.Zip(members))
        {
            foreach (var name in (string[])["account", "influence", "seed", "reward", "cumulative", "reputation"])
                Assert.That(row![name]!.ToString(), Is.EqualTo(member![name]!.ToString()), $"{name} of {member["number"]}");
        }
    }

    [Test]
    public async Task A_members_influence_and_reward_add_up_to_what_the_api_says()
    {
        for (var number = 0; number < 6; number++)
        {
            await Tab.GoAsync($"#/people/{number}?epoch=1");
            var member = (await Site.GetAsync($"/api/members/{number}?epoch=1"))["member"]!;
            await AssertAddsUpAsync("influence", member["influence"]!);
            if (member["reward"]!.ToString() != "0")
                await AssertAddsUpAsync("amount", member["reward"]!);
        }
    }

    [Test]
    public async Task A_bar_opens_the_credits_behind_it()
    {
        await Tab.GoAsync("#/people/1?epoch=1");
        var why = Tab.Page.Locator("dorg-waterfall[unit=influence]");
        var credits = (await Site.GetAsync("/api/members/1?epoch=1"))["credits"]!.AsArray();
        Assert.That(credits, Is.Not.Empty);
        await why.Locator("summary").First.ClickAsync();
        await Assertions.Expect(why.Locator(".credit").First).ToBeVisibleAsync();
        Assert.That(await why.Locator(".credit").CountAsync(), Is.EqualTo(credits.Count));
    }

    [Test]
    public async Task My_page_asks_for_a_wallet_and_then_is_about_its_account()
    {
        using var wallet = new TestWallet(Site.World[2]);
        await using var mine = await Site.OpenAsync(null, wallet);
        await mine.GoAsync("#/me");
        await mine.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        await mine.Page.GetByRole(AriaRole.Button, new() { Name = wallet.Name }).ClickAsync();
        await Assertions.Expect(mine.Page.Locator("main")).ToContainTextAsync(Site.World[2].Address.ToString());
        mine.AssertQuiet();
    }

    [Test]
    public async Task A_credit_moves_the_number_on_an_open_page()
    {
        await Tab.GoAsync("#/people/3");
        var influence = Tab.Page.Locator(".figure dorg-influence span");
        var before = await influence.GetAttributeAsync("title");
        await Site.World.EvaluateAsync(1, (3, 250));
        await Assertions.Expect(influence).Not.ToHaveAttributeAsync("title", before!);
        // A later change may not be told yet: what the page shows is compared with what the node says once both stand.
        var member = (await Site.GetAsync("/api/members/3"))["member"]!;
        await Assertions.Expect(influence).ToHaveAttributeAsync("title", $"{Grouped(member["influence"]!)} of 2^60 units");
    }

    private async Task AssertAddsUpAsync(string unit, JsonNode whole) =>
        await Assertions.Expect(Tab.Page.Locator($"dorg-waterfall[unit={unit}] .check")).ToContainTextAsync($"together {Grouped(whole)} units: exactly the whole");

    private static string Grouped(JsonNode units) => ulong.Parse(units.ToString(), CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);
}
