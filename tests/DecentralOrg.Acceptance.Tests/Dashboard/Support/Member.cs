using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>Somebody with a wallet in a browser of his own.</summary>
internal sealed class Member : IAsyncDisposable
{
    private Member(Tab tab, TestWallet wallet) => (Tab, Wallet) = (tab, wallet);

    public Tab Tab { get; }

    public TestWallet Wallet { get; }

    public ILocator Main => Tab.Page.Locator("main");

    /// <summary>Opens a browser whose wallet was connected before, in whatever language.</summary>
    public static async Task<Member> OpenAsync(Site site, TestWallet wallet, Look? look = null)
    {
        wallet.Connected = true;
        var tab = await site.OpenAsync(look, wallet);
        await tab.Page.AddInitScriptAsync($"localStorage.setItem('dorg.wallet', '{wallet.Rdns}')");
        return new Member(tab, wallet);
    }

    public ILocator Button(string name) => Main.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Signs what the page shows, and waits until the node has it.</summary>
    public async Task SignAsync()
    {
        await Button("Check and sign").ClickAsync();
        await ConfirmAsync();
        await Assertions.Expect(Tab.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    /// <summary>Asks the wallet, once the dialog shows what is signed.</summary>
    public Task ConfirmAsync() => Tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in the wallet" }).ClickAsync();

    /// <summary>Waits until what was signed last is on the chain, as the page of activity tells it.</summary>
    public async Task AnchoredAsync()
    {
        await Tab.GoAsync("#/activity");
        await Assertions.Expect(Main.Locator("li.act").First.Locator("[aria-current]")).ToHaveTextAsync(new Regex("^(Anchored|Final)"), new() { Timeout = 20_000 });
    }

    public async ValueTask DisposeAsync()
    {
        await Tab.DisposeAsync();
        Wallet.Dispose();
    }
}
