using System.Text.Json.Nodes;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Acceptance.Tests.Following;

/// <summary>What endpoints do wrong, done by a proxy before a real chain. The view stays as it was, says why, and is right again once the fault is over.</summary>
internal sealed class EndpointFaultTests
{
    private AnvilOrganization organization = null!;
    private FaultProxy proxy = null!;
    private DataFolder data = null!;

    [OneTimeSetUp]
    public async Task Found()
    {
        organization = await AnvilOrganization.FoundAsync();
        await organization.ContributeAsync(0, "A guide");
        await organization.EvaluateAsync(0, 1, 310);
        await organization.SettleAsync();
        await organization.EvaluateAsync(1, 2, 77);
        await organization.MineAsync(60);
        proxy = await FaultProxy.StartAsync(organization.Anvil.Url);
    }

    [OneTimeTearDown]
    public async Task End()
    {
        await proxy.DisposeAsync();
        organization.Dispose();
    }

    [SetUp]
    public void NewFolder() => data = new DataFolder();

    [TearDown]
    public void NoFolder()
    {
        proxy.Fault = null;
        data.Dispose();
    }

    [Test]
    public async Task A_record_that_comes_late_is_waited_for()
    {
        using var node = Open();
        await node.CatchUpAsync();
        await organization.ContributeAsync(1, "Late");
        await AssertFailsAsync(node, "eth_getLogs", call => call.SayResultAsync(new JsonArray()), "does not show all events: the ledger's head there is");
    }

