using DecentralOrg.Ethereum.Tests;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Acceptance.Tests.Following;

/// <summary>A chain that takes back what it said, while a node follows it and while none does.</summary>
internal sealed class ReorganizationTests
{
    private AnvilOrganization organization = null!;
    private DataFolder data = null!;

    [OneTimeSetUp]
    public async Task Found()
    {
        organization = await AnvilOrganization.FoundAsync();
        await organization.EvaluateAsync(0, 1, 310);
    }

    [OneTimeTearDown]
    public void End() => organization.Dispose();

    [SetUp]
    public async Task NewFolder()
    {
        data = new DataFolder();
        await organization.MineAsync(2 * AnvilOrganization.Window);
    }

    [TearDown]
    public void NoFolder() => data.Dispose();

    [Test]
    public async Task What_the_chain_takes_back_is_taken_back(
        [Values(1UL, 3UL, AnvilOrganization.Window - 1)] ulong depth, [Values] bool kept, [Values] bool restart)
    {
        var node = Open();
        try
        {
            await node.CatchUpAsync();
            await organization.MineAsync(AnvilOrganization.Window - 1 - depth);
            var contribution = await organization.ContributeAsync(1, $"Depth {depth} {kept} {restart}");
            for (var block = 1UL; block < depth; block++)
                await organization.EvaluateAsync(2, 3, 1);
            await node.CatchUpAsync();
            Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
            var before = node.Seen;

            if (restart)
                node.Dispose();
            await organization.ReorganizeAsync(depth, kept ? [contribution] : []);
            if (restart)
                node = Open();
            await node.CatchUpAsync();
            Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
            if (depth > 1 || !kept)
                Assert.That(node.Seen, Is.Not.EqualTo(before), "something was taken back");
            Assert.That(node.Followed.View!.Read(known => known.ContributionLog.Count(id => known.Contributions[id].Title.ToString() == $"Depth {depth} {kept} {restart}")), Is.EqualTo(kept ? 1 : 0));
            Assert.That(node.Alarms.All(), Is.Empty);

            // And it goes on from there.
            await organization.EvaluateAsync(0, 1, 1);
            await node.CatchUpAsync();
            Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
        }
        finally
        {
            node.Dispose();
        }
    }

    [Test]
    public async Task A_proposal_a_vote_and_a_delegation_are_taken_back()
    {
        using var node = Open();
        // Blocks are mined faster than time passes here, and a proposer's votes are those of a second before.
        await organization.PassAsync(10);
        await organization.ProposeAsync(3, "First");
        await organization.PassAsync(86_401);
        await node.CatchUpAsync();
        await organization.MineAsync(AnvilOrganization.Window - 1);
        await organization.VoteAsync(2);
        await organization.DelegateAsync(0, 1);
        await organization.ProposeAsync(3, "Second");
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
        Assert.That(Counts(), Is.EqualTo((2, 1, 1)));

        await organization.ReorganizeAsync(3);
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
        Assert.That(Counts(), Is.EqualTo((1, 0, 0)));

        (int, int, int) Counts() => node.Followed.View!.Read(known => (
            known.Governance.Proposals.Count, known.Governance.Proposals[0].Votes.Count, known.Governance.Delegations.Count));
    }

