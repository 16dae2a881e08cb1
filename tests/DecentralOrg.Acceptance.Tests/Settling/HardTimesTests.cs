using System.Text.Json.Nodes;
using DecentralOrg.Acceptance.Tests.Following;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Acceptance.Tests.Settling;

/// <summary>Settling and challenging where something is in the way: the clock, the endpoint, the account, others, or size.</summary>
internal sealed class HardTimesTests
{
    private const long Day = 86_400;

    /// <summary>Credits that an evaluation has at most (protocol, chapter 3).</summary>
    private const int MostCredits = 64;

    /// <summary>An account that anvil gives nothing.</summary>
    private const int Poor = 77;

    private AnvilOrganization organization = null!;
    private DataFolder data = null!;

    [SetUp]
    public void NewFolder() => data = new DataFolder();

    [TearDown]
    public void End()
    {
        data.Dispose();
        organization.Dispose();
    }

    [TestCase(-1, TestName = "A lie is refuted by a node whose clock is a day ahead")]
    [TestCase(1, TestName = "A lie is refuted by a node whose clock is a day behind")]
    public async Task Clock(int days)
    {
        var start = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + (days * Day);
        organization = await AnvilOrganization.FoundAsync(AnvilOrganization.UsualTerms with { EpochSeconds = 3_600, ChallengeSeconds = 3_600 }, "--timestamp", $"{start}");
        await LieAsync();
        using var node = await StartAsync(organization.Anvil.Url, "--challenge-key", "dev:8");
        await organization.UntilAsync(now => now.Epochs[0].Settlements is [{ Status: SettlementStatus.Refuted }]);
    }

    [Test]
    public async Task An_account_without_ether_is_told_beside_the_lie_and_acts_when_it_has_some()
    {
        organization = await AnvilOrganization.FoundAsync();
        await LieAsync();
        using var node = await StartAsync(organization.Anvil.Url, "--challenge-key", $"dev:{Poor}");
        var account = (await node.StatusAsync())["accounts"]!["challenge"]!.GetValue<string>();
        await SaysAsync(node, "for member 1", $"{account} challenges it.");
        await SaysAsync(node, "waits: ", "has not enough ether");
        await organization.Anvil.Dev.SetBalanceAsync(Address.Parse(account), 1_000_000_000_000_000_000);
        await organization.UntilAsync(now => now.Epochs[0].Settlements is [{ Status: SettlementStatus.Refuted }]);
    }

    [Test]
    public async Task An_endpoint_that_fails_is_told_and_the_lie_is_refuted_when_it_answers_again()
    {
        organization = await AnvilOrganization.FoundAsync();
        await using var proxy = await FaultProxy.StartAsync(organization.Anvil.Url);
        await organization.EvaluateAsync(0, 1, 100);
        using var node = await StartAsync(proxy.Url, "--challenge-key", "dev:8");
        await node.ReadyAsync();
        proxy.Fault = call =>
        {
            call.Context.Abort();
            return Task.FromResult(true);
        };
        await organization.CloseAsync();
        await organization.SubmitAsync(units: 1);
        await SaysAsync(node, "The loop 'following' has been failing since");
        Assert.That((await node.StatusAsync())["ready"]!.GetValue<bool>(), Is.False);
        proxy.Fault = null;
        await organization.UntilAsync(now => now.Epochs[0].Settlements is [{ Status: SettlementStatus.Refuted }]);
    }

    [Test]
    public async Task An_endpoint_that_answers_nothing_for_the_contracts_ends_no_node()
    {
        organization = await AnvilOrganization.FoundAsync();
        await using var proxy = await FaultProxy.StartAsync(organization.Anvil.Url);
        using var node = await StartAsync(proxy.Url, "--settle-key", "dev:5", "--challenge-key", "dev:8");
        await node.ReadyAsync();
        proxy.On("eth_call", call => call.SayResultAsync("0x"));
        await organization.PassAsync(organization.Terms.EpochSeconds);
        await SaysAsync(node, "has been failing since", "there is no contract at this address");
        proxy.Fault = null;
        await organization.UntilAsync(now => now.Epochs[0].Settlements.Count == 1);
        await node.ReadyAsync();
    }