    [Test]
    public async Task A_close_that_comes_late_is_waited_for()
    {
        using var other = await AnvilOrganization.FoundAsync();
        await using var before = await FaultProxy.StartAsync(other.Anvil.Url);
        using var node = new FollowingNode(data.Path, other.Settlement, new FollowingOptions(), before.Url);
        await node.CatchUpAsync();
        await other.CloseAsync();
        before.On("eth_getLogs", call => call.SayResultAsync(new JsonArray()));
        Assert.That(await node.FailAsync(), Does.Contain("epoch 1 is open there, and epoch 0 by the events"));
        before.Fault = null;
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await other.TruthAsync()));
    }

    [Test]
    public async Task A_role_that_is_given_or_shown_and_left_out_is_waited_for()
    {
        using var other = await AnvilOrganization.FoundAsync();
        await other.EvaluateAsync(0, 1, 310);
        await other.SettleAsync();
        await using var before = await FaultProxy.StartAsync(other.Anvil.Url);
        using var node = new FollowingNode(data.Path, other.Settlement, new FollowingOptions(), before.Url);
        await node.CatchUpAsync();
        await other.GiveRoleAsync(1, "steward");
        await AssertMissedAsync();
        await other.ShowRoleAsync(1, "steward");
        await AssertMissedAsync();
        Assert.That(node.Followed.View!.Read(known => known.Governance.Roles.All.Single().IsSuspended), Is.True);

        async Task AssertMissedAsync()
        {
            before.On("eth_getLogs", call => call.SayChangedAsync(answer =>
            {
                var logs = answer["result"]!.AsArray();
                foreach (var log in logs.Where(log => Address.Parse(log!["address"]!.GetValue<string>()) == other.Contracts.Roles.Address).ToArray())
                    logs.Remove(log);
            }));
            Assert.That(await node.FailAsync(), Does.Contain("does not show all events: the roles of"));
            before.Fault = null;
            await node.CatchUpAsync();
            Assert.That(node.Seen, Is.EqualTo(await other.TruthAsync()));
        }
    }

    [Test]
    public async Task No_event_that_anything_follows_from_can_be_left_out_of_a_final_range()
    {
        await organization.MineAsync(AnvilOrganization.Window + 2);
        var (all, noticed) = (0, 0);
        using (var whole = Open())
        {
            await whole.CatchUpAsync();
            all = whole.Facts.Logs().Count(log => Topics.Contains(log.Topics[0].ToString()));
        }
        Assert.That(all, Is.GreaterThan(25));
        for (var lost = 0; lost < all; lost++)
        {
            using var folder = new DataFolder();
            using var node = new FollowingNode(folder.Path, organization.Settlement, new FollowingOptions(), proxy.Url);
            var (number, what) = (lost, "");
            proxy.On("eth_getLogs", call => call.SayChangedAsync(answer =>
            {
                var logs = answer["result"]!.AsArray();
                var read = logs.Where(log => IsRead(log!)).ToArray();
                if (number >= read.Length)
                    return;
                what += read[number]!["topics"]![0]!.ToString();
                logs.Remove(read[number]);
            }));
            if (await node.TryFailAsync() is { } sentence)
            {
                Assert.That(sentence, Does.Contain("the endpoint").And.Match("does not show all events|do not follow on each other"), what);
                Assert.That(node.Facts.Cursor(), Is.Null, what);
                noticed++;
            }
            else
            {
                // What was overwritten within the range leaves nothing behind that could be wrong.
                Assert.That(what, Is.EqualTo(ReputationContract.ReputationSetEvent.Topic.ToString()));
                Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()), what);
            }
            proxy.Fault = null;
            await AssertRecoversAsync(node);
        }
        Assert.That(noticed, Is.GreaterThan(all - 5));
    }

    [TestCase("eth_getLogs", "null means that the node does not know")]
    [TestCase("eth_getBlockByNumber", "has no latest block")]
    [TestCase("eth_getCode", "null means that the node does not know")]
    [TestCase("eth_call", "null means that the node does not know")]
    public async Task Null_is_unknown_and_never_empty(string method, string words)
    {
        using var node = Open();
        await node.CatchUpAsync();
        await organization.ContributeAsync(2, $"Null {method}");
        await AssertFailsAsync(node, method, call => call.SayResultAsync(null), words);
    }

    [Test]
    public async Task A_block_that_is_unknown_below_the_head_is_asked_for_again()
    {
        using var node = Open();
        await node.CatchUpAsync();
        await organization.ContributeAsync(2, "Behind a balancer");
        await AssertFailsAsync(
            node, "eth_getBlockByNumber",
            call => call.Parameter(0)!.ToString().StartsWith("0x", StringComparison.Ordinal) ? call.SayResultAsync(null) : call.SayChangedAsync(_ => { }),
            "which is not beyond its head");
    }

    private static IEnumerable<TestCaseData> Answers()
    {
        yield return Case("500", "HTTP status 500", call =>
        {
            call.Context.Response.StatusCode = 500;
            return call.SayAsync("Internal Server Error");
        });
        yield return Case("502 with HTML", "HTTP status 502", call =>
        {
            call.Context.Response.StatusCode = 502;
            return call.SayAsync("<html><body><h1>Bad Gateway</h1></body></html>");
        });
        yield return Case("HTML", "did not answer in JSON", call => call.SayAsync("<!doctype html><title>Sign in</title>"));
        yield return Case("nothing", "did not answer in JSON", call => call.SayAsync(""));
        yield return Case("truncated", "did not answer in JSON", async call =>
        {
            var whole = (await call.AskAsync()).ToJsonString();
            await call.SayAsync(whole[..(whole.Length / 2)]);
        });
        yield return Case("reset", "cannot be reached", call =>
        {
            call.Context.Abort();
            return Task.CompletedTask;
        });
        yield return Case("reset in the middle", "cannot be reached", async call =>
        {
            call.Context.Response.ContentLength = 1_000;
            await call.SayAsync("{\"jsonrpc\":\"2.0\",");
            await call.Context.Response.Body.FlushAsync();
            call.Context.Abort();
        });
        yield return Case("another question's answer", "answered another question", call => call.SayChangedAsync(answer => answer["id"] = 0));
        yield return Case("without result", "neither a result nor an error", call => call.SayChangedAsync(answer => answer.AsObject().Remove("result")));

        static TestCaseData Case(string name, string words, Func<ProxiedCall, Task> fault) => new TestCaseData(fault, words).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Answers))]
    public async Task What_is_no_answer_is_named_and_asked_again(Func<ProxiedCall, Task> fault, string words)
    {
        using var node = Open();
        await AssertNamesAsync(node, fault, words);
    }

    [Test]
    public async Task An_answer_that_does_not_come_is_given_up()
    {
        using var node = new FollowingNode(data.Path, organization.Settlement, new FollowingOptions(), TimeSpan.FromSeconds(2), proxy.Url);
        await AssertNamesAsync(
            node, call => Task.Delay(Timeout.Infinite, call.Context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default), "gave no answer in 2 seconds");
    }

    [Test]
    public async Task A_node_that_asks_too_often_waits_as_long_as_it_is_told()
    {
        using var node = Open();
        await node.CatchUpAsync();
        await organization.ContributeAsync(3, "Too often");
        proxy.Fault = async call =>
        {
            call.Context.Response.StatusCode = 429;
            call.Context.Response.Headers.RetryAfter = "30";
            await call.SayErrorAsync(429, "Your app has exceeded its compute units per second capacity.");
            return true;
        };
        Assert.That(await node.FailAsync(), Does.Contain("compute units per second"));
        var asked = proxy.Calls.Values.Sum();
        proxy.Fault = null;
        await node.LaterAsync(TimeSpan.FromSeconds(29));
        Assert.That(await node.FailAsync(), Does.Contain("wants to be left alone"));
        Assert.That(proxy.Calls.Values.Sum(), Is.EqualTo(asked), "nothing was asked meanwhile");
        await node.LaterAsync(TimeSpan.FromSeconds(2));
        await AssertRecoversAsync(node);
    }

    [Test]
    public async Task Of_an_answer_without_end_only_so_much_is_read()
    {
        using var node = Open();
        await node.CatchUpAsync();
        await organization.ContributeAsync(0, "Huge");
        var hungUp = new TaskCompletionSource();
        proxy.On("eth_getLogs", async call =>
        {
            var part = new byte[64 * 1024];
            Array.Fill(part, (byte)'0');
            call.Context.RequestAborted.Register(hungUp.SetResult);
            await call.SayAsync("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x");
            while (!call.Context.RequestAborted.IsCancellationRequested)
                await call.Context.Response.Body.WriteAsync(part, call.Context.RequestAborted);
        });
        Assert.That(await node.FailAsync(), Does.Contain("is larger than 1048576 bytes"));
        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await AssertRecoversAsync(node);
    }

    private static IEnumerable<TestCaseData> Lies()
    {
        yield return Lie("twice", "a log of block", logs => logs.Add(logs[0]!.DeepClone()));
        yield return Lie("of another contract", "which it was not asked for", logs => logs[0]!["address"] = "0x00000000000000000000000000000000000000ff");
        yield return Lie("of another block", "showed logs of another block", logs => logs[0]!["blockHash"] = "0x" + new string('1', 64));
        yield return Lie("removed", "was removed from the chain", logs => logs[0]!["removed"] = true);
        yield return Lie("cut short", "cannot be an event of", logs => logs.First(log => log!["data"]!.ToString().Length > 200)!["data"] = "0x");
        yield return Lie("beyond 64 bits", "is out of range", logs => logs[0]!["blockNumber"] = "0xffffffffffffffff");

        static TestCaseData Lie(string name, string words, Action<JsonArray> lie) => new TestCaseData(lie, words).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Lies))]
    public async Task Logs_that_cannot_be_are_not_kept(Action<JsonArray> lie, string words)
    {
        using var node = Open();
        await AssertFailsAsync(node, "eth_getLogs", call => call.SayChangedAsync(answer => lie(answer["result"]!.AsArray())), words);
    }

    private static IEnumerable<TestCaseData> Refusals()
    {
        yield return Refusal("Alchemy", -32602, "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x0, 0x4]");
        yield return Refusal("Infura", -32005, "query returned more than 10000 results. Try with this block range [0x0, 0x4].");
        yield return Refusal("QuickNode", -32614, "eth_getLogs is limited to a 5 range");
        yield return Refusal("Ankr", -32600, "block range is too wide");
        yield return Refusal("Erigon", -32000, "query block range exceeds server limit 5");
        yield return Refusal("Geth", -32000, "exceed maximum block range: 5");
        yield return Refusal("in words nobody foresaw", -32099, "das ist mir zu viel");

        static TestCaseData Refusal(string name, int code, string words) => new TestCaseData(code, words).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task A_range_that_is_too_wide_is_narrowed_and_grows_again(int code, string words)
    {
        const ulong widest = 5;
        var answered = new List<ulong>();
        var busy = true;
        proxy.On("eth_getLogs", async call =>
        {
            var range = call.Parameter(0)!;
            var blocks = range["blockHash"] is null ? Number(range["toBlock"]) - Number(range["fromBlock"]) + 1 : 1;
            if (busy && blocks > widest)
            {
                await call.SayErrorAsync(code, words);
                return;
            }
            answered.Add(blocks);
            await call.SayChangedAsync(_ => { });
            busy = answered.Count < 3;
        });
        using var node = Open();
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
        Assert.That(answered.Take(3), Has.All.InRange(1UL, widest));
        Assert.That(answered.Max(), Is.GreaterThan(widest), "grows again");
    }

    [Test]
    public async Task Words_about_too_many_questions_do_not_narrow_the_range()
    {
        using var node = Open();
        proxy.On("eth_getLogs", call => call.SayErrorAsync(-32005, "Too many requests, please try again later"));
        Assert.That(await node.FailAsync(), Does.Contain("Too many requests"));
        Assert.That(proxy.Calls["eth_getLogs"], Is.EqualTo(1), "it is not asked again at once");
        await AssertRecoversAsync(node);
    }

    private static ulong Number(JsonNode? quantity) => Convert.ToUInt64(quantity!.ToString(), 16);

    /// <summary>Approvals of tokens, changes of delegation and the like are told by the contracts, too, and nothing follows from them.</summary>
    private static bool IsRead(JsonNode log) => Topics.Contains(log["topics"]![0]!.ToString());

    private static readonly HashSet<string> Topics =
    [
        .. new[]
        {
            LedgerContract.ContributionTakenEvent.Topic, LedgerContract.EvaluationTakenEvent.Topic, LedgerContract.MemberRegisteredEvent.Topic,
            SettlementContract.EpochClosedEvent.Topic, SettlementContract.EpochOpenedEvent.Topic, SettlementContract.FoundedEvent.Topic,
            SettlementContract.PagesSubmittedEvent.Topic, SettlementContract.SubmittedEvent.Topic, SettlementContract.FinalizedEvent.Topic,
            SettlementContract.ClaimedEvent.Topic, ReputationContract.ReputationSetEvent.Topic, RewardTokenContract.TransferEvent.Topic,
        }.Select(topic => topic.ToString()),
    ];

    private FollowingNode Open()
    {
        proxy.Calls.Clear();
        return new(data.Path, organization.Settlement, new FollowingOptions(), proxy.Url);
    }

    /// <summary>Whatever is asked in a step.</summary>
    private async Task AssertNamesAsync(FollowingNode node, Func<ProxiedCall, Task> fault, string words)
    {
        await node.CatchUpAsync();
        await organization.EvaluateAsync(0, 1, 1);
        foreach (var method in (string[])["eth_getBlockByNumber", "eth_getLogs", "eth_call"])
            await AssertFailsAsync(node, method, fault, words, recovers: false);
        await AssertRecoversAsync(node);
    }

    private async Task AssertFailsAsync(FollowingNode node, string method, Func<ProxiedCall, Task> fault, string words, bool recovers = true)
    {
        var (before, cursor) = (node.Followed.View is null ? "" : node.Seen, node.Facts.Cursor());
        proxy.On(method, fault);
        Assert.That(await node.FailAsync(), Does.Contain(words), method);
        Assert.That(node.Facts.Cursor(), Is.EqualTo(cursor), method);
        Assert.That(before.Length == 0 || node.Seen == before, method);
        Assert.That(node.Endpoints.States.Single().Sentence, Does.Contain(words));
        if (recovers)
            await AssertRecoversAsync(node);
    }

    private async Task AssertRecoversAsync(FollowingNode node)
    {
        proxy.Fault = null;
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
        Assert.That(node.Endpoints.States.Single().Sentence, Is.Null);
    }
}
