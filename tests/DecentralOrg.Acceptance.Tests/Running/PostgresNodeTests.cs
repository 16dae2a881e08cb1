using System.Net;
using DecentralOrg.Node.Tests.Storage;

namespace DecentralOrg.Acceptance.Tests.Running;

/// <summary>A node whose data is on a PostgreSQL server.</summary>
internal sealed class PostgresNodeTests
{
    private World world = null!;
    private DataFolder data = null!;
    private string name = "";

    [SetUp]
    public async Task FoundAsync()
    {
        world = await World.FoundAsync();
        data = new DataFolder();
        name = PostgresServer.Shared.NewDatabase();
    }

    [TearDown]
    public void End()
    {
        data.Dispose();
        world.Dispose();
    }

    [Test]
    public async Task It_loses_nothing_with_its_power_and_writes_nothing_to_the_folder()
    {
        var posts = new Posts(world);
        var record = posts.Contribution(0, "Kept on a server");
        using (var node = await StartAsync())
        {
            await node.ReadyAsync();
            var (status, answer) = await posts.PostAsync(node.Http, record);
            Assert.That(status, Is.EqualTo(HttpStatusCode.Accepted), answer.ToJsonString());
            node.Kill();
        }
        using var again = await StartAsync("--relay-key", "dev:10", "--relay-age", "0");
        await again.UntilAsync($"/records/{record.Digest}", status => status["state"]!.GetValue<string>() == "Anchored");
        await world.FollowAsync();
        Assert.That(world.Organization.Ledger.Sequence, Is.EqualTo(1));
        Assert.That(Directory.GetFiles(data.Path), Is.Empty);
        var (code, errors) = await again.TerminateAsync();
        Assert.That(code, Is.Zero, errors);
    }

    [Test]
    public async Task A_second_one_is_refused()
    {
        using var node = await StartAsync();
        await node.ReadyAsync();
        var second = await world.DorgAsync("node run", "--database", Connection, "--listen", "http://127.0.0.1:0");
        Assert.Multiple(() =>
        {
            Assert.That(second.ExitCode, Is.EqualTo(1), second.ToString());
            Assert.That(second.Errors, Does.Contain("in use by another node").And.Not.Contain("secret"));
        });
    }

    [Test]
    public async Task One_that_may_not_write_any_more_ends_and_says_why_though_it_could_read()
    {
        using var node = await StartAsync();
        await node.ReadyAsync();
        PostgresServer.Shared.Execute("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE locktype = 'advisory' AND datname = '{name}'");
        var (code, errors) = await node.EndAsync();
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(errors, Does.Contain("Start the node again when the server is there; nothing that was committed is lost.").And.Not.Contain("secret"));
        });
        using var again = await StartAsync();
        await again.ReadyAsync();
    }

    [Test]
    public async Task Its_backup_is_left_to_the_server_with_the_command_that_makes_it()
    {
        string before;
        using (var node = await StartAsync())
        {
            await node.ReadyAsync();
            before = (await node.GetAsync("/api/members")).ToJsonString();
            var file = Path.Combine(data.Path, "it's node.dump");
            var refused = await Dorg.RunAsync("node", "backup", "--database", Connection, "--to", file);
            Assert.That(refused.ExitCode, Is.EqualTo(1), refused.ToString());
            Assert.That(refused.Errors, Does.Contain("pg_dump --format=custom").And.Not.Contain("secret"));
            PostgresServer.Shared.Shell(refused.Errors.Split('\n').Single(line => line.Contains("pg_dump", StringComparison.Ordinal)));
            name = PostgresServer.Shared.NewDatabase();
            PostgresServer.Shared.Run("pg_restore", name, file);
        }
        using var restored = await StartAsync();
        await restored.ReadyAsync();
        Assert.That((await restored.GetAsync("/api/members")).ToJsonString(), Is.EqualTo(before));
    }

    [Test]
    public async Task Its_password_is_never_shown()
    {
        var shown = await Dorg.RunAsync("node", "config", "show", "--rpc", "http://127.0.0.1:1", "--settlement", world.Settlement.ToString(), "--database", Connection);
        var wrong = await Dorg.RunAsync("node", "config", "show", "--rpc", "http://127.0.0.1:1", "--settlement", world.Settlement.ToString(), "--database", "Pasword=secret");
        Assert.Multiple(() =>
        {
            Assert.That(shown.ExitCode, Is.Zero, shown.ToString());
            Assert.That(shown.Output, Does.Contain($"Host={PostgresServer.Shared.Socket};…").And.Not.Contain("secret"));
            Assert.That(wrong.ExitCode, Is.EqualTo(2));
            Assert.That(wrong.Errors, Does.Contain("database is '…' (command line); it takes a connection string").And.Not.Contain("secret"));
        });
    }

    private string Connection => PostgresServer.Shared.ConnectionTo(name);

    private Task<NodeProcess> StartAsync(params string[] more) =>
        NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path, ["--database", Connection, .. more]);
}
