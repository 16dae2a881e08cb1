using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Kernel.Tests.Influence;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Governance;

public sealed class SimulationTests
{
    private static readonly EpochTerms Terms = new(new InfluenceParameters(5000, 1_000), 10_000_000_000_000, 200);

    private static readonly MemberState[] Founded = [new(0, 600), new(0, 400)];

    /// <summary>Two epochs; in the second one a member more.</summary>
    private static readonly PastEpoch[] Epochs =
    [
        new(Terms, 3, [new(0, 1, 700), new(0, 2, 300), new(1, 2, 400)]),
        new(Terms, 4, [new(1, 3, 500), new(2, 0, 999), new(2, 3, 1)]),
    ];

    [Test]
    public void Without_a_change_all_is_as_it_was() =>
        Gen.Select(EpochCase.Any, Gen.Int[1, 3]).Sample((epoch, threads) =>
        {
            var expected = SettlementVector.Of(Solve(epoch.Graph, epoch.Reputation, epoch.Parameters), epoch.Previous, epoch.Terms);
            var simulated = Simulation.Run(epoch.Previous, [new PastEpoch(epoch.Terms, epoch.Members, epoch.Credits)], new ParameterChange(), threads);
            return simulated.Single().Root == expected.Root;
        });

    [TestCase(8500, null, null, null)]
    [TestCase(null, 2_000, null, null)]
    [TestCase(null, null, 7UL, null)]
    [TestCase(null, null, null, 10_000)]
    [TestCase(0, 1_000, 0UL, 0)]
    public void What_is_changed_is_as_if_the_epochs_had_had_it_and_each_goes_on_from_the_one_before(int? damping, int? points, ulong? reward, int? renewal)
    {
        var terms = new EpochTerms(new InfluenceParameters(damping ?? 5000, points ?? 1_000), reward ?? Terms.Reward, renewal ?? 200);
        var state = Founded;
        var expected = new List<Bytes32>();
        foreach (var epoch in Epochs)
        {
            ulong[] reputation = [.. state.Select(member => member.Reputation)];
            var settlement = SettlementVector.Of(Solve(CreditGraph.From(epoch.Members, epoch.Credits), reputation, terms.Influence), state, terms);
            expected.Add(settlement.Root);
            state = [.. settlement.State];
        }
        var simulated = Simulation.Run(Founded, Epochs, new ParameterChange(damping, points, reward, renewal)).ToArray();
        Assert.That(simulated.Select(settlement => settlement.Root), Is.EqualTo(expected));
        Assert.That(simulated[1].Root, Is.Not.EqualTo(Simulation.Run(Founded, Epochs, new ParameterChange()).Last().Root), "Nothing changed, so nothing was tested.");
    }

    [Test]
    public void Who_gave_more_than_a_smaller_budget_gives_the_same_shares_of_it_and_the_others_what_they_gave()
    {
        var simulated = Simulation.Run(Founded, Epochs, new ParameterChange(PointsPerEpoch: 500)).ToArray();
        PastEpoch[] scaled =
        [
            new(Terms, 3, [new(0, 1, 350), new(0, 2, 150), new(1, 2, 400)]),
            // 999 and 1 of 1000 points: 499 of 500, and less than one.
            new(Terms, 4, [new(1, 3, 500), new(2, 0, 499)]),
        ];
        var expected = Simulation.Run(Founded, scaled, new ParameterChange(PointsPerEpoch: 500)).ToArray();
        Assert.That(simulated.Select(settlement => settlement.Root), Is.EqualTo(expected.Select(settlement => settlement.Root)));
    }

    [Test]
    public void Any_smaller_budget_is_kept_by_all() =>
        Gen.Select(EpochCase.Any, Gen.Int[1, 1 << 20]).Sample((epoch, points) =>
            // A giver over budget would be refused.
            Simulation.Run(epoch.Previous, [new PastEpoch(epoch.Terms, epoch.Members, epoch.Credits)], new ParameterChange(PointsPerEpoch: points)).Single().Members == epoch.Members);

    [TestCase(9501, null, null, null)]
    [TestCase(-1, null, null, null)]
    [TestCase(null, 0, null, null)]
    [TestCase(null, (1 << 20) + 1, null, null)]
    [TestCase(null, null, (1UL << 63) + 1, null)]
    [TestCase(null, null, null, 10_001)]
    public void What_no_epoch_can_have_is_refused(int? damping, int? points, ulong? reward, int? renewal) =>
        Assert.That(
            () => Simulation.Run(Founded, Epochs, new ParameterChange(damping, points, reward, renewal)).ToArray(),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
}
