using System.Net;
using DecentralOrg.Acceptance.Tests.Following;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Tests.Storage;

namespace DecentralOrg.Acceptance.Tests.Running;

/// <summary>Nodes that only answer, from what one node writes to a database that they share.</summary>
internal sealed class ReplicaTests
{
    private AnvilOrganization organization = null!;
    private DataFolder data = null!;
    private string connection = "";

    [SetUp]
    public async Task FoundAsync()
    {
        organization = await AnvilOrganization.FoundAsync();
        data = new DataFolder();
        connection = PostgresServer.Shared.ConnectionTo(PostgresServer.Shared.NewDatabase());
    }

    [TearDown]
    public void End()
    {
        data.Dispose();
        organization.Dispose();
    }

    [Test]
    public async Task They_answer_as_the_one_that_writes_does_also_after_a_reorganization_and_go_on_without_it()
    {
        await organization.EvaluateAsync(0, 1, 100);
        using var writer = await StartAsync("--relay-key", "dev:9", "--relay-age", "0");
        await writer.ReadyAsync();
        using var one = await StartAsync("--replica", "yes");
        using var two = await StartAsync("--replica", "yes");
        NodeProcess[] replicas = [one, two];

        var record = await organization.PostAsync(writer.Http, 2, "Through the one that writes");
        await writer.UntilAsync(record, status => status["state"]!.GetValue<string>() == "Anchored");
        await AssertSameAsync(writer, replicas);

        await organization.EvaluateAsync(1, 2, 300);
        await AssertSameAsync(writer, replicas);
        await organization.ReorganizeAsync(1);
        await AssertSameAsync(writer, replicas);

        foreach (var replica in replicas)
        {
            Assert.That((await replica.StatusAsync())["sentences"]!.ToJsonString(), Does.Contain("It is a replica").And.Not.Contain("has no account"));
            using var answer = await replica.Http.GetAsync(new Uri(record, UriKind.Relative));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.MisdirectedRequest));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(nameof(IntakeRefusal.NotHere)));
        }
        var before = (await one.GetAsync("/api/members")).ToJsonString();
        writer.Kill();
        Assert.That((await one.GetAsync("/api/members")).ToJsonString(), Is.EqualTo(before));
        await organization.MineAsync(20);
        await one.UntilAsync("/status", status => !status["ready"]!.GetValue<bool>());
        using var again = await StartAsync("--relay-key", "dev:9");
        await one.ReadyAsync();
    }

    [TestCase("A replica reads a PostgreSQL database and signs nothing", "--replica", "yes")]
    [TestCase("Start the one that writes first", "--replica", "yes", "--database", "CONNECTION")]
    [TestCase("A replica reads a PostgreSQL database and signs nothing", "--replica", "yes", "--database", "CONNECTION", "--relay-key", "dev:9")]
    public async Task What_cannot_be_one_is_refused(string sentence, params string[] options)
    {
        var result = await Dorg.RunAsync(
            ["node", "run", "--rpc", organization.Anvil.Url.ToString(), "--settlement", organization.Settlement.ToString(), "--listen", "http://127.0.0.1:0", "--data", data.Path,
                .. options.Select(option => option == "CONNECTION" ? connection : option)]);
        Assert.That(result.ExitCode, Is.AnyOf(1, 2), result.ToString());
        Assert.That(result.Errors, Does.Contain(sentence));
    }

    /// <summary>Waits until all answer with what an independent reading of the chain gives.</summary>
    private async Task AssertSameAsync(NodeProcess writer, NodeProcess[] replicas)
    {
        var log = (await organization.UntilAsync(_ => true)).Ledger;
        foreach (var node in (NodeProcess[])[writer, .. replicas])
            await node.UntilAsync("/api/organization", now => now["logHead"]!.GetValue<string>() == log.Head.ToString());
        var members = (await writer.GetAsync("/api/members")).ToJsonString();
        foreach (var replica in replicas)
            Assert.That((await replica.GetAsync("/api/members")).ToJsonString(), Is.EqualTo(members));
    }

    private Task<NodeProcess> StartAsync(params string[] more) => NodeProcess.StartAsync(
        organization.Anvil.Url, organization.Settlement.ToString(), data.Path, ["--database", connection, .. more]);
}
