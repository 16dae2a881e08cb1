using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>What the dashboard does with wallets that do what wallets do: refuse, hang, change.</summary>
internal sealed partial class WalletTests : SiteFixture
{
    /// <summary>Who has points to give, and whose contributions there are to credit.</summary>
    private const int Giver = 3;
    private const int Author = 1;

    protected override string[] Settings => ["--relay-key", "dev:17", "--relay-age", "0.1"];

    [Test]
    public async Task Credit_given_in_one_browser_moves_the_number_in_another_within_a_second()
    {
        await using var giver = await Member.OpenAsync(Site, new TestWallet(Site.World[Giver]));
        await Tab.GoAsync($"#/people/{Author}");
        var influence = Main.Locator(".figure dorg-influence span");
        var before = (await influence.GetAttributeAsync("title"))!;
        await giver.Tab.GoAsync("#/evaluate");
        await giver.Main.GetByRole(AriaRole.Spinbutton, new() { Name = "Exact points for A guide for 6" }).FillAsync("200");
        await giver.Main.GetByRole(AriaRole.Spinbutton, new() { Name = "Exact points for A guide for 6" }).PressAsync("Tab");
        await giver.SignAsync();
        // From the moment on at which the node has it: how long the chain takes is not the page's to say.
        await Site.Node.UntilAsync($"/api/members/{Author}", now => now["credits"]!.AsArray().Any(credit => credit!["from"]!.GetValue<int>() == Giver));
        await Assertions.Expect(influence).Not.ToHaveAttributeAsync("title", before, new() { Timeout = 1_000 });
        await giver.AnchoredAsync();
        giver.Tab.AssertQuiet();
    }

    [Test]
    public async Task A_wallet_that_refuses_costs_nothing_that_was_written()
    {
        await using var writer = await WriteAsync("Refused at first");
        writer.Wallet.Answer = WalletAnswer.Refuses;
        await writer.ConfirmAsync();
        var dialog = writer.Tab.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("You declined in your wallet; nothing was signed.");
        await writer.Tab.AssertAccessibleAsync("a refusal by the wallet");
        writer.Wallet.Answer = WalletAnswer.Signs;
        await writer.ConfirmAsync();
        await TakenAsync(writer);
        writer.Tab.AssertQuiet();
    }

    [Test]
    public async Task A_wallet_that_never_answers_keeps_nobody()
    {
        await using var writer = await OpenAsync();
        await writer.Tab.Page.Clock.InstallAsync();
        await FillAsync(writer, "Never signed");
        writer.Wallet.Answer = WalletAnswer.Hangs;
        await writer.ConfirmAsync();
        var dialog = writer.Tab.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("Open Test Wallet and sign there.");
        await writer.Tab.Page.Clock.FastForwardAsync("15");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("has not answered yet");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("You can stop waiting or leave; nothing is signed, and what you entered is kept.");
        await writer.Tab.AssertAccessibleAsync("a wallet that hangs");

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Stop waiting" }).ClickAsync();
        await writer.Tab.GoAsync("#/people");
        await writer.Tab.GoAsync("#/record");
        await Assertions.Expect(writer.Main.GetByLabel("Title")).ToHaveValueAsync("Never signed");
        writer.Tab.AssertQuiet();
    }

    [Test]
    public async Task A_wallet_that_changes_its_account_in_the_middle_signs_nothing_for_the_other()
    {
        await using var writer = await WriteAsync("Mine and nobody else's");
        await writer.Wallet.SwitchAccountAsync(Site.World[Author]);
        var dialog = writer.Tab.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("The wallet shows another account now than the one that this was written for.");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in the wallet" })).ToBeDisabledAsync();
        await writer.Wallet.SwitchAccountAsync(Site.World[Giver]);
        writer.Wallet.Answer = WalletAnswer.SignsWithAnotherAccount;
        await writer.ConfirmAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("signed with another account than the one that is shown, so the signature was thrown away");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await writer.Tab.GoAsync("#/activity");
        await Assertions.Expect(writer.Main).ToContainTextAsync("Nothing signed yet");
        writer.Tab.AssertQuiet();
    }

