using System.Numerics;
using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>What a member does about settlements: looks, claims, and refutes what is wrong.</summary>
internal sealed class SettlementPageTests
{
    /// <summary>Gives nobody anything, so that no other row depends on his.</summary>
    private const int Changed = 4;

    /// <summary>The token has 18 decimals, and a settlement counts in units of 10^-9.</summary>
    private static readonly BigInteger WeiPerUnit = 1_000_000_000;

    private World world = null!;
    private Site? site;

    [SetUp]
    public async Task Play()
    {
        world = await World.FoundAsync();
        await world.PlayAsync(newcomer: Changed);
        await world.CloseAsync();
    }

    [TearDown]
    public void End()
    {
        if (site is null)
            world.Dispose();
        site?.Dispose();
        site = null;
    }

    [Test]
    public async Task A_settlement_shows_the_root_and_lines_of_the_api_and_a_member_claims_from_it()
    {
        var right = world.Compute();
        await world.SubmitAsync(right);
        await world.FinalizeAsync(right, claim: false);
        site = await Site.OfAsync(world);
        using var wallet = new TestWallet(world[0]);
        await using var tab = await site.OpenAsync(null, wallet);
        await tab.GoAsync("#/settlements/0");
        var main = tab.Page.Locator("main");
        await Assertions.Expect(main).ToContainTextAsync(right.Root.ToString());
        var saved = await tab.SaveTableAsync(main.Locator("dorg-table"));
        var members = (await site.GetAsync("/api/members?epoch=0"))["items"]!.AsArray();
        Assert.That(saved.Select(row => $"{row!["account"]} {row["cumulative"]} {row["reputation"]}"), Is.EqualTo(members.Select(member => $"{member!["account"]} {member["cumulative"]} {member["reputation"]}")));

        await tab.ConnectAsync(wallet);
        await main.GetByRole(AriaRole.Button, new() { Name = "Claim with my wallet" }).ClickAsync();
        await Assertions.Expect(main).ToContainTextAsync("Done: it is in a block.");
        Assert.That(await world.Contracts.Token.BalanceOfAsync(world[0].Address), Is.EqualTo(right.State[0].Cumulative * WeiPerUnit).And.Positive);
        tab.AssertQuiet();
    }

    [Test]
    public async Task A_false_settlement_is_found_and_refuted_in_one_transaction_from_the_page()
    {
        await world.SubmitAsync(world.Change(world.Compute(), Changed, units: 1));
        site = await Site.OfAsync(world);
        using var wallet = new TestWallet(world[5]);
        await using var tab = await site.OpenAsync(null, wallet);
        await tab.GoAsync("#/verify");
        var main = tab.Page.Locator("main");
        await tab.ConnectAsync(wallet);
        await tab.Page.GetByLabel("The whole organization").CheckAsync();
        await tab.Page.GetByLabel("through my wallet").CheckAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".verdict")).ToContainTextAsync($"Member {Changed}, {world[Changed].Address}, has influence");
        await Assertions.Expect(main).ToContainTextAsync("You can withdraw 0.5 ether afterwards");
        await tab.PhotographAsync("verify-refute");
        await tab.AssertAccessibleAsync("a refutation");

        wallet.Answer = WalletAnswer.Refuses;
        var refute = main.GetByRole(AriaRole.Button, new() { Name = "Refute with my wallet" });
        await refute.ClickAsync();
        await Assertions.Expect(main.Locator("dorg-refusal")).ToContainTextAsync("declined");
        wallet.Answer = WalletAnswer.Signs;
        await refute.ClickAsync();
        await Assertions.Expect(main).ToContainTextAsync("The settlement is refuted.");
        Assert.That((await world.Contracts.Settlement.ClosedAsync()).Stage, Is.EqualTo(1), "closed again");
        Assert.That(await world.Contracts.Settlement.BalanceOfAsync(world[5].Address), Is.EqualTo((BigInteger)World.Terms.Bond / 2));
        tab.AssertQuiet();
    }
}