    [Test]
    public async Task A_role_and_what_was_shown_of_it_are_taken_back()
    {
        using var node = Open();
        await organization.SettleAsync();
        await node.CatchUpAsync();
        await organization.GiveRoleAsync(1, "steward");
        await organization.MineAsync(2);
        await organization.ShowRoleAsync(1, "steward");
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
        Assert.That(Roles(), Is.EqualTo(new[] { true }), "nobody has all influence");

        await organization.ReorganizeAsync(1);
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
        Assert.That(Roles(), Is.EqualTo(new[] { false }), "nothing was shown");

        await organization.ReorganizeAsync(4);
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()));
        Assert.That(Roles(), Is.Empty, "nothing was given");

        bool[] Roles() => node.Followed.View!.Read(known => known.Governance.Roles.All.Select(role => role.IsSuspended).ToArray());
    }

    [Test]
    public async Task One_after_the_other_is_taken_back()
    {
        using var node = Open();
        for (var round = 0; round < 6; round++)
        {
            var receipt = await organization.ContributeAsync(round % 4, $"Round {round}");
            await organization.MineAsync((ulong)(round % 3));
            await node.CatchUpAsync();
            await organization.ReorganizeAsync((ulong)(1 + round), round % 2 == 0 ? [] : [receipt]);
            await organization.MineAsync((ulong)(round % 2));
            await node.CatchUpAsync();
            Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()), $"round {round}");
        }
    }

    [Test]
    public async Task A_final_block_that_is_gone_is_an_alarm_until_it_is_back()
    {
        // Another chain that is the same up to below the final block: what an endpoint on a wrong branch shows.
        await using var proxy = await FaultProxy.StartAsync(organization.Anvil.Url);
        var fork = await organization.HeadAsync() - AnvilOrganization.Window - 4;
        using var branch = await Anvil.StartAsync("--slots-in-an-epoch", "4", "--fork-url", organization.Anvil.Url.ToString(), "--fork-block-number", $"{fork}");
        await branch.Rpc.CallAsync("anvil_mine", ["0x20"]);
        string before;
        using (var node = Open(proxy.Url))
        {
            await node.CatchUpAsync();
            before = node.Seen;
            proxy.Target = branch.Url;
            Assert.That(await node.FailAsync(), Does.Contain("was final, and the endpoint now shows").And.Contain("Nothing is published until the block is back"));
            AssertAlarm(node, before);
            Assert.That(await node.FailAsync(), Does.Contain("was final"), "a second look changes nothing");
            AssertAlarm(node, before);
        }
        using (var again = Open(proxy.Url))
        {
            Assert.That(again.Alarms.IsRaised(Alarms.FinalityViolated), "a restart lowers no alarm");
            Assert.That(await again.FailAsync(), Does.Contain("was final"));
            AssertAlarm(again, before);
            proxy.Target = organization.Anvil.Url;
            await again.CatchUpAsync();
            Assert.That(again.Alarms.All(), Is.Empty, "the final block is there again");
            Assert.That(again.Seen, Is.EqualTo(await organization.TruthAsync()));
            Assert.That(again.Status.UpToDate);
        }
    }

    [Test]
    public async Task A_final_block_that_one_of_two_endpoints_denies_stays_an_alarm_while_it_does()
    {
        await using var proxy = await FaultProxy.StartAsync(organization.Anvil.Url);
        var fork = await organization.HeadAsync() - AnvilOrganization.Window - 4;
        using var branch = await Anvil.StartAsync("--slots-in-an-epoch", "4", "--fork-url", organization.Anvil.Url.ToString(), "--fork-block-number", $"{fork}");
        await branch.Rpc.CallAsync("anvil_mine", ["0x20"]);
        using var node = Open(proxy.Url, organization.Anvil.Url);
        await node.CatchUpAsync();
        proxy.Target = branch.Url;
        await organization.EvaluateAsync(3, 0, 1);
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()), "the other endpoint is followed");
        Assert.That(node.Alarms.IsRaised(Alarms.FinalityViolated), "but who is right, a person decides");
        await node.CatchUpAsync();
        Assert.That(node.Alarms.IsRaised(Alarms.FinalityViolated), "quiet alone lowers nothing");
        proxy.Target = organization.Anvil.Url;
        await node.CatchUpAsync();
        Assert.That(node.Alarms.All(), Is.Empty);
    }

    [Test]
    public async Task A_chain_that_was_taken_back_below_the_final_block_for_good_stays_an_alarm()
    {
        using var other = await AnvilOrganization.FoundAsync();
        await other.MineAsync(2 * AnvilOrganization.Window);
        using var node = new FollowingNode(data.Path, other.Settlement, new FollowingOptions(), other.Anvil.Url);
        await node.CatchUpAsync();
        var before = node.Seen;
        await other.ReorganizeAsync(AnvilOrganization.Window + 4);
        await other.MineAsync(40);
        for (var look = 0; look < 3; look++)
        {
            Assert.That(await node.FailAsync(), Does.Contain("was final"));
            AssertAlarm(node, before);
        }
    }

    [Test]
    public async Task A_chain_that_is_only_shorter_takes_nothing_back_until_it_shows_another_block()
    {
        using var node = Open();
        await organization.ContributeAsync(0, "Cut off");
        await organization.MineAsync(1);
        await node.CatchUpAsync();
        var before = node.Seen;
        await organization.Anvil.Rpc.CallAsync("anvil_rollback", [2]);
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(before), "an endpoint that is late looks just so");
        await organization.EvaluateAsync(1, 0, 1);
        await node.CatchUpAsync();
        Assert.That(node.Seen, Is.EqualTo(await organization.TruthAsync()).And.Not.EqualTo(before));
    }

    private static void AssertAlarm(FollowingNode node, string before)
    {
        Assert.That(node.Alarms.IsRaised(Alarms.FinalityViolated));
        Assert.That(node.Seen, Is.EqualTo(before), "nothing was taken back");
        var status = node.Status;
        Assert.That(status.UpToDate, Is.False);
        Assert.That(status.Alarms.Single().Name, Is.EqualTo(Alarms.FinalityViolated));
        Assert.That(status.Alarms.Single().Sentence, Does.Contain("was final"));
    }

    private FollowingNode Open(params Uri[] urls) =>
        new(data.Path, organization.Settlement, new FollowingOptions(), urls.Length > 0 ? urls : [organization.Anvil.Url]);
}
