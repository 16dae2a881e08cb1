using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>An organization with some history, and a node that shows it.</summary>
internal sealed class Site : IDisposable
{
    private readonly DataFolder data = new();
    private readonly Uri endpoint;
    private readonly string[] settings;

    private Site(World world, Uri endpoint, string[] settings)
    {
        World = world;
        this.endpoint = endpoint;
        this.settings = settings;
    }

    public World World { get; }

    public NodeProcess Node { get; private set; } = null!;

    public Uri Address => Node.Http.BaseAddress!;

    /// <summary>Founds an organization whose last epoch is open, after two that were settled.</summary>
    public static async Task<Site> FoundAsync(params string[] settings)
    {
        var world = await World.FoundAsync();
        for (var newcomer = 4; newcomer < 6; newcomer++)
        {
            await world.PlayAsync(newcomer);
            await world.SettleAsync();
        }
        await world.PlayAsync(6);
        await world.FollowAsync();
        return await OfAsync(world, settings);
    }

    /// <summary>Shows an organization. Whoever disposes the site disposes the organization.</summary>
    public static Task<Site> OfAsync(World world, params string[] settings) => OfAsync(world, Chains.Url, settings);

    /// <summary>The same with a node that asks another endpoint than the devnet.</summary>
    public static async Task<Site> OfAsync(World world, Uri endpoint, params string[] settings)
    {
        var site = new Site(world, endpoint, settings);
        await site.StartAsync();
        return site;
    }

    /// <summary>Starts a node that ended again, where it was and with what it had.</summary>
    public async Task RestartAsync()
    {
        var address = Address;
        Node.Dispose();
        await StartAsync("--listen", address.ToString());
    }

    public Task<Tab> OpenAsync(Look? look = null, params TestWallet[] wallets) => Tab.OpenAsync(Address, look, wallets);

    public Task<JsonNode> GetAsync(string path) => Node.GetAsync(path);

    private async Task StartAsync(params string[] more)
    {
        Node = await NodeProcess.StartAsync(endpoint, World.Settlement.ToString(), data.Path, [.. settings, .. more]);
        var records = World.Organization.Ledger.Sequence;
        await Node.UntilAsync("/status", status => status["ready"]!.GetValue<bool>() && status["records"]!.GetValue<ulong>() >= records);
    }

    public void Dispose()
    {
        Node?.Dispose();
        World.Dispose();
        data.Dispose();
    }
}
