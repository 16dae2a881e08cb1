using System.Globalization;
using System.Numerics;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Node.Challenging;

namespace DecentralOrg.Acceptance.Tests.Verifying;

/// <summary>Settlements with one value changed by one unit of 2^-60.</summary>
internal sealed class RefutationTests
{
    /// <summary>Gives nobody anything, so that no other row depends on his.</summary>
    private const int Changed = 4;

    private World world = null!;

    [SetUp]
    public async Task Play()
    {
        world = await World.FoundAsync();
        await world.PlayAsync(newcomer: Changed);
        await world.CloseAsync();
    }

    [TearDown]
    public void End() => world.Dispose();

    [TestCase(-1)]
    [TestCase(+1)]
    public async Task One_unit_is_found_and_the_printed_calldata_removes_the_settlement(int units)
    {
        var right = world.Compute();
        var wrong = world.Change(right, Changed, units);
        await world.SubmitAsync(wrong);

        var found = await world.DorgAsync("verify");
        Assert.Multiple(() =>
        {
            Assert.That(found.ExitCode, Is.EqualTo(5), found.ToString());
            Assert.That(found.Output, Does.Contain($"Influence: Epoch 0, member {Changed} ({world[Changed].Address})"));
            Assert.That(found.Output, Does.Contain($"posts influence {wrong.Influence[Changed]}; its own vector gives {right.Influence[Changed]}. It stands and can be refuted."));
        });

        await Chains.Stranger.ExecuteAsync(new ContractCall(world.Settlement, Calldata(found)));
        var (_, stage) = await world.Contracts.Settlement.ClosedAsync();
        var credited = await world.Contracts.Settlement.BalanceOfAsync(Chains.Stranger.Address);
        Assert.Multiple(() =>
        {
            Assert.That(stage, Is.EqualTo(1), "closed again");
            Assert.That(credited, Is.EqualTo((BigInteger)World.Terms.Bond / 2));
        });
        var after = await world.DorgAsync("verify", "--json");
        Assert.That(after.ExitCode, Is.Zero, after.ToString());
        Assert.That(after.Json["checked"]!["refuted"]!.GetValue<int>(), Is.EqualTo(1));

        await world.SubmitAsync(right);
        await world.FinalizeAsync(right);
        var final = await world.VerifyAsync();
        Assert.That((final.Holds, final.Counts.Refuted, final.Counts.Settlements), Is.EqualTo((true, 1, 1)));
    }

    [Test]
    public async Task The_json_names_both_values_and_carries_the_same_calldata()
    {
        var right = world.Compute();
        await world.SubmitAsync(world.Change(right, Changed, +1));

        var wrong = (await world.DorgAsync("verify", "--json")).Json["wrong"]!.AsArray().Single()!;
        Assert.Multiple(() =>
        {
            Assert.That((int)wrong["epoch"]!, Is.Zero);
            Assert.That((int)wrong["member"]!, Is.EqualTo(Changed));
            Assert.That((string?)wrong["status"], Is.EqualTo("Standing"));
            Assert.That((string?)wrong["posted"], Is.EqualTo((right.Influence[Changed] + 1).ToString(CultureInfo.InvariantCulture)));
            Assert.That((string?)wrong["found"], Is.EqualTo(right.Influence[Changed].ToString(CultureInfo.InvariantCulture)));
        });
        await Chains.Stranger.ExecuteAsync(new ContractCall(world.Settlement, Hex.Decode((string)wrong["challengeRow"]!["data"]!)));
        Assert.That((await world.VerifyAsync()).Counts.Refuted, Is.EqualTo(1));
    }

    [Test]
    public async Task A_wrong_settlement_that_is_final_is_found_and_called_final()
    {
        var wrong = world.Change(world.Compute(), Changed, +1);
        await world.SubmitAsync(wrong);
        await world.FinalizeAsync(wrong);

        var found = await world.DorgAsync("verify");
        Assert.Multiple(() =>
        {
            Assert.That(found.ExitCode, Is.EqualTo(5), found.ToString());
            Assert.That(found.Output, Does.Contain("It is final and can no longer be refuted."));
            Assert.That(found.Output, Does.Not.Contain("removes the settlement"));
            Assert.That(found.Output, Does.Contain("One thing does not follow"), "what was paid follows from what became final");
        });
    }

    [Test]
    public async Task An_honest_settlement_cannot_be_refuted()
    {
        var right = world.Compute();
        await world.SubmitAsync(right);
        for (var member = 0; member < right.Members; member++)
        {
            var row = new WrongRow(member, right.Influence[member], right.Influence[member]);
            var challenge = RowChallenge.Against(world.Closed.Log!, right.Influence.AsSpan(), world.Settled.State.AsSpan(), row);
            Assert.That(
                async () => await Chains.Stranger.ExecuteAsync(challenge.Call(world.Contracts.Settlement)),
                Throws.TypeOf<RevertException>().With.Message.Contains($"RowHolds(member: {member}, influence: {right.Influence[member]})"));
        }
    }

    private static byte[] Calldata(DorgResult found) =>
        Hex.Decode(found.Output.Split('\n').Single(line => line.StartsWith("0x", StringComparison.Ordinal)).Trim());
}
