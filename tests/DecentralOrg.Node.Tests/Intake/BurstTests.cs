using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Tests.Importing;
using static DecentralOrg.Node.Tests.Intake.IntakeWorld;

namespace DecentralOrg.Node.Tests.Intake;

/// <summary>Two thousand posts from fifty clients against a process that is killed.</summary>
internal sealed class BurstTests
{
    private const int Clients = 50;
    private const int Posts = 40;

    [Test]
    public async Task Every_post_is_answered_and_what_was_accepted_survives_the_kill()
    {
        using var folder = new TemporaryFolder();
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { typeof(BurstTests).Assembly.Location, IntakeProcess.Mode, folder.Path },
        })!;
        var records = Enumerable.Range(0, Clients).SelectMany(client => Enumerable.Range(0, Posts)
            .Select(i => Contribution(100 + client, nonce: (uint)i))).AsParallel().ToArray();
        var accepted = new ConcurrentBag<Bytes32>();
        var url = await process.StandardOutput.ReadLineAsync();
        using var client = new HttpClient { BaseAddress = new Uri(url!) };
        try
        {
            await Task.WhenAll(records.Chunk(Posts).Select(async own =>
            {
                foreach (var record in own)
                {
                    using var answer = await client.PostAsync("/records", RouteTests.Body(record));
                    if (answer.StatusCode == HttpStatusCode.Accepted)
                        accepted.Add(record.Digest);
                    else
                        Assert.That(answer.Headers.RetryAfter, Is.Not.Null, $"{answer.StatusCode}");
                }
            }));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        Assert.That(process.ExitCode, Is.EqualTo(128 + 9));
        using var reader = new IntakeWorldReader(Path.Combine(folder.Path, "node.db"));
        Assert.That(reader.Digests(), Is.SupersetOf(accepted).And.Unique);
        Assert.That(accepted, Has.Count.EqualTo(Clients * Posts));
    }

    [Test]
    public async Task A_full_queue_says_so_and_loses_nothing()
    {
        await using var world = Open(new IntakeOptions { Queue = 4, PerCommit = 2, RecordsPerMinute = 100_000, PostsPerMinute = 100_000 });
        await using var app = await IntakeProcess.HostAsync(world);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var (accepted, refused) = (new ConcurrentBag<Bytes32>(), 0);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async number =>
        {
            for (var i = 0u; i < 6; i++)
            {
                var record = Contribution(100 + number, nonce: i);
                using var answer = await client.PostAsync("/records", RouteTests.Body(record));
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    accepted.Add(record.Digest);
                    continue;
                }
                Assert.That(await RouteTests.NameAsync(answer), Is.EqualTo(nameof(IntakeRefusal.QueueFull)));
                Assert.That(answer.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
                Interlocked.Increment(ref refused);
            }
        }));
        using var reader = new IntakeWorldReader(world.File);
        Assert.That(reader.Digests(), Is.EquivalentTo(accepted));
        Assert.That(accepted.Count + refused, Is.EqualTo(Clients * 6));
        TestContext.Out.WriteLine($"{accepted.Count} accepted, {refused} refused");
    }
}
