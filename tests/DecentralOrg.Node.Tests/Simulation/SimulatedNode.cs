using DecentralOrg.Ethereum;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Relaying;
using DecentralOrg.Node.Scoring;
using DecentralOrg.Node.Settling;
using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Storage.Sqlite;
using DecentralOrg.Node.Tests.Publishing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace DecentralOrg.Node.Tests.Simulation;

/// <summary>A node as the host puts it together, whose loops go a step when the simulation says so. All it keeps is in one file.</summary>
internal sealed class SimulatedNode : IAsyncDisposable
{
    private readonly Database database;
    private readonly NodeAccounts accounts;
    private readonly FollowedOrganization followed = new();
    private readonly IntakeDesk desk;
    private readonly PublishingMetrics metrics;
    private readonly INodeLoop[] loops;
    private readonly Lifetime lifetime = new();
    private readonly FatalFailure fatal;

    public SimulatedNode(string file, NodeOptions options, FaultyEndpoint[] endpoints, Random random, ManualTime time)
    {
        database = SqliteDatabase.Open(file);
        accounts = NodeAccounts.Open(options);
        Alarms = new Alarms(database, time);
        Intents = new Intents(database, time);
        fatal = new FatalFailure(lifetime);
        metrics = new PublishingMetrics(Intents);
        var pool = new EndpointPool(
            [.. endpoints.Select((endpoint, number) => ($"endpoint {number}", (IChain)endpoint))], options.Endpoints, random, time, NullLogger<EndpointPool>.Instance);
        var chain = new AnyEndpoint(pool);
        var clock = new EpochClock(chain, followed, time);
        var situations = new SituationReader(followed);
        var pursuit = new Pursuit(database, Intents, time);
        desk = new IntakeDesk(followed, database, chain, Intents, options.Intake, Door, fatal, time, NullLogger<IntakeDesk>.Instance);
        IIntentKinds[] kinds = [new RelayingKinds(desk), new SettlingKinds(followed)];
        loops =
        [
            new FollowingLoop(pool, chain, options, database, Alarms, followed, [desk], NullLogger<FollowingLoop>.Instance),
            new RelayingLoop(desk, followed, Intents, accounts, clock, options.Relaying, time),
            new SettlingLoop(followed, situations, clock, pursuit, new Withdrawals(followed, pursuit), accounts),
            new PublishingLoop(accounts.Signers.Single(), accounts, pool, database, Alarms, followed, options.Publishing, kinds, metrics, options, time, NullLogger<Publisher>.Instance),
        ];
    }

    public Alarms Alarms { get; }

    public Intents Intents { get; }

    public IntakeDoor Door { get; } = new();

    /// <summary>What it takes for the organization; null before it read any of it.</summary>
    public OrganizationView? View => followed.View;

    /// <summary>The last block that it knows to be final.</summary>
    public ulong? Finalized => new FactStore(database).Finalized()?.Number;

    /// <summary>How many loops there are.</summary>
    public int Loops => loops.Length;

    public Task StartAsync() => desk.StartAsync(CancellationToken.None);

    /// <summary>One step of a loop, as the host runs it: what is an endpoint's doing is waited out, a crash ends the process, all else is a defect.</summary>
    public async Task<bool> StepAsync(int loop)
    {
        if (fatal.First is { } defect)
            throw new InvalidOperationException("The intake ended.", defect);
        try
        {
            return await loops[loop].StepAsync(CancellationToken.None);
        }
        catch (Exception outside) when (LoopRunner.IsOutside(outside))
        {
            return false;
        }
    }

    /// <summary>Ends it; what is not committed is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await desk.StopAsync(CancellationToken.None);
        desk.Dispose();
        followed.View?.Dispose();
        metrics.Dispose();
        accounts.Dispose();
        database.Dispose();
        lifetime.Dispose();
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource stopping = new();

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => stopping.Token;

        public CancellationToken ApplicationStopped => stopping.Token;

        public void StopApplication() => stopping.Cancel();

        public void Dispose() => stopping.Dispose();
    }
}
