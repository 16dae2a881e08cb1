using System.Diagnostics;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DecentralOrg.Benchmarks.Node;

/// <summary>The parts of a node on one database: what follows the chain, and what takes records in.</summary>
internal sealed class NodeRun : IDisposable
{
    /// <summary>Wallets that post at once; each posts its next record when it has the answer to the last.</summary>
    private const int Wallets = 256;

    private readonly Bench bench;
    private readonly Database database;
    private readonly OrganizationView view;
    private readonly ChainFollower follower;

    public NodeRun(Bench bench, Database database)
    {
        this.bench = bench;
        this.database = database;
        view = new OrganizationView(bench.Contracts, bench.Domain);
        follower = new ChainFollower(
            bench.Contracts, new FactStore(database), view, new Alarms(database, TimeProvider.System), new FollowingOptions(), NullLogger.Instance);
    }

    /// <summary>Reads the chain from where it was read to.</summary>
    /// <returns>The time it took.</returns>
    public async Task<TimeSpan> FollowAsync()
    {
        var clock = Stopwatch.StartNew();
        while ((await follower.StepAsync(bench.Chain)).More)
        {
        }
        return clock.Elapsed;
    }

    /// <summary>Records in the log, as far as it was read.</summary>
    public int Records => view.Read(organization => organization.Counts.Contributions);

    /// <summary>Takes posts in until each of them is answered, and so on disk.</summary>
    /// <returns>The time it took.</returns>
    /// <exception cref="InvalidOperationException">One was refused.</exception>
    public async Task<TimeSpan> TakeInAsync(IReadOnlyList<byte[]> posts)
    {
        var options = new IntakeOptions { RecordsPerMinute = int.MaxValue, PostsPerMinute = int.MaxValue, Backlog = int.MaxValue, AuthorBacklog = int.MaxValue };
        using var intake = new IntakeService(bench.Domain, new RecordStore(database), view, bench.Chain, options, TimeProvider.System, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var running = intake.RunAsync(stop.Token);
        var next = -1;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Wallets).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < posts.Count)
            {
                if (await intake.AcceptAsync(posts[i]) is Refused refused)
                    throw new InvalidOperationException($"{refused.Name}: {refused.Sentence}");
            }
        })));
        var took = clock.Elapsed;
        await stop.CancelAsync();
        await running;
        return took;
    }

    public void Dispose()
    {
        view.Dispose();
        database.Dispose();
    }
}
