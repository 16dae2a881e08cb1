using System.Text;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;
using Microsoft.AspNetCore.Http;

namespace DecentralOrg.Acceptance.Tests.Verifying;

/// <summary>Endpoints that lie, break or are not there.</summary>
internal sealed class EndpointTests
{
    private World world = null!;

    [OneTimeSetUp]
    public async Task Play()
    {
        world = await World.FoundAsync();
        await world.PlayAsync(newcomer: 4);
        await world.SettleAsync();
    }

    [OneTimeTearDown]
    public void End() => world.Dispose();

    private static IEnumerable<TestCaseData> Records() =>
    [
        new TestCaseData(LedgerContract.ContributionTakenEvent.Topic, 1, "Record 2 follows record 0").SetArgDisplayNames("a contribution"),
        new TestCaseData(LedgerContract.EvaluationTakenEvent.Topic, 3, "Record 4 follows record 2").SetArgDisplayNames("an evaluation"),
        new TestCaseData(LedgerContract.EvaluationTakenEvent.Topic, 4, "The number of records is 4; 3 follows").SetArgDisplayNames("the last record"),
    ];

    [TestCaseSource(nameof(Records))]
    public async Task A_record_left_out_is_a_hole_and_nobody_is_blamed_for_it(Bytes32 topic, int sequence, string sentence)
    {
        await using var liar = await Endpoint.LieAsync(logs => logs.RemoveAll(log =>
            Topic(log, 0) == topic.ToString() && Topic(log, 1).EndsWith($"{sequence:x}", StringComparison.Ordinal)));
        var found = await world.DorgAtAsync(liar.Url, "verify");
        Assert.Multiple(() =>
        {
            Assert.That(found.ExitCode, Is.EqualTo(5), found.ToString());
            Assert.That(found.Output, Does.Contain("SequenceHole: " + sentence));
            Assert.That(found.Output, Does.Not.Contain("Influence:").And.Not.Contain("removes the settlement"));
        });
    }

    [Test]
    public async Task A_title_changed_by_one_letter_gives_another_log_head()
    {
        var (title, other) = (Text("A guide for 4"), Text("A guide for 5"));
        await using var liar = await Endpoint.LieAsync(logs => Replace(logs, title, other));
        var found = await world.DorgAtAsync(liar.Url, "verify");
        Assert.Multiple(() =>
        {
            Assert.That(found.ExitCode, Is.EqualTo(5), found.ToString());
            Assert.That(found.Output, Does.Contain("LogHead: The log head is"));
        });
    }

    [Test]
    public async Task Points_changed_by_one_give_another_log_head_and_no_settler_is_blamed()
    {
        await using var liar = await Endpoint.LieAsync(logs => Replace(logs, Word(310), Word(311)));
        var found = await world.DorgAtAsync(liar.Url, "verify");
        Assert.Multiple(() =>
        {
            Assert.That(found.ExitCode, Is.EqualTo(5), found.ToString());
            Assert.That(found.Output, Does.Contain("LogHead: The log head is"));
            Assert.That(found.Output, Does.Contain("EpochClose: Epoch 0 closed with"));
            Assert.That(found.Output, Does.Not.Contain("Influence:").And.Not.Contain("removes the settlement"));
        });
    }

    [Test]
    public async Task An_event_that_no_contract_writes_is_named_with_its_place()
    {
        await using var liar = await Endpoint.LieAsync(logs =>
        {
            foreach (var log in logs.Where(log => Topic(log, 0) == LedgerContract.EvaluationTakenEvent.Topic.ToString()))
                log!["data"] = "0x";
        });
        var found = await world.DorgAtAsync(liar.Url, "verify");
        Assert.Multiple(() =>
        {
            Assert.That(found.ExitCode, Is.EqualTo(5), found.ToString());
            Assert.That(found.Errors, Does.Match($"log [0-9]+ of block [0-9]+ .*{world.Contracts.Ledger.Address}"));
        });
    }

    private static IEnumerable<TestCaseData> Breakages()
    {
        yield return Case("HTTP status 500", "answered with HTTP status 500", context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        yield return Case("a web page", "did not answer in JSON; is this a chain's RPC address?",
            context => context.Response.WriteAsync("<html><body>Welcome</body></html>"));
        yield return Case("an empty answer", "did not answer in JSON", _ => Task.CompletedTask);
        yield return Case("another question's answer", "answered another question", context => context.Response.WriteAsync("""{"jsonrpc":"2.0","id":77,"result":"0x"}"""));
        yield return Case("a broken connection", "cannot be reached", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        static TestCaseData Case(string name, string sentence, RequestDelegate answer) => new TestCaseData(sentence, answer).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Breakages))]
    public async Task An_endpoint_that_breaks_ends_with_4(string sentence, RequestDelegate answer)
    {
        await using var broken = await Endpoint.StartAsync(answer);
        var result = await world.DorgAtAsync(broken.Url, "verify");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString());
            Assert.That(result.Errors, Does.Contain(sentence));
            Assert.That(result.Errors, Does.Not.Contain("   at "), "a stack trace is no sentence");
        });
    }

    [Test]
    public async Task An_endpoint_that_hangs_is_given_up_after_its_time()
    {
        await using var hanging = await Endpoint.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var rpc = new JsonRpcClient(hanging.Url, options: RpcOptions.Default with { Timeout = TimeSpan.FromMilliseconds(200) });
        Assert.That(
            async () => await world.VerifyAsync(new HttpChain(rpc)),
            Throws.TypeOf<RpcException>().With.Property(nameof(RpcException.Kind)).EqualTo(RpcFailure.Timeout));
    }

    [Test]
    public async Task Nobody_listening_ends_with_4()
    {
        Uri gone;
        await using (var endpoint = await Endpoint.StartAsync(_ => Task.CompletedTask))
            gone = endpoint.Url;
        var result = await world.DorgAtAsync(gone, "verify");
        Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString());
        Assert.That(result.Errors, Does.Contain("cannot be reached"));
    }

    [Test]
    public async Task An_address_without_a_contract_ends_with_3()
    {
        var result = await VerifyAsync(world[7].Address);
        Assert.That(result.ExitCode, Is.EqualTo(3), result.ToString());
        Assert.That(result.Errors, Does.Contain($"There is no contract at {world[7].Address}"));
    }

    [Test]
    public async Task A_contract_that_is_no_settlement_contract_ends_with_3()
    {
        var result = await VerifyAsync(world.Contracts.Ledger.Address);
        Assert.That(result.ExitCode, Is.EqualTo(3), result.ToString());
        Assert.That(result.Errors, Does.Contain("is not the settlement contract of an organization"));
    }

    private static Task<DorgResult> VerifyAsync(Address settlement) =>
        Dorg.RunAsync("verify", "--rpc", Chains.Url.ToString(), "--settlement", settlement.ToString());

    private static string Topic(JsonNode? log, int place) =>
        log!["topics"]!.AsArray() is { } topics && place < topics.Count ? (string)topics[place]! : "";

    private static string Text(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    private static string Word(int value) => $"{value:x64}";

    private static void Replace(JsonArray logs, string from, string to)
    {
        foreach (var log in logs)
            log!["data"] = ((string)log["data"]!).Replace(from, to, StringComparison.Ordinal);
    }
}
