using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using DecentralOrg.Node.Intake;
using Microsoft.Data.Sqlite;

namespace DecentralOrg.Acceptance.Tests.Running;

/// <summary>How a node starts, stops, fails and goes on.</summary>
internal sealed class RunningTests
{
    private World world = null!;
    private DataFolder data = null!;

    [OneTimeSetUp]
    public async Task Found()
    {
        world = await World.FoundAsync();
        await world.PlayAsync(4);
    }

    [OneTimeTearDown]
    public void End() => world.Dispose();

    [SetUp]
    public void NewFolder() => data = new DataFolder();

    [TearDown]
    public void NoFolder() => data.Dispose();

    [Test]
    public async Task A_node_that_is_told_to_stop_ends_with_0()
    {
        using var node = await StartAsync();
        await node.ReadyAsync();
        var (code, errors) = await node.TerminateAsync();
        Assert.That(code, Is.Zero, errors);
    }

    [Test]
    public async Task A_node_that_is_told_to_stop_under_load_answers_what_it_took_and_ends_in_time()
    {
        const int clients = 20;
        var posts = new Posts(world);
        using var node = await StartAsync("--relay-key", "dev:11", "--relay-age", "0.1", "--records-per-minute", "1000000", "--posts-per-minute", "1000000");
        await node.ReadyAsync();
        var accepted = new ConcurrentBag<PostedRecord>();
        using var some = new SemaphoreSlim(0);
        Task[] load = [.. Enumerable.Range(0, clients).Select(client => Task.Run(() => LoadAsync(client)))];
        for (var i = 0; i < 10 * clients; i++)
            Assert.That(await some.WaitAsync(TimeSpan.FromSeconds(30)));
        var clock = Stopwatch.StartNew();
        var (code, errors) = await node.TerminateAsync();
        Assert.That(code, Is.Zero, errors);
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
        await Task.WhenAll(load);
        using var again = await StartAsync();
        foreach (var record in accepted)
            Assert.That((await again.GetAsync($"/records/{record.Digest}"))["state"]!.GetValue<string>(), Is.AnyOf("Waiting", "Batched", "Anchored"));

        async Task LoadAsync(int client)
        {
            for (var i = 0; ; i++)
            {
                var record = posts.Contribution(client % 4, $"Work {i} of {client}");
                try
                {
                    var (status, answer) = await posts.PostAsync(node.Http, record);
                    if (status != HttpStatusCode.Accepted)
                    {
                        Assert.That((status, answer["title"]!.GetValue<string>()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, nameof(IntakeRefusal.Stopping))));
                        return;
                    }
                }
                catch (Exception refused) when (refused is HttpRequestException or IOException)
                {
                    return;
                }
                accepted.Add(record);
                some.Release();
            }
        }
    }

    [Test]
    public async Task A_node_that_lost_its_power_goes_on_where_it_was()
    {
        string before;
        using (var node = await StartAsync())
        {
            await node.ReadyAsync();
            before = (await node.GetAsync("/api/members")).ToJsonString();
            node.Kill();
        }
        using var again = await StartAsync();
        await again.ReadyAsync();
        Assert.That((await again.GetAsync("/api/members")).ToJsonString(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_backup_of_a_running_node_is_restored_into_an_empty_folder()
    {
        using var kept = new DataFolder();
        using var node = await StartAsync();
        await node.ReadyAsync();
        var before = (await node.GetAsync("/api/members")).ToJsonString();
        var backup = await Dorg.RunAsync("node", "backup", "--data", data.Path, "--to", kept.Database);
        Assert.That(backup.ExitCode, Is.Zero, backup.ToString());
        var again = await Dorg.RunAsync("node", "backup", "--data", data.Path, "--to", kept.Database);
        Assert.That(again.ExitCode, Is.EqualTo(1));
        Assert.That(again.Errors, Does.Contain("is there already, and a backup replaces nothing"));
        using var restored = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), kept.Path);
        await restored.ReadyAsync();
        Assert.That((await restored.GetAsync("/api/members")).ToJsonString(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_backup_of_nothing_is_refused()
    {
        var result = await Dorg.RunAsync("node", "backup", "--data", data.Path, "--to", Path.Combine(data.Path, "copy.db"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Errors, Does.Contain("There is no database").And.Contain("give the data directory of a node"));
        Assert.That(Directory.GetFiles(data.Path), Is.Empty);
    }

    [Test]
    public async Task Two_nodes_do_not_share_their_data()
    {
        using var node = await StartAsync();
        var second = await world.DorgAsync("node run", "--data", data.Path, "--listen", "http://127.0.0.1:0");
        Assert.Multiple(() =>
        {
            Assert.That(second.ExitCode, Is.EqualTo(1), second.ToString());
            Assert.That(second.Errors, Does.Contain("is in use by another node"));
        });
    }

    [Test]
    public async Task Two_nodes_do_not_share_an_address()
    {
        using var node = await StartAsync();
        using var other = new DataFolder();
        var second = await world.DorgAsync("node run", "--data", other.Path, "--listen", node.Http.BaseAddress!.ToString());
        Assert.Multiple(() =>
        {
            Assert.That(second.ExitCode, Is.EqualTo(1), second.ToString());
            Assert.That(second.Errors, Does.Contain("Give --listen another port"));
        });
    }

    [Test]
    public async Task Data_of_another_organization_is_refused()
    {
        using (var node = await StartAsync())
            await node.ReadyAsync();
        using var other = await World.FoundAsync();
        var result = await other.DorgAsync("node run", "--data", data.Path, "--listen", "http://127.0.0.1:0");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
            Assert.That(result.Errors, Does.Contain($"data is of the organization at {world.Settlement}, not of the one at {other.Settlement}"));
        });
    }

    [Test]
    public async Task A_loop_that_crashes_ends_the_process_with_an_error()
    {
        using var node = await StartAsync();
        await node.ReadyAsync();
        await using (var connection = new SqliteConnection($"Data Source={data.Database};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var drop = connection.CreateCommand();
            drop.CommandText = "DROP TABLE logs; DROP TABLE blocks;";
            await drop.ExecuteNonQueryAsync();
        }
        var (code, errors) = await node.EndAsync();
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(70));
            Assert.That(errors, Does.Contain("no such table"));
        });
    }

    [Test]
    public async Task A_node_whose_endpoint_is_away_says_so_and_comes_back()
    {
        var away = false;
        await using var endpoint = await Endpoint.ProxyAsync(() => away);
        using var node = await NodeProcess.StartAsync(endpoint.Url, world.Settlement.ToString(), data.Path);
        await node.ReadyAsync();
        away = true;
        var status = await node.UntilAsync("/status", now => !now["ready"]!.GetValue<bool>());
        Assert.That(status["sentences"]![0]!.ToString(), Does.StartWith("The loop 'following' has been failing since"));
        Assert.That((await node.GetAsync("/api/members"))["total"]!.GetValue<int>(), Is.GreaterThan(0), "what is known is still answered");
        away = false;
        await node.ReadyAsync();
    }

    [Test]
    public async Task Wrong_settings_are_all_named_before_anything_is_opened()
    {
        var folder = Path.Combine(data.Path, "none");
        var result = await Dorg.RunAsync("node", "run", "--poll", "never", "--listen", "ftp://x", "--data", folder, "--window", "0");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
            foreach (var name in (string[])["rpc is missing", "settlement is missing", "poll is 'never' (command line)", "listen is 'ftp://x'", "window is '0'"])
                Assert.That(result.Errors, Does.Contain(name));
            Assert.That(Directory.Exists(folder), Is.False);
        });
    }

    [Test]
    public async Task Config_show_names_the_source_of_every_value_and_hides_keys()
    {
        var file = Path.Combine(data.Path, "node.json");
        await File.WriteAllTextAsync(file, $$"""{"settlement":"{{world.Settlement}}","poll":7}""");
        var result = await Dorg.RunAsync(
            ["node", "config", "show", "--json", "--config", file, "--window", "9"], input: "",
            new Dictionary<string, string> { ["DORG_RPC"] = "https://user:secret@example.org/v3/secret" });
        var json = result.Json;
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(json["rpc"]!.ToJsonString(), Is.EqualTo("""{"value":"https://example.org/\u2026","source":"environment, DORG_RPC"}"""));
            Assert.That(json["poll"]!.ToJsonString(), Is.EqualTo($$"""{"value":"7","source":"{{file}}"}"""));
            Assert.That(json["window"]!["source"]!.ToString(), Is.EqualTo("command line"));
            Assert.That(json["data"]!["source"]!.ToString(), Is.EqualTo("default"));
            Assert.That(result.Output, Does.Not.Contain("secret"));
        });
    }

    private Task<NodeProcess> StartAsync(params string[] more) => NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path, more);
}
