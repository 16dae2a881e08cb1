using DecentralOrg.Ethereum.Tests;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Acceptance.Tests.Following;

/// <summary>Several endpoints of which some are away, late, or of another chain.</summary>
internal sealed class SeveralEndpointsTests
{
    private const string Key = "v3/secret-of-the-provider";

    private AnvilOrganization organization = null!;
    private FaultProxy first = null!;
    private FaultProxy second = null!;
    private DataFolder data = null!;

    [OneTimeSetUp]
    public async Task Found()
    {
        organization = await AnvilOrganization.FoundAsync();
        await organization.EvaluateAsync(0, 1, 310);
        await organization.MineAsync(20);
        first = await FaultProxy.StartAsync(organization.Anvil.Url);
        second = await FaultProxy.StartAsync(organization.Anvil.Url);
    }

    [OneTimeTearDown]
    public async Task End()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
        organization.Dispose();
    }

    [SetUp]
    public void NewFolder() => data = new DataFolder();

    [TearDown]
    public void NoFolder()
    {
        foreach (var proxy in (FaultProxy[])[first, second])
            (proxy.Fault, proxy.Target) = (null, organization.Anvil.Url);
        data.Dispose();
    }

    [Test]
    public async Task The_first_is_asked_and_nobody_else()
    {
        using var node = Open();
        Clear();
        await node.CatchUpAsync();
        Assert.That(second.Calls, Is.Empty);
        Assert.That(first.Calls, Is.Not.Empty);
        Assert.That(node.Endpoints.States.Select(state => state.Used), Is.EqualTo((bool[])[true, false]));
    }

    [Test]
    public async Task A_step_that_fails_is_done_again_from_its_beginning_with_the_next_and_the_first_comes_back()
    {
        using var node = Open();
        await node.CatchUpAsync();
        await organization.ContributeAsync(0, "The first dies in the middle of a step");
        // The head and the blocks are still shown, the logs are not.
        first.On("eth_getLogs", call =>
        {
            call.Context.Abort();
            return Task.CompletedTask;
        });
        Clear();
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
        Assert.That(first.Calls["eth_getLogs"], Is.EqualTo(1), "it is left alone for a while");
        foreach (var method in (string[])["eth_getBlockByNumber", "eth_getLogs", "eth_call", "eth_getCode"])
            Assert.That(second.Calls, Contains.Key(method), "all of the step is asked of one endpoint");
        Assert.That(node.Endpoints.States[0], Has.Property(nameof(EndpointState.Condition)).EqualTo(EndpointCondition.Failing).And.Property(nameof(EndpointState.Sentence)).Contains("cannot be reached"));
        Assert.That(node.Endpoints.States[1].Used);
        Assert.That(node.Status.UpToDate, "one that is well is enough");
        Assert.That(node.Status.Sentences.Single(), Does.StartWith("Endpoint 1: http://127.0.0.1:").And.Contain("is not used since"));

        first.Fault = null;
        await node.CatchUpAsync();
        Assert.That(node.Endpoints.States[1].Used, "not before it was looked at");
        await node.LaterAsync(TimeSpan.FromSeconds(2));
        await node.CatchUpAsync();
        Assert.That(node.Endpoints.States.Select(state => (state.Used, state.Condition)), Is.EqualTo(((bool, EndpointCondition)[])[(true, EndpointCondition.Well), (false, EndpointCondition.Well)]));
    }

    [Test]
    public async Task One_that_goes_on_failing_is_tried_more_and_more_seldom()
    {
        using var node = Open();
        await node.CatchUpAsync();
        first.Fault = call =>
        {
            call.Context.Abort();
            return Task.FromResult(true);
        };
        await node.CatchUpAsync();
        Clear();
        for (var second = 0; second < 600; second++)
            await node.LaterAsync(TimeSpan.FromSeconds(1));
        Assert.That(first.Calls.Values.Sum(), Is.InRange(600 / 60, 40));
    }

    [Test]
    public async Task When_all_fail_they_are_still_asked()
    {
        using var node = Open();
        await node.CatchUpAsync();
        await organization.ContributeAsync(1, "Nobody answers");
        foreach (var proxy in (FaultProxy[])[first, second])
        {
            proxy.On("eth_getBlockByNumber", call =>
            {
                call.Context.Response.StatusCode = 500;
                return call.SayAsync("no");
            });
        }
        Assert.That(await node.FailAsync(), Does.Contain("HTTP status 500"));
        Assert.That(node.Endpoints.States.Select(state => state.Condition), Has.All.EqualTo(EndpointCondition.Failing));
        second.Fault = null;
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
    }

    [Test]
    public async Task One_that_is_late_is_no_reorganization_and_is_passed_over()
    {
        await organization.ContributeAsync(2, "Not there yet");
        await organization.MineAsync(9);
        var late = await organization.HeadAsync() - 8;
        second.Fault = call => EndAtAsync(call, late);
        using var node = Open();
        await node.CatchUpAsync();
        var (before, cursor) = (node.Seen, node.Facts.Cursor());
        first.Fault = call =>
        {
            call.Context.Abort();
            return Task.FromResult(true);
        };
        await node.CatchUpAsync();
        Assert.That(node.Endpoints.States[1].Used);
        Assert.That((node.Seen, node.Facts.Cursor()), Is.EqualTo((before, cursor)), "nothing was taken back");
        Assert.That(node.Alarms.All(), Is.Empty);

        // Now the first is late, and the second is not.
        first.Fault = call => EndAtAsync(call, late);
        second.Fault = null;
        await organization.ContributeAsync(3, "After it");
        await node.LaterAsync(TimeSpan.FromSeconds(20));
        Assert.That(node.Endpoints.States[0].Condition, Is.EqualTo(EndpointCondition.Behind));
        await node.CatchUpAsync();
        Assert.That(node.Endpoints.States[1].Used);
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
        Assert.That(node.Status.Sentences, Has.Some.Contains($"Its chain ends at block {late}"));
    }

    [Test]
    public async Task One_of_another_chain_is_never_used_and_said_to_be()
    {
        using var other = await Anvil.StartAsync("--chain-id", "4242");
        using var restarted = await Anvil.StartAsync("--timestamp", "1700000000");
        await organization.ContributeAsync(0, "Two strangers");
        await using var stranger = await FaultProxy.StartAsync(other.Url);
        await using var twin = await FaultProxy.StartAsync(restarted.Url);
        using var node = await NodeProcess.StartAsync(
            new Uri(first.Url, Key), organization.Settlement.ToString(), data.Path, "--rpc", new Uri(stranger.Url, Key).ToString(), "--rpc", $"{twin.Url},{second.Url}", "--look", "0.1");
        await node.ReadyAsync();
        var status = await node.UntilAsync("/status", now => now["endpoints"]!.AsArray().All(each => each!["condition"]!.ToString() != nameof(EndpointCondition.Unknown)));
        var endpoints = status["endpoints"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(endpoints.Select(each => each!["condition"]!.ToString()), Is.EqualTo((string[])["Well", "OtherChain", "OtherChain", "Well"]));
            Assert.That(endpoints.Select(each => each!["used"]!.GetValue<bool>()), Is.EqualTo((bool[])[true, false, false, false]));
            Assert.That(endpoints[1]!["sentence"]!.ToString(), Does.Contain("It has the chain id 4242, and the node's data is of the chain with id 31337"));
            Assert.That(endpoints[2]!["sentence"]!.ToString(), Does.Contain("another chain with the same id"));
            Assert.That(status.ToJsonString(), Does.Not.Contain("secret"));
        });

        first.Fault = call =>
        {
            call.Context.Abort();
            return Task.FromResult(true);
        };
        await organization.ContributeAsync(1, "Only the fourth is left");
        await node.UntilAsync("/api/contributions?limit=1000", list => list["items"]!.AsArray().Any(made => made!["title"]!.ToString() == "Only the fourth is left"));
        status = await node.UntilAsync("/status", now => now["ready"]!.GetValue<bool>() && now["endpoints"]![3]!["used"]!.GetValue<bool>());
        Assert.That(stranger.Calls.Keys.Union(twin.Calls.Keys), Is.SubsetOf((string[])["eth_chainId", "eth_getBlockByNumber"]), "nothing else was ever asked of the strangers");
        Assert.That(status.ToJsonString(), Does.Not.Contain("secret"));
    }

    [Test]
    public async Task An_endpoint_that_is_led_to_another_chain_takes_nothing_back()
    {
        using var restarted = await Anvil.StartAsync("--timestamp", "1700000000");
        await restarted.Rpc.CallAsync("anvil_mine", ["0x100"]);
        using var node = new FollowingNode(data.Path, organization.Settlement, new FollowingOptions(), first.Url);
        await node.CatchUpAsync();
        var before = node.Seen;
        first.Target = restarted.Url;
        Assert.That(await node.FailAsync(), Does.Contain("led to another chain").And.Contain("Nothing was taken back"));
        await node.LaterAsync(TimeSpan.FromSeconds(20));
        Assert.That(await node.FailAsync(), Does.Contain("No endpoint is of the chain that the node's data is about"));
        Assert.That(node.Seen, Is.EqualTo(before));
        Assert.That(node.Alarms.All(), Is.Empty);
        first.Target = organization.Anvil.Url;
        await node.LaterAsync(TimeSpan.FromSeconds(60));
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
    }

    [Test]
    public async Task A_node_that_starts_with_data_of_another_chain_reads_nothing_and_says_so()
    {
        using (var node = Open())
            await node.CatchUpAsync();
        using var restarted = await Anvil.StartAsync("--timestamp", "1700000000");
        first.Target = restarted.Url;
        using var again = await NodeProcess.StartAsync(first.Url, organization.Settlement.ToString(), data.Path);
        var status = await again.UntilAsync("/status", now => now["endpoints"]![0]!["condition"]!.ToString() == nameof(EndpointCondition.OtherChain));
        Assert.That(status["ready"]!.GetValue<bool>(), Is.False);
        Assert.That(string.Join('\n', status["sentences"]!.AsArray()), Does.Contain("begin with an empty data directory"));
    }

    private FollowingNode Open() => new(data.Path, organization.Settlement, new FollowingOptions(), first.Url, second.Url);

    private void Clear()
    {
        first.Calls.Clear();
        second.Calls.Clear();
    }

    /// <summary>The chain as it was when it ended at a block.</summary>
    private static async Task<bool> EndAtAsync(ProxiedCall call, ulong last)
    {
        if (call.Method != "eth_getBlockByNumber")
            return false;
        var asked = call.Parameter(0)!.ToString();
        var number = asked switch
        {
            "latest" => last,
            "finalized" => last - AnvilOrganization.Window,
            _ => Convert.ToUInt64(asked, 16),
        };
        if (number > last)
        {
            await call.SayResultAsync(null);
            return true;
        }
        call.Question["params"]![0] = $"0x{number:x}";
        await call.SayChangedAsync(_ => { });
        return true;
    }
}
