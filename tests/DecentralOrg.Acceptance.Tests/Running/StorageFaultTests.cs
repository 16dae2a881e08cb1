using System.Net;
using DecentralOrg.Node.Intake;
using Microsoft.Data.Sqlite;

namespace DecentralOrg.Acceptance.Tests.Running;

/// <summary>A node whose disk is full, write-protected, taken by another program, or damaged: it says so, and what it accepted stays.</summary>
internal sealed class StorageFaultTests
{
    private static readonly string[] Relaying =
        ["--relay-age", "0.1", "--relay-key", "dev:12", "--records-per-minute", "1000000", "--posts-per-minute", "1000000"];

    private World world = null!;
    private Posts posts = null!;

    [SetUp]
    public async Task FoundAsync()
    {
        world = await World.FoundAsync();
        posts = new Posts(world);
    }

    [TearDown]
    public void End() => world.Dispose();

    [TestCase(false, TestName = "A full disk is said and waited out")]
    [TestCase(true, TestName = "A loss of power on a full disk loses nothing that was accepted")]
    public async Task A_full_disk(bool powerLoss)
    {
        using var disk = await TinyDisk.MountAsync("1m");
        var node = await StartAsync(disk);
        try
        {
            await node.ReadyAsync();
            var accepted = await FillAsync(node);
            var status = await node.UntilAsync("/status", now => now["sentences"]!.ToJsonString().Contains("Make room on the disk; nothing that was accepted is lost.", StringComparison.Ordinal));
            Assert.That(status["ready"]!.GetValue<bool>(), Is.False);
            if (powerLoss)
                node.Kill();
            await disk.RemountAsync("size=64m");
            if (powerLoss)
            {
                node.Dispose();
                node = await StartAsync(disk);
            }
            foreach (var record in accepted)
                await node.UntilAsync($"/records/{record.Digest}", now => now["state"]!.GetValue<string>() == "Anchored");
            await node.ReadyAsync();
            await world.FollowAsync();
            Assert.That(world.Organization.Ledger.Sequence, Is.EqualTo((ulong)accepted.Count), "each once, and nothing that was refused");
        }
        finally
        {
            node.Dispose();
        }
    }

    [Test]
    public async Task A_disk_that_is_write_protected_is_refused_before_anything_is_taken_in()
    {
        using var disk = await TinyDisk.MountAsync("16m");
        using (var node = await StartAsync(disk))
            await node.ReadyAsync();
        await disk.RemountAsync("ro");
        var refused = Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(disk));
        Assert.That(refused!.Message, Does.Contain("cannot be written").Or.Contain("cannot be used").And.Contain(disk.Path));
        await disk.RemountAsync("rw");
        using var again = await StartAsync(disk);
        await again.ReadyAsync();
    }

    [Test]
    public async Task A_database_that_another_program_holds_refuses_until_it_lets_go()
    {
        using var data = new DataFolder();
        using var node = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path, Relaying);
        await node.ReadyAsync();
        var record = posts.Contribution(0, "While it is locked");
        await using (var other = new SqliteConnection($"Data Source={data.Database};Pooling=False"))
        {
            await other.OpenAsync();
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            await begin.ExecuteNonQueryAsync();
            var (status, answer) = await posts.PostAsync(node.Http, record);
            Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(answer["title"]!.ToString(), Is.EqualTo(nameof(IntakeRefusal.StorageUnavailable)).Or.EqualTo(nameof(IntakeRefusal.TimedOut)));
            await node.UntilAsync("/status", now => now["sentences"]!.ToJsonString().Contains("Another program has the file; close it.", StringComparison.Ordinal));
        }
        var (later, receipt) = await posts.PostAsync(node.Http, record);
        Assert.That(later, Is.EqualTo(HttpStatusCode.Accepted), receipt.ToJsonString());
        await node.ReadyAsync();
    }

    [Test]
    public async Task A_damaged_database_is_refused_and_the_backup_takes_its_place()
    {
        using var data = new DataFolder();
        using var kept = new DataFolder();
        string before;
        using (var node = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path))
        {
            await node.ReadyAsync();
            before = (await node.GetAsync("/api/members")).ToJsonString();
            var backup = await Dorg.RunAsync("node", "backup", "--data", data.Path, "--to", kept.Database);
            Assert.That(backup.ExitCode, Is.Zero, backup.ToString());
            var (code, errors) = await node.TerminateAsync();
            Assert.That(code, Is.Zero, errors);
        }
        Assert.That(Directory.GetFiles(data.Path, "node.db*"), Is.EqualTo(new[] { data.Database }), "after a stop it is one file");
        await using (var file = File.OpenWrite(data.Database))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            await file.WriteAsync(Enumerable.Repeat((byte)0xFF, 8_192).ToArray());
        }
        var refused = Assert.ThrowsAsync<InvalidOperationException>(() => NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path));
        Assert.That(refused!.Message, Does.Contain("is damaged").And.Contain("Restore the last backup"));

        File.Copy(kept.Database, data.Database, overwrite: true);
        using var again = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path);
        await again.ReadyAsync();
        Assert.That((await again.GetAsync("/api/members")).ToJsonString(), Is.EqualTo(before));
    }

    private Task<NodeProcess> StartAsync(TinyDisk disk) =>
        NodeProcess.StartThroughAsync(disk.Enter, Chains.Url, world.Settlement.ToString(), disk.Path, Relaying);

    /// <summary>Posts records until the node says that it cannot keep them.</summary>
    private async Task<List<PostedRecord>> FillAsync(NodeProcess node)
    {
        var accepted = new List<PostedRecord>();
        while (true)
        {
            var record = posts.Contribution(accepted.Count % 4, $"Work {accepted.Count}");
            var (status, answer) = await posts.PostAsync(node.Http, record);
            if (status != HttpStatusCode.Accepted)
            {
                Assert.That((status, answer["title"]!.ToString()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, nameof(IntakeRefusal.StorageUnavailable))));
                Assert.That(accepted, Is.Not.Empty);
                return accepted;
            }
            accepted.Add(record);
        }
    }
}
