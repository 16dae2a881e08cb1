using System.Numerics;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Kernel.Tests.Influence;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Governance;

public sealed class RingAttackTests
{
    [Test]
    public void Ring_never_passes_its_bound_which_is_that_of_the_protocol() =>
        Gen.Select(EpochCase.Any.Where(epoch => epoch.Members > 1), Gen.Int, Gen.Int[0, 3]).Sample((epoch, membership, newcomers) =>
        {
            int[] ring = [.. Enumerable.Range(0, epoch.Members).Where(member => (membership >> member & 1) != 0)];
            if (ring.Length + newcomers < 2)
                return true;
            var attack = RingAttack.Of(new PastEpoch(epoch.Terms, epoch.Members, epoch.Credits), epoch.Reputation, ring, newcomers);
            // The whole epoch once more, with the circle in it.
            LogCredit[] credits =
            [
                .. epoch.Credits.Where(credit => !ring.Contains(credit.From)),
                .. attack.Members.Select((member, place) => new LogCredit(member, attack.Members[(place + 1) % attack.Members.Length], (uint)epoch.Parameters.PointsPerEpoch)),
            ];
            var after = Solve(CreditGraph.From(epoch.Members + newcomers, credits), epoch.Reputation, epoch.Parameters);
            BigInteger inside = 0, seeds = 0, inflow = 0, damping = epoch.Parameters.DampingBp, kept = 10_000 - damping;
            foreach (var member in attack.Members)
            {
                inside += after.Values[member];
                seeds += after.Seeds[member];
            }
            foreach (var credit in epoch.Credits.Where(credit => ring.Contains(credit.To) && !ring.Contains(credit.From)))
                inflow += (BigInteger)after.Values[credit.From] * credit.Points;
            var bound = ((10_000 * seeds) + (damping * inflow / epoch.Parameters.PointsPerEpoch)) / kept;
            return attack.After == inside
                && attack.After <= attack.Bound
                && attack.Bound <= Whole
                && (attack.Bound == Whole || BigInteger.Abs(attack.Bound - bound) <= 2);
        });

    [Test]
    public void New_accounts_alone_have_nothing_and_need_one_percent_from_outside()
    {
        var epoch = new PastEpoch(new EpochTerms(new InfluenceParameters(5000, 1_000), 0, 0), 3, [new(0, 1, 1_000), new(1, 2, 500)]);
        var attack = RingAttack.Of(epoch, [1, 1, 1], [], newcomers: 100);
        Assert.That(attack.Members, Is.EqualTo(Enumerable.Range(3, 100)));
        Assert.That((attack.Before, attack.After), Is.EqualTo((0UL, 0UL)));
        Assert.That(attack.Bound, Is.LessThanOrEqualTo(1UL));
        // At 5000 what flows in is multiplied once.
        Assert.That(attack.InflowToOnePercent, Is.EqualTo(Whole / 100));
    }

    [Test]
    public void Inflow_to_one_percent_makes_the_bound_one_percent()
    {
        // The ring has a thousandth of all reputation; an outsider with 999 of 1000 gives it what it needs, and no point less.
        var parameters = new InfluenceParameters(8500, 1_000_000);
        var terms = new EpochTerms(parameters, 0, 0);
        ulong[] reputation = [9_990, 5, 5];
        var missing = RingAttack.Of(new PastEpoch(terms, 3, []), reputation, [1, 2], 0).InflowToOnePercent!.Value;
        var outsider = Solve(CreditGraph.From(3, []), reputation, parameters).Values[0];
        var points = (uint)(((UInt128)missing * 1_000_000 / outsider) + 1);
        ulong BoundWith(uint given) => RingAttack.Of(new PastEpoch(terms, 3, [new(0, 1, given)]), reputation, [1, 2], 0).Bound;
        Assert.That(BoundWith(points), Is.GreaterThanOrEqualTo(Whole / 100));
        Assert.That(BoundWith(points - 1), Is.LessThan(Whole / 100));
        // Half of all reputation is more than enough.
        Assert.That(RingAttack.Of(new PastEpoch(terms, 3, []), reputation, [0, 2], 0).InflowToOnePercent, Is.Zero);
    }

    [TestCase(0)]
    [TestCase(10)]
    public void Where_credits_bring_next_to_nothing_no_inflow_is_enough(int damping)
    {
        var epoch = new PastEpoch(new EpochTerms(new InfluenceParameters(damping, 1_000), 0, 0), 3, []);
        Assert.That(RingAttack.Of(epoch, [1, 0, 0], [1, 2], 0).InflowToOnePercent, Is.Null);
        Assert.That(RingAttack.Of(epoch, [1, 0, 0], [0, 2], 0).InflowToOnePercent, Is.Zero);
    }

    [TestCase(new[] { 0 }, 0)]
    [TestCase(new int[0], 1)]
    [TestCase(new[] { 0, 0 }, 1)]
    [TestCase(new[] { 0, 2 }, 1)]
    [TestCase(new[] { -1, 0 }, 1)]
    public void What_is_no_ring_is_refused(int[] ring, int newcomers) =>
        Assert.That(
            () => RingAttack.Of(new PastEpoch(new EpochTerms(new InfluenceParameters(5000, 10), 0, 0), 2, []), [1, 1], ring, newcomers),
            Throws.ArgumentException.With.Message.Contains("ring").IgnoreCase);
}
