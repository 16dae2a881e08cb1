using System.Globalization;
using System.Text.Json.Nodes;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Acceptance.Tests.Governing;

/// <summary>The whole life of a proposal: members without ether change the algorithm, and everything follows.</summary>
internal sealed class GoverningTests
{
    private const int Damping = 8_500;

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
    public async Task Members_without_ether_change_the_damping_and_the_next_epoch_is_settled_as_simulated()
    {
        int[] members = [0, 1, 2, 3];
        foreach (var person in members)
        {
            // The same people have some on this chain where a test before gave them.
            await Chains.Dev.SetBalanceAsync(world[person].Address, 0);
        }
        await world.CloseAsync();
        var first = world.Compute();
        await world.SubmitAsync(first);
        await world.FinalizeAsync(first, claim: false);
        using var node = await NodeProcess.StartAsync(
            Chains.Url, world.Settlement.ToString(), data.Path, "--relay-key", "dev:11", "--claim-key", "dev:15");
        await node.ReadyAsync();

        var proposed = await ProposeAsync(node);
        var id = proposed["id"]!.GetValue<string>();
        Assert.That(proposed["simulation"]!["epochs"]![0]!["after"]!["dampingBp"]!.GetValue<int>(), Is.EqualTo(Damping));
        await AssertVotesAreCurrentAsync(node, first);

        var delegated = await DorgAsync(node, $"delegate {world[1].Address}", person: 0);
        await node.UntilAsync($"/delegations/{delegated["digest"]}", now => now["state"]!.GetValue<string>() is "Mined" or "Final");
        await Ballots.PassAsync(Ballots.Day + 1);
        var active = await UntilAsync(node, id, "Active");
        Assert.Multiple(() =>
        {
            Assert.That(active["actions"]![0]!["sentence"]!.GetValue<string>(), Is.EqualTo("Set dampingBp to 8500, within 1000 to 9000."));
            Assert.That(active["actions"]![0]!["warning"], Is.Null);
            Assert.That(active["simulation"]!["verdict"]!.GetValue<string>(), Is.EqualTo("Confirmed"));
            Assert.That(active["simulation"]!["computed"]!.GetValue<string>(), Is.EqualTo(proposed["simulationHash"]!.GetValue<string>()));
        });

        await VoteAsync(node, id, 1, "for");
        await VoteAsync(node, id, 2, "abstain", "--reason", "Let the others say");
        var voted = await node.UntilAsync($"/api/proposals/{id}", now => now["ballots"]!.AsArray().Count == 2);
        await AssertTallyAsync(id, voted);
        await AssertToldAsync(node, id);
        foreach (var person in members)
            Assert.That(await Chains.Chain.GetBalanceAsync(world[person].Address), Is.EqualTo(UInt128.Zero), "nobody who proposed or voted ever had ether");

        await Ballots.PassAsync(5 * Ballots.Day);
        await UntilAsync(node, id, "Succeeded");
        await Chains.Dev.SetBalanceAsync(world[3].Address, 1_000_000_000_000_000_000);
        await AssertRefusedAsync($"proposals {id} --execute --dev-account 103", "NotQueued: the proposal is Succeeded");
        await RunAsync($"proposals {id} --queue --dev-account 103");
        await UntilAsync(node, id, "Queued");
        await AssertRefusedAsync($"proposals {id} --execute --dev-account 103", "TimelockNotOver: the proposal waits in the timelock until ");
        await AssertRefusedAsync($"proposals {id} --execute --dry-run", "TimelockNotOver");
        await Ballots.PassAsync(2 * Ballots.Day);
        await RunAsync($"proposals {id} --execute --dev-account 103");
        await UntilAsync(node, id, "Executed");
        await world.FollowAsync();
        Assert.That((world.Organization.Epochs[^1].Terms.DampingBp, world.Organization.NextTerms.DampingBp), Is.EqualTo((World.Terms.DampingBp, (ushort)Damping)), "the open epoch keeps its own");

        await world.PlayAsync(5);
        await world.SettleAsync();
        Assert.That(world.Organization.Epochs[^1].Terms.DampingBp, Is.EqualTo(Damping));
        var history = await node.UntilAsync("/api/parameters/history", now => now["items"]!.AsArray()[^1]!["actsFrom"]?.GetValue<uint>() == 2);
        Assert.That(history["items"]!.AsArray()[^1]!["value"]!.GetValue<string>(), Is.EqualTo("8500"));

        var terms = (await node.UntilAsync("/api/epochs/2", _ => true))["terms"]!;
        var kept = await world.Contracts.Parameters.TermsAtAsync(1);
        Assert.That((terms["set"]!.GetValue<uint>(), terms["hash"]!.GetValue<string>()), Is.EqualTo((1U, kept.Hash.ToString())));
        Assert.That(await world.Contracts.Settlement.SetOfAsync(2), Is.EqualTo(1U));

        await AssertSettledAsSimulatedAsync();
        var verified = await world.DorgAsync("verify");
        Assert.That(verified.ExitCode, Is.Zero, verified.ToString());
        var told = (await RunAsync("params --json")).Json;
        Assert.That(told["parameters"]!["dampingBp"]!.ToJsonString(), Is.EqualTo("""{"value":"8500","next":"8500","minimum":"1000","maximum":"9000"}"""));
        Assert.That(told["history"]!.AsArray()[^1]!["set"]!.GetValue<uint>(), Is.EqualTo(1U));
    }

