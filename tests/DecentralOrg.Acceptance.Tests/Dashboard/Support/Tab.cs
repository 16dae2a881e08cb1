using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>How a page is looked at.</summary>
/// <param name="Theme">Light or dark.</param>
/// <param name="Language">The browser's language.</param>
/// <param name="Width">In CSS pixels.</param>
internal sealed record Look(ColorScheme Theme = ColorScheme.Light, string Language = "en-US", int Width = 1280)
{
    /// <summary>Both themes, both languages, and the narrowest window in the language whose words are longer.</summary>
    public static IReadOnlyList<Look> All { get; } = [new(), new(ColorScheme.Dark, "fr-FR"), new(ColorScheme.Light, "fr-FR", 320)];

    public override string ToString() => $"{Theme}-{Language[..2]}-{Width}";
}

/// <summary>
/// A page in a browser that nobody used before. Errors that it writes to its console, and whatever its policy forbids it, are
/// kept; <see cref="AssertQuiet"/> fails with them.
/// </summary>
internal sealed partial class Tab : IAsyncDisposable
{
    private const int Height = 900;

    private static readonly Lazy<string> WalletScript = new(() => Source("wallet.js"));
    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(Chains.Root, "node_modules", "axe-core", "axe.min.js")));

    private readonly IBrowserContext context;
    private readonly Uri node;
    private readonly ConcurrentQueue<string> errors = [];

    private Tab(IBrowserContext context, IPage page, Uri node)
    {
        this.context = context;
        this.node = node;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !Expected.IsMatch(message.Text))
                errors.Enqueue(message.Text);
        };
        page.PageError += (_, error) => errors.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>What the console said that it should not have.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    /// <summary>What the console may say: by default nothing.</summary>
    public Regex Expected { get; set; } = Nothing();

    /// <summary>Opens a browser at a node.</summary>
    public static async Task<Tab> OpenAsync(Uri node, Look? look = null, params TestWallet[] wallets)
    {
        look ??= new Look();
        var context = await Browsers.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = look.Theme, Locale = look.Language, TimezoneId = "UTC", ViewportSize = new ViewportSize { Width = look.Width, Height = Height },
            ReducedMotion = ReducedMotion.Reduce, AcceptDownloads = true,
        });
        var page = await context.NewPageAsync();
        foreach (var (number, wallet) in wallets.Index())
        {
            await context.ExposeFunctionAsync<string, Task<string>>($"testWallet{number}", wallet.AnswerAsync);
            await context.AddInitScriptAsync($"{WalletScript.Value}({JsonSerializer.Serialize(new { number, name = wallet.Name, rdns = wallet.Rdns })})");
            wallet.Changed += (name, value) => page.EvaluateAsync(
                $"window.testWallets[{number}]({JsonSerializer.Serialize(name)}, {value.ToJsonString()})");
        }
        return new Tab(context, page, node);
    }

    /// <summary>Goes to a page of the dashboard, such as <c>#/people</c>, and waits until it says that it is no longer waiting.</summary>
    public async Task GoAsync(string path = "")
    {
        await Page.GotoAsync(new Uri(node, path).ToString());
        await SettledAsync();
    }

    /// <summary>Leaves the dashboard, so that the next page is loaded anew, and forgets what the console said.</summary>
    public async Task LeaveAsync()
    {
        await Page.GotoAsync("about:blank");
        errors.Clear();
    }

    /// <summary>Waits until nothing on the page is still awaited.</summary>
    public async Task SettledAsync()
    {
        await Page.Locator("main h1").WaitForAsync();
        await Assertions.Expect(Page.Locator("main .wait")).ToHaveCountAsync(0);
    }

    /// <summary>Connects a wallet, as the head of every page offers.</summary>
    public async Task ConnectAsync(TestWallet wallet)
    {
        await Page.Locator("dorg-account").GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = wallet.Name }).ClickAsync();
        await Assertions.Expect(Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    /// <summary>What axe finds on the page, each with the rule first.</summary>
    public async Task<IReadOnlyList<string>> AxeAsync()
    {
        await Page.EvaluateAsync(Axe.Value);
        return await Page.EvaluateAsync<string[]>(
            "async () => (await axe.run()).violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join('; ')}`)");
    }

    /// <summary>Fails if axe finds anything on the page.</summary>
    public async Task AssertAccessibleAsync(string what) => Assert.That(await AxeAsync(), Is.Empty, what);

    /// <summary>Saves a table of the page as JSON, by its button, and reads it.</summary>
    public async Task<JsonArray> SaveTableAsync(ILocator table)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => table.Locator("button", new LocatorLocatorOptions { HasTextRegex = new Regex("JSON") }).ClickAsync());
        return JsonNode.Parse(await File.ReadAllTextAsync(await download.PathAsync()))!.AsArray();
    }

    /// <summary>Fails if the page is wider than its window, so that it must be scrolled sideways.</summary>
    public async Task AssertFitsAsync(string what)
    {
        var over = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.That(over, Is.LessThanOrEqualTo(0), $"{what}: pixels beyond the window");
    }

    /// <summary>Keeps how the whole page looks, among the test's results.</summary>
    public async Task<string> PhotographAsync(string name)
    {
        var file = Path.Combine(Chains.Root, "TestResults", "dashboard", name + ".png");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true, Animations = ScreenshotAnimations.Disabled });
        TestContext.AddTestAttachment(file);
        return file;
    }

    /// <summary>Fails if the console had an error, or the page did what its policy forbids.</summary>
    public void AssertQuiet() => Assert.That(errors, Is.Empty, "errors on the console");

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private static string Source(string name) =>
        File.ReadAllText(Path.Combine(Chains.Root, "tests", "DecentralOrg.Acceptance.Tests", "Dashboard", "Support", name)).Trim();

    /// <summary>Fits no line of a console.</summary>
    [GeneratedRegex("(?!)")]
    public static partial Regex Nothing();
}
