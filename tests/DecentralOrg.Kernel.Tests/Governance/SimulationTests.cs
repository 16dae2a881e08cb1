using System.Numerics;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
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
        new(Terms, 4, [new(1, 3, 499), new(1, 0, 1), new(2, 0, 996), new(2, 3, 3), new(2, 1, 1)]),
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
        // With a budget that is 500 already nothing is scaled.
        var terms = new EpochTerms(new InfluenceParameters(5000, 500), Terms.Reward, Terms.RenewalBp);
        PastEpoch[] scaled =
        [
            new(terms, 3, [new(0, 1, 350), new(0, 2, 150), new(1, 2, 400)]),
            // 996, 3 and 1 of 1000 points: 498 of 500, one, and less than one.
            new(terms, 4, [new(1, 3, 499), new(1, 0, 1), new(2, 0, 498), new(2, 3, 1)]),
        ];
        var expected = Simulation.Run(Founded, scaled, new ParameterChange()).ToArray();
        Assert.That(simulated.Select(settlement => settlement.Root), Is.EqualTo(expected.Select(settlement => settlement.Root)));
    }

    [Test]
    public void Epochs_without_a_change_go_on_from_each_other_as_they_did() =>
        Gen.Select(EpochCase.Any, EpochCase.Any.Array[0, 3]).Sample((first, others) =>
        {
            // Rewards are small, so that those of all epochs together stay within their bounds, and members only join.
            var members = first.Members;
            var epochs = new List<PastEpoch> { new(first.Terms, members, first.Credits) };
            foreach (var other in others)
            {
                members = Math.Max(members, other.Members);
                epochs.Add(new PastEpoch(new EpochTerms(other.Parameters, other.Reward % 1_000_000, other.RenewalBp), members, other.Credits));
            }
            var expected = new List<Bytes32>();
            var state = first.Previous;
            foreach (var epoch in epochs)
            {
                ulong[] reputation = [.. state.Select(member => member.Reputation)];
                var settlement = SettlementVector.Of(Solve(CreditGraph.From(epoch.Members, epoch.Credits), reputation, epoch.Terms.Influence), state, epoch.Terms);
                expected.Add(settlement.Root);
                state = [.. settlement.State];
            }
            return Simulation.Run(first.Previous, epochs, new ParameterChange()).Select(settlement => settlement.Root).SequenceEqual(expected);
        });

    [Test]
    public void Smaller_budget_scales_all_who_passed_it_and_nobody_else_and_lets_nobody_pass_it() =>
        // Few points as often as any: what a budget of a million leaves of a credit is hardly ever one point, or none.
        Gen.Select(EpochCase.Any, Gen.OneOf(Gen.Int[1, 100], Gen.Int[1, 1 << 20])).Sample((epoch, points) =>
        {
            var spent = epoch.Credits.GroupBy(credit => credit.From).ToDictionary(own => own.Key, own => own.Aggregate(BigInteger.Zero, (sum, credit) => sum + credit.Points));
            // Who did not pass it gives as before; the shares of the others are those they gave, down to a point.
            LogCredit[] scaled =
            [
                .. from credit in epoch.Credits
                   let given = spent[credit.From] <= points ? credit.Points : (uint)(credit.Points * (BigInteger)points / spent[credit.From])
                   where given > 0
                   select credit with { Points = given },
            ];
            var kept = scaled.GroupBy(credit => credit.From).All(own => own.Aggregate(0L, (sum, credit) => sum + credit.Points) <= points);
            var terms = new EpochTerms(new InfluenceParameters(epoch.Parameters.DampingBp, points), epoch.Reward, epoch.RenewalBp);
            var expected = SettlementVector.Of(Solve(CreditGraph.From(epoch.Members, scaled), epoch.Reputation, terms.Influence), epoch.Previous, terms);
            var simulated = Simulation.Run(epoch.Previous, [new PastEpoch(epoch.Terms, epoch.Members, epoch.Credits)], new ParameterChange(PointsPerEpoch: points));
            return kept && simulated.Single().Root == expected.Root;
        });

    [Test]
    public void Rewards_that_pass_what_a_member_can_have_are_refused()
    {
        var full = new PastEpoch(Terms, 2, [new(0, 1, 1_000), new(1, 0, 1_000)]);
        Assert.That(
            () => Simulation.Run([new(ulong.MaxValue, 600), new(0, 400)], [full], new ParameterChange(Reward: 1_000_000)).ToArray(),
            Throws.InstanceOf<OverflowException>().With.Message.Contains("member 0"));
    }

    [TestCase(9501, null, null, null, ExpectedResult = "dampingBp")]
    [TestCase(-1, null, null, null, ExpectedResult = "dampingBp")]
    [TestCase(null, 0, null, null, ExpectedResult = "pointsPerEpoch")]
    [TestCase(null, (1 << 20) + 1, null, null, ExpectedResult = "pointsPerEpoch")]
    [TestCase(null, null, (1UL << 63) + 1, null, ExpectedResult = "reward")]
    [TestCase(null, null, null, 10_001, ExpectedResult = "renewalBp")]
    [TestCase(null, null, null, -1, ExpectedResult = "renewalBp")]
    public string? What_no_epoch_can_have_is_refused_by_name(int? damping, int? points, ulong? reward, int? renewal) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Simulation.Run(Founded, Epochs, new ParameterChange(damping, points, reward, renewal)).ToArray())!.ParamName;
}