    /// <summary>The open epoch, which has the new damping, is settled; with the old one, simulated to the new, it gives the same, and as it was something else.</summary>
    private async Task AssertSettledAsSimulatedAsync()
    {
        var before = world.Settled;
        await world.PlayAsync(6);
        await world.SettleAsync();
        var epoch = world.Organization.Epochs[^2];
        var old = new EpochTerms(new(World.Terms.DampingBp, (int)World.Terms.PointsPerEpoch), epoch.Reward, World.Terms.RenewalBp);
        var past = new PastEpoch(old, epoch.Log!.Members, epoch.Log.Credits);
        Assert.Multiple(() =>
        {
            Assert.That(epoch.Final!.Root, Is.EqualTo(Simulation.Run([.. before.State], [past], new ParameterChange(DampingBp: Damping)).Single().Root));
            Assert.That(epoch.Final.Root, Is.Not.EqualTo(Simulation.Run([.. before.State], [past], new ParameterChange()).Single().Root));
        });
    }

    /// <summary>Nobody claimed, so votes are stale when the proposal appears; the node mends that before they are counted.</summary>
    private async Task AssertVotesAreCurrentAsync(NodeProcess node, SettlementVector final)
    {
        for (var member = 0; member < final.Members; member++)
        {
            var votes = final.State[member].Reputation.ToString(CultureInfo.InvariantCulture);
            await node.UntilAsync($"/accounts/{world.Organization.Ledger.Members[member]}/governance", now => now["votes"]!.GetValue<string>() == votes);
        }
        await world.FollowAsync();
        for (var member = 0; member < final.Members; member++)
            Assert.That(world.Organization.Reputation[world.Organization.Ledger.Members[member]], Is.EqualTo(final.State[member].Reputation));
    }

    private async Task AssertTallyAsync(string id, JsonNode voted)
    {
        await world.FollowAsync();
        var reputation = world.Organization.Reputation;
        var together = reputation[world[0].Address] + reputation[world[1].Address];
        var counted = await world.Contracts.Governor.ProposalVotesAsync(System.Numerics.BigInteger.Parse(id, CultureInfo.InvariantCulture));
        Assert.Multiple(() =>
        {
            Assert.That((ulong)counted.ForVotes, Is.EqualTo(together), "one voted through a delegate");
            Assert.That((ulong)counted.AbstainVotes, Is.EqualTo(reputation[world[2].Address]));
            Assert.That(voted["votes"]!["for"]!.GetValue<string>(), Is.EqualTo(counted.ForVotes.ToString(CultureInfo.InvariantCulture)));
            Assert.That(voted["ballots"]![1]!["reason"]!.GetValue<string>(), Is.EqualTo("Let the others say"));
        });
        Assert.That(voted["quorum"]!.GetValue<string>(), Is.EqualTo((await world.Contracts.Governor.QuorumAsync(voted["snapshot"]!.GetValue<ulong>())).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The node tells each what he can still do: the delegate voted, who delegated has no votes, and one has not voted yet.</summary>
    private async Task AssertToldAsync(NodeProcess node, string id)
    {
        var reputation = world.Organization.Reputation;
        (int Person, ulong Weight, string? Support)[] told =
            [(1, reputation[world[0].Address] + reputation[world[1].Address], "For"), (0, 0, null), (2, reputation[world[2].Address], "Abstain"), (3, reputation[world[3].Address], null)];
        foreach (var (person, weight, support) in told)
        {
            var voter = await node.GetAsync($"/accounts/{world[person].Address}/governance");
            var ballot = voter["ballots"]!.AsArray().Single()!;
            Assert.Multiple(() =>
            {
                Assert.That((ballot["proposal"]!.ToString(), ballot["weight"]!.ToString(), ballot["support"]?.ToString()), Is.EqualTo((id, Text(weight), support)));
                Assert.That(ballot["onItsWay"]!.GetValue<bool>(), Is.False);
                Assert.That(voter["reputation"]!.ToString(), Is.EqualTo(Text(reputation[world[person].Address])));
                Assert.That(voter["threshold"]!.ToString(), Is.EqualTo(Text(Governance.ThresholdOf(reputation.Total))));
            });
        }
        static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<JsonNode> ProposeAsync(NodeProcess node)
    {
        var command = $"propose dampingBp={Damping} --text Credit --json";
        var tried = await world.DorgAsync($"{command} --dry-run");
        Assert.That(tried.ExitCode, Is.Zero, tried.ToString());
        var made = (await RunAsync($"{command} --node {node.Http.BaseAddress} --dev-account 103")).Json;
        Assert.That(made["simulationHash"]!.GetValue<string>(), Is.EqualTo(tried.Json["simulationHash"]!.GetValue<string>()));
        await node.UntilAsync($"/proposals/{made["digest"]}", now => now["state"]!.GetValue<string>() is "Mined" or "Final");
        return made;
    }

    private static async Task VoteAsync(NodeProcess node, string id, int person, string support, params string[] more)
    {
        var vote = (await DorgAsync(node, $"vote {id} {support}", person, more))["digest"]!.GetValue<string>();
        await node.UntilAsync($"/votes/{vote}", now => now["state"]!.GetValue<string>() is "Mined" or "Final");
    }

    private static async Task<JsonNode> DorgAsync(NodeProcess node, string command, int person, params string[] more)
    {
        var result = await Dorg.RunAsync(
            [.. command.Split(' '), "--node", node.Http.BaseAddress!.ToString(), "--dev-account", $"{World.FirstPerson + person}", "--json", .. more]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return result.Json;
    }

    private async Task<DorgResult> RunAsync(string command)
    {
        var result = await world.DorgAsync(command);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return result;
    }

    private async Task AssertRefusedAsync(string command, string words)
    {
        var result = await world.DorgAsync(command);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain(words));
    }

    private static Task<JsonNode> UntilAsync(NodeProcess node, string id, string state) =>
        node.UntilAsync($"/api/proposals/{id}", now => now["state"]!.GetValue<string>() == state);
}