    [Test]
    public async Task The_right_network_is_asked_for_before_anything_is_signed()
    {
        await using var writer = await OpenAsync();
        writer.Wallet.ChainId = 1;
        writer.Wallet.SwitchesNetwork = false;
        await FillAsync(writer, "On another chain");
        await Assertions.Expect(writer.Tab.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("Other network");
        var dialog = writer.Tab.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("The wallet is asked first to switch to chain 31337.");
        await writer.ConfirmAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("declined");
        Assert.That(writer.Wallet.Messages, Is.Empty, "what it would have signed was worth nothing");

        writer.Wallet.SwitchesNetwork = true;
        await writer.ConfirmAsync();
        await TakenAsync(writer);
        await Assertions.Expect(writer.Tab.Page.GetByRole(AriaRole.Banner)).Not.ToContainTextAsync("Other network");
        Assert.That(writer.Wallet.Messages.Single().Domain["chainId"]!.GetValue<ulong>(), Is.EqualTo(TestWallet.DevnetChain));
        writer.Tab.AssertQuiet();
    }

    [Test]
    public async Task Of_two_wallets_the_chosen_one_is_asked_and_remembered_and_the_other_never()
    {
        using var first = new TestWallet(Site.World[Author]) { Name = "First Wallet", Rdns = "org.decentralorg.first" };
        using var second = new TestWallet(Site.World[Giver]) { Name = "Second Wallet", Rdns = "org.decentralorg.second" };
        await using var tab = await Site.OpenAsync(null, first, second);
        await tab.GoAsync("#/me");
        await tab.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        var choice = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Choose a wallet" });
        await Assertions.Expect(choice.GetByRole(AriaRole.Listitem)).ToHaveTextAsync([First(), Second()]);
        await tab.AssertAccessibleAsync("a choice of wallets");
        await choice.GetByRole(AriaRole.Button, new() { Name = second.Name }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(Site.World[Giver].Address.ToString());
        await tab.Page.ReloadAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(Site.World[Giver].Address.ToString());
        Assert.That(first.Asked, Is.Empty);
        tab.AssertQuiet();
    }

    [Test]
    public async Task What_could_not_be_sent_survives_a_reload_and_the_node_says_where_it_is()
    {
        await using var writer = await WriteAsync("Sent after a reload");
        writer.Tab.Expected = Aborted();
        await writer.Tab.Page.RouteAsync("**/records", route => route.AbortAsync());
        await writer.ConfirmAsync();
        await Assertions.Expect(writer.Tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert)).ToContainTextAsync("The node cannot be reached");
        await writer.Tab.GoAsync("#/activity");
        await writer.Tab.Page.ReloadAsync();
        var act = writer.Main.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Sent after a reload" }).First;
        await Assertions.Expect(act).ToContainTextAsync("Signed, but not at the node yet. Your signature is kept in this browser.");

        await writer.Tab.Page.UnrouteAllAsync();
        await writer.Main.GetByRole(AriaRole.Button, new() { Name = "Send it" }).ClickAsync();
        await Site.Node.UntilAsync("/api/contributions?limit=1000", list => list["items"]!.AsArray().Any(made => made!["title"]!.ToString() == "Sent after a reload"));
        await writer.Tab.Page.ReloadAsync();
        await Assertions.Expect(act).ToContainTextAsync("It is on the chain");
        Assert.That(writer.Wallet.Messages, Has.Count.EqualTo(1), "it was signed once");
        writer.Tab.AssertQuiet();
    }

    [Test]
    public async Task Giving_credit_is_accessible_in_every_look()
    {
        foreach (var look in Look.All)
        {
            await using var giver = await Member.OpenAsync(Site, new TestWallet(Site.World[Giver]), look);
            await giver.Tab.GoAsync("#/evaluate");
            await giver.Main.Locator("input[type=number]").First.FillAsync("1");
            await giver.Main.Locator("input[type=number]").First.PressAsync("Tab");
            await Assertions.Expect(giver.Main.GetByRole(AriaRole.Group).First).ToBeVisibleAsync();
            await giver.Tab.PhotographAsync($"evaluate-member-{look}");
            await giver.Tab.AssertAccessibleAsync($"giving credit {look}");
            await giver.Tab.AssertFitsAsync($"giving credit {look}");
            await giver.Main.GetByRole(AriaRole.Group).First.Locator("button.primary").ClickAsync();
            await Assertions.Expect(giver.Tab.Page.Locator("dialog[open]")).ToBeVisibleAsync();
            await giver.Tab.PhotographAsync($"signing-{look}");
            await giver.Tab.AssertAccessibleAsync($"what is signed {look}");
            giver.Tab.AssertQuiet();
        }
    }

    /// <summary>Waits until the page says that the node has what was signed.</summary>
    private static Task TakenAsync(Member writer) =>
        Assertions.Expect(writer.Main.GetByRole(AriaRole.Region, new() { Name = "Your contribution" })).ToContainTextAsync(Taken());

    private Task<Member> OpenAsync() => Member.OpenAsync(Site, new TestWallet(Site.World[Giver]));

    /// <summary>Fills in a contribution, up to the dialog that shows what is signed.</summary>
    private static async Task FillAsync(Member writer, string title)
    {
        await writer.Tab.GoAsync("#/record");
        await writer.Main.GetByLabel("Title").FillAsync(title);
        await writer.Main.GetByLabel("Area", new() { Exact = true }).FillAsync("docs");
        await writer.Button("Check and sign").ClickAsync();
    }

    private async Task<Member> WriteAsync(string title)
    {
        var writer = await OpenAsync();
        await FillAsync(writer, title);
        return writer;
    }

    [GeneratedRegex("The node has it|It is on the chain")]
    private static partial Regex Taken();

    [GeneratedRegex("First Wallet")]
    private static partial Regex First();

    [GeneratedRegex("Second Wallet")]
    private static partial Regex Second();

    /// <summary>What was not sent, and the node's word that it does not have it.</summary>
    [GeneratedRegex("ERR_FAILED|status of 404")]
    private static partial Regex Aborted();
}
