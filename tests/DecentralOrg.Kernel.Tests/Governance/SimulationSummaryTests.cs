using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Kernel.Tests.Governance;

public sealed class SimulationSummaryTests
{
    private static readonly EpochTerms Terms = new(new InfluenceParameters(5000, 1_000), 10_000_000_000_000, 200);
    private static readonly MemberState[] Founded = [new(7, 600), new(0, 400)];
    private static readonly PastEpoch[] Epochs = [new(Terms, 3, [new(0, 1, 700), new(0, 2, 300), new(1, 2, 400)])];
    private static readonly Address[] Accounts = [.. Enumerable.Range(1, 3).Select(number => new Address([.. new byte[19], (byte)number]))];

    [Test]
    public void A_summary_is_written_line_by_line_with_values_before_and_after()
    {
        var summary = Of(new ParameterChange(DampingBp: 8500, RenewalBp: 400));
        var lines = summary.Text.Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(summary.Text, Does.EndWith("\n"));
            Assert.That(lines[..4], Is.EqualTo(new[] { "decentralorg/simulation/1", "epochs 4 4", "dampingBp 8500", "renewalBp 400" }));
            Assert.That(lines[4], Does.Match("^epoch 4 root 0x[0-9a-f]{64} 0x[0-9a-f]{64} earned [0-9]+ [0-9]+ gini [0-9]+ [0-9]+ top1 [0-9]+ [0-9]+ top10 10000 10000 top100 10000 10000$"));
            // Nobody credits member 0, so he has what his 600 of 1000 give: 0.3 and 0.09 of 2^60.
            Assert.That(lines[5], Is.EqualTo("member 0 0x0000000000000000000000000000000000000001 influence 345876451382054092 103762935414616227 rewards 0 0 reputation 594 596 rank 2 2"));
            Assert.That(lines.Length, Is.EqualTo(9), "two members more, and nothing behind the last line feed");
            Assert.That(summary.Hash, Is.EqualTo(Keccak.Hash(System.Text.Encoding.ASCII.GetBytes(summary.Text))));
        });
    }

    [Test]
    public void Another_change_has_another_hash_and_the_same_change_the_same()
    {
        var hashes = new[] { new ParameterChange(), new(DampingBp: 8500), new(PointsPerEpoch: 2_000), new(Reward: 1), new(RenewalBp: 1) }.Select(change => Of(change).Hash).ToArray();
        Assert.That(hashes, Is.Unique);
        Assert.That(Of(new ParameterChange(DampingBp: 8500)).Hash, Is.EqualTo(hashes[1]));
    }

    [Test]
    public void Equals_share_the_better_rank() => Assert.That(SimulationSummary.Ranks([5, 9, 5, 0]), Is.EqualTo(new[] { 2, 1, 2, 4 }));

    [Test]
    public void There_must_be_an_account_for_every_member() =>
        Assert.That(() => SimulationSummary.Of(new ParameterChange(), Founded, Pairs(new ParameterChange()), Accounts[..2]), Throws.ArgumentException);

    private static SimulationSummary Of(ParameterChange change) => SimulationSummary.Of(change, Founded, Pairs(change), Accounts);

    private static EpochPair[] Pairs(ParameterChange change) =>
        [new(4, Simulation.Run(Founded, Epochs, new ParameterChange()).Single(), Simulation.Run(Founded, Epochs, change).Single())];
}