    [Test]
    public async Task A_lie_is_gone_in_the_block_after_the_one_that_brought_it()
    {
        organization = await AnvilOrganization.FoundAsync();
        await organization.EvaluateAsync(0, 1, 100);
        using var node = await StartAsync(organization.Anvil.Url, "--challenge-key", "dev:8");
        await node.ReadyAsync();
        await organization.CloseAsync();
        await organization.SubmitAsync(units: 1);
        var posted = await organization.HeadAsync();
        await organization.UntilAsync(now => now.Epochs[0].Settlements is [{ Status: SettlementStatus.Refuted }]);
        // Blocks are mined for transactions only, and the next is the challenge.
        var after = (await organization.Anvil.Chain.GetBlockAsync(BlockTag.Number(posted + 1)))!;
        var told = await organization.Anvil.Chain.GetLogsAsync(LogFilter.InBlock(after.Hash, organization.Settlement));
        Assert.That(told.Select(log => log.Topics[0]), Does.Contain(SettlementContract.RefutedEvent.Topic));
    }

    [Test]
    public async Task Two_settlers_settle_an_epoch_once_and_neither_complains()
    {
        organization = await AnvilOrganization.FoundAsync();
        await organization.EvaluateAsync(0, 1, 100);
        using var other = new DataFolder();
        using var one = await StartAsync(organization.Anvil.Url, "--settle-key", "dev:5");
        using var two = await NodeProcess.StartAsync(organization.Anvil.Url, organization.Settlement.ToString(), other.Path, "--settle-key", "dev:6");
        await one.ReadyAsync();
        await two.ReadyAsync();
        await organization.PassAsync(organization.Terms.EpochSeconds);
        await organization.UntilAsync(now => now.Epochs[0].Settlements.Count == 1);
        await organization.PassAsync(organization.Terms.ChallengeSeconds + 1);
        var settled = await organization.UntilAsync(now => now.Epochs[0].Final is not null);
        await organization.MineAsync(2 * AnvilOrganization.Window);
        foreach (var node in (NodeProcess[])[one, two])
            await node.UntilAsync("/status", status => status["sentences"]![0]!.GetValue<string>().StartsWith("All is well", StringComparison.Ordinal));
        Assert.That(settled.Epochs[0].Settlements, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_settlement_of_more_members_than_one_transaction_takes_is_brought_in_parts()
    {
        organization = await AnvilOrganization.FoundAsync(AnvilOrganization.UsualTerms with { PointsPerEpoch = 1_000_000 }, "--gas-limit", "1000000000");
        foreach (var newcomers in Enumerable.Range(1, 4_200).Select(NewcomerOf).Chunk(MostCredits))
            await organization.EvaluateAsync(3, 60, newcomers);
        using var node = await StartAsync(organization.Anvil.Url, "--settle-key", "dev:5");
        await node.ReadyAsync();
        await organization.PassAsync(organization.Terms.EpochSeconds);
        await organization.UntilAsync(now => now.Epochs[0].Settlements.Count == 1);
        await organization.PassAsync(organization.Terms.ChallengeSeconds + 1);
        var settled = await organization.UntilAsync(now => now.Epochs[0].Final is not null);
        Assert.That(settled.Epochs[0].Final!.Influence, Has.Count.EqualTo(4_204));
        Assert.That(settled.Findings, Is.Empty);
    }

    private static Address NewcomerOf(int number)
    {
        var bytes = new byte[Address.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(Address.Length - 4), number);
        bytes[0] = 0xAA;
        return new Address(bytes);
    }

    private async Task LieAsync()
    {
        await organization.EvaluateAsync(0, 1, 100);
        await organization.CloseAsync();
        await organization.SubmitAsync(units: 1);
    }

    private static Task<JsonNode> SaysAsync(NodeProcess node, params string[] parts) => node.UntilAsync(
        "/status", status => status["sentences"]!.AsArray().Any(sentence => parts.All(part => sentence!.GetValue<string>().Contains(part, StringComparison.Ordinal))));

    private Task<NodeProcess> StartAsync(Uri endpoint, params string[] more) =>
        NodeProcess.StartAsync(endpoint, organization.Settlement.ToString(), data.Path, more);
}
