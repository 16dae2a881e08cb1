using System.Text;
using System.Text.RegularExpressions;
using DecentralOrg.Acceptance.Tests.Following;

namespace DecentralOrg.Acceptance.Tests.Running;

/// <summary>What a running node shows to an operator's tools.</summary>
internal sealed class TelemetryTests
{
    private World world = null!;

    [OneTimeSetUp]
    public async Task Found()
    {
        world = await World.FoundAsync();
        await world.PlayAsync(4);
    }

    [OneTimeTearDown]
    public void End() => world.Dispose();

    [Test]
    public async Task Figures_are_there_for_Prometheus()
    {
        using var data = new DataFolder();
        using var node = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path);
        await node.ReadyAsync();
        await world.FollowAsync();
        var figures = await node.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        string Figure(string name) => Regex.Match(figures, $"(?m)^decentralorg_{name}{{.*}} (.+)$").Groups[1].Value;
        Assert.Multiple(() =>
        {
            Assert.That(Figure("ready"), Is.EqualTo("1"));
            Assert.That(Figure("alarms"), Is.EqualTo("0"));
            Assert.That(Figure("records"), Is.EqualTo($"{world.Organization.Ledger.Sequence}"));
            Assert.That(Figure("members"), Is.EqualTo($"{world.Organization.Ledger.Members.Count}"));
            Assert.That(Figure("following_block"), Is.EqualTo(Figure("following_head")).And.Not.Empty);
            Assert.That(figures, Does.Contain("decentralorg_loop_failing{otel_scope_name=\"DecentralOrg.Node\",loop=\"following\"} 0"));
        });
    }

    [Test]
    public async Task Traces_go_where_the_node_is_told_and_show_no_key()
    {
        const string key = "sesame0123456789";
        using var data = new DataFolder();
        await using var chain = await FaultProxy.StartAsync(Chains.Url);
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await Endpoint.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var text = Encoding.Latin1.GetString(body.ToArray());
            if (context.Request.Path == "/v1/traces" && text.Contains("following", StringComparison.Ordinal) && text.Contains("url.full", StringComparison.Ordinal))
                received.TrySetResult(text);
        });
        using var node = await NodeProcess.StartAsync(
            new Uri(chain.Url, $"/v3/{key}"), world.Settlement.ToString(), data.Path, "--traces", collector.Url.ToString());
        await node.ReadyAsync();
        var spans = await received.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(spans, Does.Contain("decentralorg-node").And.Not.Contain(key));
    }
}
