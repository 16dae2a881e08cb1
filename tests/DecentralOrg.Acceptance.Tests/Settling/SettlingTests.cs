using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Acceptance.Tests.Settling;

/// <summary>What a node does with closed epochs, and with what others say of them.</summary>
internal sealed class SettlingTests
{
    private World world = null!;
    private DataFolder data = null!;

    [SetUp]
    public async Task FoundAsync()
    {
        world = await World.FoundAsync();
        data = new DataFolder();
        await world.PlayAsync(4);
    }

    [TearDown]
    public void End()
    {
        data.Dispose();
        world.Dispose();
    }

    [Test]
    public async Task An_epoch_is_closed_settled_made_final_paid_out_and_the_bond_fetched()
    {
        using var node = await StartAsync("--settle-key", "dev:14", "--claim-key", "dev:15");
        await node.ReadyAsync();
        await PassAsync(World.Terms.EpochSeconds);
        await UntilAsync(epochs => epochs[0].Settlements.Count == 1);
        await PassAsync(World.Terms.ChallengeSeconds + 1);
        await UntilAsync(epochs => epochs[0].Final is not null);
        await UntilAsync(_ => world.Organization.Claims.Count == world.Organization.Ledger.Members.Count);
        await node.UntilAsync("/status", now => now["intents"]!["Final"]?.GetValue<int>() >= 5);
        Assert.That((await world.Contracts.Settlement.BalanceOfAsync(Account(14))).IsZero, Is.True, "the bond");
        var verified = await world.VerifyAsync();
        Assert.Multiple(() =>
        {
            Assert.That(world.Organization.Epochs[0].Final!.Submitter, Is.EqualTo(Account(14)));
            Assert.That(verified.Findings, Is.Empty);
        });
    }

    [TestCase(1)]
    [TestCase(-1)]
    [TestCase(1_000_000)]
    public async Task A_wrong_settlement_is_refuted_in_the_block_after_the_node_saw_it(int units)
    {
        await world.CloseAsync();
        using var node = await StartAsync("--challenge-key", "dev:16");
        await node.ReadyAsync();
        await world.SubmitAsync(world.Change(world.Compute(), 1, units));
        await UntilAsync(epochs => epochs[0].Settlements is [{ Status: SettlementStatus.Refuted }]);
        Assert.That((await world.Contracts.Settlement.ClosedAsync()).Stage, Is.EqualTo(1), "closed, and waits for another");
    }

    [Test]
    public async Task A_right_settlement_of_somebody_else_stands_and_is_made_final()
    {
        await world.CloseAsync();
        await world.SubmitAsync(world.Compute());
        using var node = await StartAsync("--settle-key", "dev:14", "--challenge-key", "dev:16");
        await UntilAsync(epochs => epochs[0].Settlements.Count == 1);
        await PassAsync(World.Terms.ChallengeSeconds + 1);
        await UntilAsync(epochs => epochs[0].Final is not null);
    }

    [Test]
    public async Task After_a_lie_was_refuted_the_truth_is_settled()
    {
        await world.CloseAsync();
        await world.SubmitAsync(world.Change(world.Compute(), 2, 1));
        using var node = await StartAsync("--settle-key", "dev:14", "--challenge-key", "dev:16");
        await UntilAsync(epochs => epochs[0].Settlements is [{ Status: SettlementStatus.Refuted }, { Status: SettlementStatus.Standing }]);
        Assert.That(world.Organization.Epochs[0].Settlements[1].Submitter, Is.EqualTo(Account(14)));
    }

    [Test]
    public async Task Without_an_account_a_wrong_settlement_is_told_of()
    {
        await world.CloseAsync();
        await world.SubmitAsync(world.Change(world.Compute(), 1, 1));
        using var node = await StartAsync("--settle-key", "dev:14");
        var status = await node.UntilAsync("/status", now => now["sentences"]!.ToJsonString().Contains("is wrong", StringComparison.Ordinal));
        Assert.That(status["sentences"]!.ToJsonString(), Does.Contain("for member 1").And.Contain("challenge-key"));
        await PassAsync(World.Terms.ChallengeSeconds + 1);
        await world.FollowAsync();
        Assert.That(world.Organization.Epochs[0].Final, Is.Null, "a lie is not made final by this node");
    }

    private static Address Account(int number)
    {
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        using var key = wallet.Key(number);
        return key.Address;
    }

    private static async Task PassAsync(long seconds)
    {
        await Chains.Dev.IncreaseTimeAsync((ulong)seconds);
        await Chains.Dev.MineAsync();
    }

    /// <summary>Follows the chain until it is as the test waits for.</summary>
    private async Task UntilAsync(Func<IReadOnlyList<EpochHistory>, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
            await world.FollowAsync();
        while (!holds(world.Organization.Epochs) && await pace.WaitForNextTickAsync(limit.Token));
    }

    private Task<NodeProcess> StartAsync(params string[] more) =>
        NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path, more);
}
