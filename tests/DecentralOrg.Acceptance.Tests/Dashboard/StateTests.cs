using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>Pages of an organization in which nothing happened yet, of a node that is not up to date, and of one that is gone.</summary>
internal sealed partial class StateTests
{
    private bool away;
    private Endpoint endpoint = null!;
    private Site site = null!;

    [SetUp]
    public async Task Start()
    {
        away = false;
        endpoint = await Endpoint.ProxyAsync(() => away);
        site = await Site.OfAsync(await World.FoundAsync(), endpoint.Url);
    }

    [TearDown]
    public async Task End()
    {
        site.Dispose();
        await endpoint.DisposeAsync();
    }

    [Test]
    public async Task Where_nothing_happened_yet_pages_say_what_begins_it()
    {
        (string Name, string Path, string Words)[] pages =
        [
            ("home", "", "No contributions yet"), ("contributions", "#/contributions", "Nothing was recorded yet"), ("organization", "#/organization", "No credit in this epoch yet"),
            ("activity", "#/activity", "Nothing signed yet"), ("settlements", "#/settlements", ""), ("proposals", "#/proposals", "Nothing was proposed yet"), ("member", "#/people/0", "No contribution names this account yet."),
            ("review", "#/people/0/review", "Nothing was contributed, received or given in these epochs."),
        ];
        foreach (var look in Look.All)
        {
            await using var tab = await site.OpenAsync(look);
            foreach (var (name, path, words) in pages)
            {
                await tab.GoAsync(path);
                if (look.Language == "en-US" && words.Length > 0)
                    await Assertions.Expect(tab.Page.Locator("main")).ToContainTextAsync(words);
                await LookAtAsync(tab, $"empty-{name}-{look}");
            }
            tab.AssertQuiet();
        }
    }

    [Test]
    public async Task A_node_that_is_not_up_to_date_is_told_above_every_page_and_what_is_known_stays()
    {
        var tabs = await OpenInEveryLookAsync("#/people");
        away = true;
        await site.Node.UntilAsync("/status", status => !status["ready"]!.GetValue<bool>());
        foreach (var (look, tab) in tabs)
        {
            await using (tab)
            {
                // The node is asked how it is every 30 seconds.
                await tab.Page.Clock.FastForwardAsync("30");
                await Assertions.Expect(tab.Page.Locator("main .notice")).ToContainTextAsync("The loop 'following' has been failing since");
                await Assertions.Expect(tab.Page.Locator("main dorg-table tbody tr")).ToHaveCountAsync(4);
                await LookAtAsync(tab, $"degraded-people-{look}");
                tab.AssertQuiet();
            }
        }
    }

    [Test]
    public async Task A_node_that_is_gone_is_told_and_the_page_goes_on_by_itself_when_it_is_back()
    {
        var tabs = await OpenInEveryLookAsync("#/people/1");
        foreach (var (_, tab) in tabs)
            tab.Expected = Gone();
        site.Node.Kill();
        foreach (var (look, tab) in tabs)
        {
            var main = tab.Page.Locator("main");
            await Assertions.Expect(main.Locator(".notice")).ToBeVisibleAsync();
            await Assertions.Expect(main.Locator(".figure dorg-influence")).ToHaveCountAsync(1);
            await LookAtAsync(tab, $"offline-known-{look}");
            await tab.Page.EvaluateAsync("location.hash = '#/people/2'");
            await Assertions.Expect(main.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
            await LookAtAsync(tab, $"offline-unknown-{look}");
        }
        await site.RestartAsync();
        await site.World.ContributeAsync(1, "docs", "Written while the node was away");
        await site.World.EvaluateAsync(0, (2, 400));
        var influence = (await site.Node.UntilAsync("/api/members/2", now => now["credits"]!.AsArray().Count > 0))["member"]!["influence"]!;
        foreach (var (_, tab) in tabs)
        {
            await using (tab)
            {
                var main = tab.Page.Locator("main");
                // It tries again after 10 seconds at most.
                await tab.Page.Clock.FastForwardAsync("10");
                await Assertions.Expect(main.Locator(".notice")).ToHaveCountAsync(0);
                await Assertions.Expect(main.Locator(".figure dorg-influence span")).ToHaveAttributeAsync("title", Units(influence.ToString()));
                tab.AssertQuiet();
            }
        }
    }

    /// <summary>Opens a page in every look, with a clock that the test moves.</summary>
    private async Task<IReadOnlyList<(Look Look, Tab Tab)>> OpenInEveryLookAsync(string path)
    {
        var tabs = new List<(Look Look, Tab Tab)>();
        foreach (var look in Look.All)
        {
            var tab = await site.OpenAsync(look);
            await tab.Page.Clock.InstallAsync();
            await tab.GoAsync(path);
            tabs.Add((look, tab));
        }
        return tabs;
    }

    private static async Task LookAtAsync(Tab tab, string name)
    {
        await tab.PhotographAsync(name);
        await tab.AssertAccessibleAsync(name);
        await tab.AssertFitsAsync(name);
    }

    /// <summary>The exact number as a title has it, in any language.</summary>
    private static Regex Units(string units) => new("^" + string.Join(@"\D?", units.ToCharArray()));

    [GeneratedRegex("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET")]
    private static partial Regex Gone();
}
