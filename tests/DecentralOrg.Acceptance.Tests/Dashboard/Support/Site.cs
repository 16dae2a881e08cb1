using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>An organization with some history, and a node that shows it.</summary>
internal sealed class Site : IDisposable
{
    private readonly DataFolder data = new();

    private Site(World world) => World = world;

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
    public static async Task<Site> OfAsync(World world, params string[] settings)
    {
        var site = new Site(world);
        site.Node = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), site.data.Path, settings);
        var records = world.Organization.Ledger.Sequence;
        await site.Node.UntilAsync("/status", status => status["ready"]!.GetValue<bool>() && status["records"]!.GetValue<ulong>() >= records);
        return site;
    }

    public Task<Tab> OpenAsync(Look? look = null, params TestWallet[] wallets) => Tab.OpenAsync(Address, look, wallets);

    public Task<JsonNode> GetAsync(string path) => Node.GetAsync(path);

    public void Dispose()
    {
        Node?.Dispose();
        World.Dispose();
        data.Dispose();
    }
}
