using System.Numerics;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

/// <summary>What a group that credits itself can reach at most.</summary>
public sealed class RingTests
{
    [Test]
    public void Group_holds_at_most_its_seed_and_its_inflow_multiplied() =>
        Gen.Select(EpochCase.Any, Gen.Int).Sample((epoch, membership) =>
        {
            bool InGroup(int member) => (membership >> member & 1) != 0;
            var influence = Solve(epoch.Graph, epoch.Reputation, epoch.Parameters);
            BigInteger held = 0, seed = 0, inflow = 0;
            foreach (var member in Enumerable.Range(0, epoch.Members).Where(InGroup))
            {
                held += influence.Values[member];
                seed += influence.Seeds[member];
            }
            foreach (var credit in epoch.Credits.Where(credit => InGroup(credit.To) && !InGroup(credit.From)))
                inflow += (BigInteger)influence.Values[credit.From] * credit.Points;
            BigInteger budget = epoch.Parameters.PointsPerEpoch, damping = epoch.Parameters.DampingBp;
            return held * (10_000 - damping) * budget <= 10_000 * seed * budget + damping * inflow;
        });

    [Test]
    public void Group_pays_itself_at_most_its_share_of_reputation_if_nobody_outside_credits_it() =>
        Gen.Select(EpochCase.Any, Gen.Int).Sample((epoch, membership) =>
        {
            bool InGroup(int member) => (membership >> member & 1) != 0;
            var closed = epoch with { Credits = [.. epoch.Credits.Where(credit => !InGroup(credit.To) || InGroup(credit.From))] };
            var settlement = SettlementVector.Of(Solve(closed.Graph, closed.Reputation, closed.Parameters), closed.Previous, closed.Terms);
            BigInteger paid = 0, reputation = 0;
            foreach (var member in Enumerable.Range(0, closed.Previous.Length).Where(InGroup))
            {
                paid += settlement.State[member].Cumulative - closed.Previous[member].Cumulative;
                reputation += closed.Previous[member].Reputation;
            }
            var all = closed.Reputation.Aggregate(BigInteger.Zero, (sum, value) => sum + value);
            // M is a floor: the share is of the exact d / 10000 · S that it is the floor of.
            return paid * all * closed.Terms.MostEarned * 10_000 <= closed.Reward * reputation * closed.Parameters.DampingBp * Whole;
        });

    [TestCase(0, ExpectedResult = 196)]
    [TestCase(30, ExpectedResult = 238)]
    [TestCase(50, ExpectedResult = 294)]
    [TestCase(90, ExpectedResult = 1072)]
    public int Two_of_a_hundred_reach_half_of_all_reputation_after_so_many_epochs_if_the_others_give(int percent) =>
        1 + ReputationOfRing(percent).TakeWhile(share => 2 * share.Ring < share.All).Count();

    [Test]
    public void Two_of_a_hundred_gain_nothing_ever_if_the_others_give_all()
    {
        // What an epoch makes of the shares is the same in every epoch: a share that does not grow once never grows.
        var (ring, all) = ReputationOfRing(percent: 100).First();
        Assert.That((BigInteger)50 * ring, Is.LessThanOrEqualTo((BigInteger)all));
    }

    /// <summary>
    /// Reputation after each epoch of a hundred members who begin with the same. Two of them give each other all points; the
    /// others give so many percent of theirs in a circle: as they are all alike, that is as evenly as among all of them.
    /// </summary>
    private static IEnumerable<(ulong Ring, ulong All)> ReputationOfRing(int percent)
    {
        const int members = 100;
        var parameters = new InfluenceParameters(5000, 1_000_000);
        var points = (uint)(parameters.PointsPerEpoch * percent / 100);
        var credits =
            from giver in Enumerable.Range(2, members - 2)
            where points > 0
            select new LogCredit(giver, giver == members - 1 ? 2 : giver + 1, points);
        var graph = CreditGraph.From(members, [new(0, 1, 1_000_000), new(1, 0, 1_000_000), .. credits]);
        var terms = new EpochTerms(parameters, reward: 0, renewalBp: 200);
        MemberState[] state = [.. Enumerable.Repeat(new MemberState(0, 10_000_000_000_000), members)];
        while (true)
        {
            ulong[] reputation = [.. state.Select(member => member.Reputation)];
            var settlement = SettlementVector.Of(Solve(graph, reputation, parameters), state, terms);
            state = [.. settlement.State];
            yield return (state[0].Reputation + state[1].Reputation, settlement.Reputation);
        }
    }
}
