using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Storage.Sqlite;
using DecentralOrg.Node.Tests.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DecentralOrg.Acceptance.Tests.Following;

/// <summary>
/// The following part of a node, step by step: its loop, its endpoints over real HTTP, its database on disk. The clock that
/// it waits by is the test's; the clock that ends a call is the machine's.
/// </summary>
internal sealed class FollowingNode : IDisposable
{
    private readonly NodeOptions options;
    private readonly List<JsonRpcClient> clients = [];
    private readonly Database database;
    private readonly FollowingLoop loop;

    /// <summary>How long a call may take; not what a busy machine takes for one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public FollowingNode(string data, Address settlement, FollowingOptions following, params Uri[] urls)
        : this(data, settlement, following, Patience, urls)
    {
    }

    public FollowingNode(string data, Address settlement, FollowingOptions following, TimeSpan patience, params Uri[] urls)
    {
        options = new NodeOptions { Rpc = urls, Settlement = settlement, Data = data, Following = following };
        foreach (var url in urls)
            clients.Add(new JsonRpcClient(url, options: new RpcOptions(patience, 1024 * 1024), time: Time));
        database = SqliteDatabase.Open(Path.Combine(data, "node.db"));
        Facts = new FactStore(database);
        Alarms = new Alarms(database, Time);
        Endpoints = new EndpointPool(
            [.. urls.Zip(clients, (url, client) => (EndpointUrl.Shown(url), (IChain)new HttpChain(client)))],
            options.Endpoints, new Random(1), Time, NullLogger<EndpointPool>.Instance);
        loop = new FollowingLoop(Endpoints, new AnyEndpoint(Endpoints), options, database, Alarms, Followed, [], NullLogger<FollowingLoop>.Instance);
    }

    public ManualTime Time { get; } = new();

    public EndpointPool Endpoints { get; }

    public FollowedOrganization Followed { get; } = new();

    public FactStore Facts { get; }

    public Alarms Alarms { get; }

    public FollowingView Status => new FollowingStatus(Followed, Alarms, Endpoints).Read();

    /// <summary>What the node takes for the organization.</summary>
    public string Seen => Followed.View!.Read(AnvilOrganization.Describe);

    public Task<bool> StepAsync() => loop.StepAsync(CancellationToken.None);

    /// <summary>Steps until nothing more is to be read.</summary>
    public async Task CatchUpAsync()
    {
        for (var steps = 0; await StepAsync(); steps++)
            Assert.That(steps, Is.LessThan(1_000), "it goes on for ever");
    }

    /// <summary>Steps until one gives no result, and says why; null if none does.</summary>
    public async Task<string?> TryFailAsync()
    {
        try
        {
            await CatchUpAsync();
            return null;
        }
        catch (Exception error) when (error is RpcException or EndpointException)
        {
            return error.Message;
        }
    }

    /// <summary>Steps until one gives no result, and says why.</summary>
    public async Task<string> FailAsync() => await TryFailAsync() ?? throw new AssertionException("It did not fail.");

    /// <summary>Lets time pass and looks at all endpoints that it is time to look at.</summary>
    public async Task LaterAsync(TimeSpan wait)
    {
        Time.Advance(wait);
        await Endpoints.LookAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        Followed.View?.Dispose();
        database.Dispose();
        foreach (var client in clients)
            client.Dispose();
    }
}
