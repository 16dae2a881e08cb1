using System.Net;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Tests.Storage;

namespace DecentralOrg.Acceptance.Tests.Relaying;

/// <summary>
/// A node that loses its power again and again under load: whatever it answered with 202 is on the chain once, and so is what
/// was posted again because no answer came. <c>DORG_LONG=1</c> draws a hundred moments instead of six.
/// </summary>
[TestFixture(StorageKind.Sqlite)]
[TestFixture(StorageKind.Postgres)]
internal sealed class PowerLossTests(StorageKind kind)
{
    private const int People = 4;
    private const int MostBeforeALoss = 150;

    private static readonly bool Long = Environment.GetEnvironmentVariable("DORG_LONG") == "1";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>A wallet that asked again at once would take the time that the node needs to make room.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(20);

    [TestCaseSource(nameof(Seeds))]
    public async Task Every_accepted_record_is_on_the_chain_once(int seed)
    {
        using var world = await World.FoundAsync();
        using var data = new DataFolder();
        var database = Storages.New(kind);
        var random = new Random(seed);
        using var done = new CancellationTokenSource();
        using var accepted = new SemaphoreSlim(0);
        var current = new TaskCompletionSource<NodeProcess>();
        var node = await StartAsync(world, data, database);
        current.SetResult(node);
        try
        {
            Task<List<PostedRecord>>[] load = [.. Enumerable.Range(0, People).Select(person => PostAsync(world, person, () => current.Task, accepted, done.Token))];
            for (var loss = 0; loss < 3; loss++)
            {
                // Counted from what was accepted: a slow machine would else lose its power before there is anything to lose.
                for (var left = random.Next(1, MostBeforeALoss); left > 0; left--)
                    Assert.That(await accepted.WaitAsync(Longest), "no record is accepted any more");
                await Task.Delay(random.Next(0, 100));
                current = new TaskCompletionSource<NodeProcess>();
                node.Kill();
                node.Dispose();
                node = await StartAsync(world, data, database);
                current.SetResult(node);
            }
            await done.CancelAsync();
            var posted = (await Task.WhenAll(load)).SelectMany(records => records).ToList();
            foreach (var record in posted)
                await node.UntilAsync($"/records/{record.Digest}", status => status["state"]!.GetValue<string>() == "Anchored");

            await world.FollowAsync();
            Assert.Multiple(() =>
            {
                Assert.That(posted, Has.Count.GreaterThan(People));
                Assert.That(world.Organization.Ledger.Sequence, Is.EqualTo((ulong)posted.Count), "each once, and nothing else");
                for (var person = 0; person < People; person++)
                    Assert.That(world.Organization.Ledger.SpendingOf(world[person].Address).Nonce, Is.EqualTo(posted.Count(record => record is PostedEvaluation && record.Author == world[person].Address)));
            });
        }
        finally
        {
            node.Dispose();
        }
    }

    private static IEnumerable<int> Seeds() => Enumerable.Range(1, Long ? 34 : 2);

    /// <summary>Posts one record after another, each again and again until it is accepted, as a wallet does.</summary>
    private static async Task<List<PostedRecord>> PostAsync(World world, int person, Func<Task<NodeProcess>> node, SemaphoreSlim accepted, CancellationToken done)
    {
        var posts = new Posts(world);
        var records = new List<PostedRecord>();
        var nonce = 0u;
        while (!done.IsCancellationRequested)
        {
            PostedRecord record = records.Count % 2 == 0
                ? posts.Contribution(person, $"Work {records.Count}")
                : posts.Evaluation(person, 0, nonce++, ((person + 1) % People, 1));
            while (!await IsAcceptedAsync(posts, await node(), record))
                await Task.Delay(RetryPause, CancellationToken.None);
            records.Add(record);
            accepted.Release();
        }
        return records;
    }

    private static async Task<bool> IsAcceptedAsync(Posts posts, NodeProcess node, PostedRecord record)
    {
        try
        {
            var (status, answer) = await posts.PostAsync(node.Http, record);
            Assert.That(status, Is.EqualTo(HttpStatusCode.Accepted).Or.EqualTo(HttpStatusCode.ServiceUnavailable).Or.EqualTo(HttpStatusCode.TooManyRequests), answer.ToJsonString());
            return status == HttpStatusCode.Accepted;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or ObjectDisposedException or TaskCanceledException)
        {
            return false;
        }
    }

    private static Task<NodeProcess> StartAsync(World world, DataFolder data, string[] database) => NodeProcess.StartAsync(
        Chains.Url, world.Settlement.ToString(), data.Path,
        ["--relay-age", "0.2", "--relay-key", "dev:13", "--records-per-minute", "1000000", "--posts-per-minute", "1000000", .. database]);
}
