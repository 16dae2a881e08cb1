using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Acceptance.Tests.Commands;

/// <summary>What the contracts refuse reaches people as words.</summary>
internal sealed class RevertTests
{
    private World world = null!;

    [OneTimeSetUp]
    public async Task Found() => world = await World.FoundAsync();

    [OneTimeTearDown]
    public void End() => world.Dispose();

    [Test]
    public async Task Closing_too_early_says_until_when()
    {
        var until = await world.Contracts.Settlement.OpenedAtAsync() + World.Terms.EpochSeconds;
        Assert.That(
            () => world.CloseNowAsync(),
            Throws.TypeOf<RevertException>().With.Message.EqualTo($"The contract refused: TooEarly(until: {until})"));
    }

    [Test]
    public void Finalizing_what_was_not_submitted_says_the_stage() =>
        Assert.That(
            () => Chains.Stranger.ExecuteAsync(world.Contracts.Settlement.Finalize(3)),
            Throws.TypeOf<RevertException>().With.Message.EqualTo("The contract refused: WrongStage(epoch: 3, stage: 0)"));

    [Test]
    public void A_stranger_is_told_the_rule_of_the_ledger()
    {
        var evaluation = new Evaluation(Chains.Stranger.Address, 0, 0, [new Credit(default, world[0].Address, 5)]);
        Assert.That(
            () => Chains.Stranger.ExecuteAsync(world.Contracts.Ledger.Evaluate(evaluation)),
            Throws.TypeOf<RevertException>().With.Message.EqualTo($"The contract refused: RecordRefused(reason: {(int)Refusal.UnknownMember})"));
    }

    [Test]
    public void Tokens_that_are_not_there_are_named_by_the_token()
    {
        var transfer = world.Contracts.Token.Transfer(world[0].Address, 7);
        Assert.That(
            () => Chains.Stranger.ExecuteAsync(transfer),
            Throws.TypeOf<RevertException>().With.Message.Contains("ERC20InsufficientBalance(").And.Message.Contains("needed: 7"));
    }
}
