using System.Numerics;

namespace DecentralOrg.Acceptance.Tests.Verifying;

/// <summary>An honest organization: three epochs with newcomers, rewards claimed, tokens passed on by their owner.</summary>
internal sealed class HonestTests
{
    private World world = null!;

    [OneTimeSetUp]
    public async Task Play()
    {
        world = await World.FoundAsync();
        for (var newcomer = 4; newcomer < 7; newcomer++)
        {
            await world.PlayAsync(newcomer);
            await world.SettleAsync();
        }
        var owner = world[1];
        await Chains.Dev.SetBalanceAsync(owner.Address, 1_000_000_000_000_000_000);
        using var sender = Chains.SenderOf(owner);
        await sender.ExecuteAsync(world.Contracts.Token.Transfer(world[7].Address, 12_345));
    }

    [OneTimeTearDown]
    public void End() => world.Dispose();

    [Test]
    public async Task Verify_counts_what_it_checked_and_ends_with_0()
    {
        var result = await world.DorgAsync("verify");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(result.Output, Does.Contain("Everything follows from the chain's own records."));
            Assert.That(result.Output, Does.Match(@"\b8 │ contracts run the code of this product"));
            Assert.That(result.Output, Does.Match(@"\b12 │ records numbered without a hole"));
            Assert.That(result.Output, Does.Match(@"\b9 │ evaluations among them, with 15 credits"));
            Assert.That(result.Output, Does.Match(@"\b18 │ values of influence compared"));
            Assert.That(result.Errors, Does.Contain("recomputing 3 closed epochs"));
        });
    }

    [Test]
    public async Task Verify_gives_the_counts_as_json()
    {
        var result = await world.DorgAsync("verify", "--json");
        var json = result.Json;
        var minted = await world.Contracts.Token.TotalSupplyAsync();
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(json["holds"]!.GetValue<bool>());
            // 5, 6 and 7 members: so many values, and so many claims, because everybody's reputation moved in every epoch.
            Assert.That(json["checked"]!.ToJsonString(), Is.EqualTo(
                """{"contracts":8,"records":12,"signatures":{"recovered":12,"sent":0,"byContract":0,"notShown":0},"contributions":3,"evaluations":9,"credits":15,"members":7,"epochs":3,"settlements":3,"refuted":0,"values":18,"claims":18,"balances":7,"reputations":7,"proposals":0,"roles":0}"""));
            Assert.That(json["findings"]!.AsArray(), Is.Empty);
            Assert.That(json["notes"]!.AsArray(), Is.Empty);
            Assert.That(json["wrong"]!.AsArray(), Is.Empty);
            Assert.That(minted, Is.GreaterThan(BigInteger.Zero));
        });
    }

    [Test]
    public async Task Url_and_organization_can_come_from_the_environment()
    {
        var result = await Dorg.RunAsync(["verify", "--json"], "", new Dictionary<string, string>
        {
            ["ETH_RPC_URL"] = Chains.Url.ToString(),
            ["DORG_SETTLEMENT"] = world.Settlement.ToString(),
        });
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }

    [Test]
    public async Task A_bit_changed_in_any_event_never_ends_in_a_crash_and_in_a_record_never_goes_unnoticed()
    {
        var logs = await ChangedChain.LogsOfAsync(world);
        var records = new[] { Node.Contracts.LedgerContract.ContributionTakenEvent.Topic, Node.Contracts.LedgerContract.EvaluationTakenEvent.Topic };
        var random = new Random(1);
        foreach (var log in logs.Where(log => log.Data.Length > 0))
        {
            var position = random.Next(log.Data.Length);
            var data = log.Data.ToArray();
            data[position] ^= (byte)(1 << random.Next(8));
            var outcome = await OutcomeAsync(new ChangedChain(Chains.Chain, log with { Data = data }));
            if (records.Contains(log.Topics[0]))
                Assert.That(outcome, Is.Not.EqualTo("holds"), $"log {log.Index} of block {log.BlockNumber}, byte {position}");
        }
    }

    /// <summary>What the verifier says; any exception that users would see as a crash fails the test.</summary>
    private async Task<string> OutcomeAsync(ChangedChain chain)
    {
        try
        {
            return (await world.VerifyAsync(chain)).Holds ? "holds" : "finding";
        }
        catch (Node.Organizations.HistoryException)
        {
            return "no history";
        }
    }
}
