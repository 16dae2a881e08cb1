using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>Somebody who is no member comes to the dashboard for the first time, and does what the page shows him to do.</summary>
internal sealed partial class NewcomerTests : SiteFixture
{
    /// <summary>Not a member when the test begins, and not after it.</summary>
    private const int Stranger = 7;

    /// <summary>A link, two fields, a button that connects, the wallet's name, and a button that signs.</summary>
    private const int MostSteps = 6;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private int steps;

    protected override string[] Settings => ["--relay-key", "dev:17", "--relay-age", "0.1"];

    [Test]
    public async Task A_newcomer_with_a_wallet_has_a_recorded_contribution_within_a_minute()
    {
        using var wallet = new TestWallet(Site.World[Stranger]);
        await using var tab = await Site.OpenAsync(null, wallet);
        var page = tab.Page;
        var main = page.GetByRole(AriaRole.Main);
        var clock = Stopwatch.StartNew();
        await page.GotoAsync(Site.Address.ToString());
        await PressAsync(main.GetByRole(AriaRole.Link, new() { Name = "Record a contribution" }));
        await TypeAsync(main.GetByRole(AriaRole.Textbox, new() { Name = "Title" }), "Mended the fence behind the workshop");
        await TypeAsync(main.GetByLabel("Area", new() { Exact = true }), "garden");
        await PressAsync(main.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet to sign" }));
        await PressAsync(page.GetByRole(AriaRole.Dialog, new() { Name = "Choose a wallet" }).GetByRole(AriaRole.Button, new() { Name = wallet.Name }));
        var check = page.GetByRole(AriaRole.Dialog, new() { Name = "Check what you sign" });
        await Assertions.Expect(check).ToContainTextAsync("Mended the fence behind the workshop");
        await PressAsync(check.GetByRole(AriaRole.Button, new() { Name = "Sign in the wallet" }));
        await Assertions.Expect(main.GetByRole(AriaRole.Region, new() { Name = "Your contribution" })).ToContainTextAsync(Taken());
        clock.Stop();

        TestContext.Out.WriteLine($"{steps} steps, {clock.Elapsed.TotalSeconds:F1} s");
        Assert.Multiple(() =>
        {
            Assert.That(clock.Elapsed, Is.LessThan(Longest));
            Assert.That(steps, Is.LessThanOrEqualTo(MostSteps));
            Assert.That(wallet.Messages.Select(message => message.PrimaryType), Is.EqualTo(new[] { "Contribution" }));
        });
        await Site.Node.UntilAsync("/api/contributions?limit=1000", list => list["items"]!.AsArray().Any(made =>
            made!["contributor"]!.ToString() == Site.World[Stranger].Address.ToString() && made["title"]!.ToString() == "Mended the fence behind the workshop"));
        Assert.That((await Site.GetAsync($"/accounts/{Site.World[Stranger].Address}"))["member"], Is.Null, "it takes no membership");
        tab.AssertQuiet();
    }

    [Test]
    public async Task Who_connects_no_wallet_after_all_keeps_what_he_wrote()
    {
        using var wallet = new TestWallet(Site.World[Stranger]);
        await using var tab = await Site.OpenAsync(null, wallet);
        await tab.GoAsync("#/record");
        var main = tab.Page.GetByRole(AriaRole.Main);
        await main.GetByLabel("Title").FillAsync("Something");
        await main.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet to sign" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(main.GetByLabel("Title")).ToHaveValueAsync("Something");
        // Connecting later, from the head of the page, opens nothing that nobody asked for.
        await tab.ConnectAsync(wallet);
        await Assertions.Expect(main.GetByRole(AriaRole.Button, new() { Name = "Check and sign" })).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        tab.AssertQuiet();
    }

    /// <summary>What the page says of what the node has recorded, and of what went on to the chain meanwhile.</summary>
    [GeneratedRegex("The node has it|It is on the chain")]
    private static partial Regex Taken();

    private Task PressAsync(ILocator what)
    {
        steps++;
        return what.ClickAsync();
    }

    private Task TypeAsync(ILocator where, string text)
    {
        steps++;
        return where.PressSequentiallyAsync(text);
    }
}
