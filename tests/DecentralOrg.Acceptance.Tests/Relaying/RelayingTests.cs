using System.Net;
using DecentralOrg.Node.Intake;

namespace DecentralOrg.Acceptance.Tests.Relaying;

/// <summary>What becomes of a record that is posted to a node.</summary>
internal sealed class RelayingTests
{
    private World world = null!;
    private Posts posts = null!;
    private DataFolder data = null!;

    [SetUp]
    public async Task FoundAsync()
    {
        world = await World.FoundAsync();
        posts = new Posts(world);
        data = new DataFolder();
    }

    [TearDown]
    public void End()
    {
        data.Dispose();
        world.Dispose();
    }

    [Test]
    public async Task What_was_posted_is_on_the_chain_once()
    {
        using var node = await StartAsync();
        await node.ReadyAsync();
        PostedRecord[] records =
        [
            posts.Contribution(0, "A guide"), posts.Contribution(5, "From outside"),
            posts.Evaluation(0, 0, 0, (1, 300)), posts.Evaluation(0, 0, 1, (2, 50)), posts.Evaluation(1, 0, 0, (0, 500), (6, 400)),
        ];
        foreach (var record in records)
            Assert.That((await posts.PostAsync(node.Http, record)).Status, Is.EqualTo(HttpStatusCode.Accepted));
        foreach (var record in records)
            await node.UntilAsync($"/records/{record.Digest}", status => status["state"]!.GetValue<string>() == "Anchored");

        await world.FollowAsync();
        Assert.Multiple(() =>
        {
            Assert.That(world.Organization.Ledger.Sequence, Is.EqualTo((ulong)records.Length));
            Assert.That(world.Organization.ContributionLog, Has.Count.EqualTo(2));
            Assert.That(world.Organization.Ledger.SpendingOf(world[0].Address).Nonce, Is.EqualTo(2));
            Assert.That(world.Organization.Ledger.Members, Does.Contain(world[6].Address), "the newcomer");
        });
    }

    [Test]
    public async Task The_same_again_gets_the_first_answer_also_when_the_chain_has_it()
    {
        using var node = await StartAsync();
        await node.ReadyAsync();
        var record = posts.Contribution(0, "A guide");
        var first = await posts.PostAsync(node.Http, record);
        await node.UntilAsync($"/records/{record.Digest}", status => status["state"]!.GetValue<string>() == "Anchored");
        var second = await posts.PostAsync(node.Http, record);
        Assert.Multiple(() =>
        {
            Assert.That(second.Status, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(second.Answer.ToJsonString(), Is.EqualTo(first.Answer.ToJsonString()));
        });
    }

    [Test]
    public async Task A_node_without_an_account_keeps_what_it_accepts_until_it_has_one()
    {
        var record = posts.Contribution(0, "A guide");
        using (var node = await StartAsync(relays: false))
        {
            await node.ReadyAsync();
            Assert.That((await posts.PostAsync(node.Http, record)).Status, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That((await node.StatusAsync())["sentences"]!.ToJsonString(), Does.Contain("relay-key"));
        }
        using var again = await StartAsync();
        await again.UntilAsync($"/records/{record.Digest}", status => status["state"]!.GetValue<string>() == "Anchored");
    }

    [Test]
    public async Task An_evaluation_that_waits_can_be_replaced_and_one_under_way_cannot()
    {
        using var node = await StartAsync(relays: false);
        await node.ReadyAsync();
        var (before, after) = (posts.Evaluation(0, 0, 0, (1, 300)), posts.Evaluation(0, 0, 0, (2, 300)));
        await posts.PostAsync(node.Http, before);
        Assert.That((await posts.PostAsync(node.Http, after)).Status, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((await node.GetAsync($"/records/{before.Digest}"))["replacedBy"]!.GetValue<string>(), Is.EqualTo(after.Digest.ToString()));
    }

    [Test]
    public async Task Records_are_taken_in_before_any_endpoint_answers_once_the_data_knows_the_organization()
    {
        var record = posts.Contribution(0, "A guide");
        using (var node = await StartAsync())
            await node.ReadyAsync();
        using (var alone = await NodeProcess.StartAsync(new Uri("http://127.0.0.1:9"), world.Settlement.ToString(), data.Path, "--relay-key", "dev:12"))
        {
            await alone.UntilAsync("/api/members", members => members["items"]!.AsArray().Count == 4);
            Assert.That((await posts.PostAsync(alone.Http, record)).Status, Is.EqualTo(HttpStatusCode.Accepted));
        }
        using var again = await StartAsync();
        await again.UntilAsync($"/records/{record.Digest}", status => status["state"]!.GetValue<string>() == "Anchored");
    }

    [Test]
    public async Task Without_data_and_endpoint_a_post_is_refused_until_later()
    {
        using var node = await NodeProcess.StartAsync(new Uri("http://127.0.0.1:9"), world.Settlement.ToString(), data.Path);
        var (status, answer) = await posts.PostAsync(node.Http, posts.Contribution(0, "A guide"));
        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(answer["title"]!.GetValue<string>(), Is.EqualTo("NotReady"));
        });
    }

    private Task<NodeProcess> StartAsync(bool relays = true) => NodeProcess.StartAsync(
        Chains.Url, world.Settlement.ToString(), data.Path, ["--relay-age", "0.1", .. relays ? ["--relay-key", "dev:12"] : (string[])[]]);
}
