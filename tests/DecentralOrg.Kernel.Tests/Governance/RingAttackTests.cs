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
    /// <summary>Epochs, and two or more of their members in any order.</summary>
    private static readonly Gen<(EpochCase Epoch, int[] Ring)> Attacked =
        from epoch in EpochCase.Any.Where(epoch => epoch.Members > 1)
        from order in Gen.Shuffle(Enumerable.Range(0, epoch.Members).ToArray())
        from size in Gen.Int[2, epoch.Members]
        select (epoch, order[..size]);

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
            // A unit of each outsider's row, passed on among them and then in the ring.
            var rounding = 2 + (damping * ((epoch.Members * 10_000 / kept) + 1) / kept);
            return attack.After == inside
                && attack.After <= attack.Bound
                && attack.Bound <= Whole
                && (attack.Bound == Whole || (attack.Bound >= bound && attack.Bound <= bound + rounding));
        });

    [Test]
    public void Ring_has_no_more_than_its_bound_however_it_gives_if_nobody_outside_gives_it_more() =>
        Gen.Select(Attacked, Gen.Int[0, 3], Gen.Int[0, 26].Array[0, 60], Gen.Int[1, 1 << 20].Array[60]).Sample((attacked, newcomers, recipients, wishes) =>
        {
            var (epoch, ring) = attacked;
            var attack = RingAttack.Of(new PastEpoch(epoch.Terms, epoch.Members, epoch.Credits), epoch.Reputation, ring, newcomers);
            // Whom they please and how much they please: the ring, new accounts, outsiders.
            var members = epoch.Members + newcomers;
            var left = attack.Members.ToDictionary(member => member, _ => (uint)epoch.Parameters.PointsPerEpoch);
            var credits = epoch.Credits.Where(credit => !ring.Contains(credit.From)).ToList();
            for (var i = 0; i < recipients.Length; i++)
            {
                var (from, to) = (attack.Members[i % attack.Members.Length], recipients[i] % members);
                var points = Math.Min(left[from], (uint)wishes[i]);
                if (from == to || points == 0)
                    continue;
                left[from] -= points;
                credits.Add(new LogCredit(from, to, points));
            }
            var influence = Solve(CreditGraph.From(members, credits), epoch.Reputation, epoch.Parameters);
            return attack.Members.Aggregate(BigInteger.Zero, (sum, member) => sum + influence.Values[member]) <= attack.Bound;
        });

    [Test]
    public void Ring_that_completes_what_rounding_took_from_outsiders_is_within_its_bound()
    {
        const int outsiders = 900;
        const uint budget = 1_000_000;
        // One point of 2 is just short of a unit to each outsider, and one of the ring's completes it. They give all they have to
        // the ring, which is nothing until then.
        ulong[] reputation = [2_000, 2_000, 30_000, 1UL << 53];
        LogCredit[] honest = [.. Enumerable.Range(4, outsiders).SelectMany(outsider => (LogCredit[])[new(2, outsider, 1), new(outsider, 0, budget)])];
        LogCredit[] ring = [.. Enumerable.Range(4, outsiders).Select(outsider => new LogCredit(1, outsider, 1)), new(0, 1, budget), new(1, 0, budget - outsiders)];
        var parameters = new InfluenceParameters(5000, (int)budget);
        var attack = RingAttack.Of(new PastEpoch(new EpochTerms(parameters, 0, 0), 4 + outsiders, honest), reputation, [0, 1], 0);
        var held = Solve(CreditGraph.From(4 + outsiders, [.. honest, .. ring]), reputation, parameters).Values;
        Assert.That(held[0] + held[1], Is.GreaterThan(attack.After + 500));
        Assert.That(held[0] + held[1], Is.LessThanOrEqualTo(attack.Bound));
        Assert.That(attack.Bound - attack.After, Is.LessThan(4UL * outsiders));
    }

    [Test]
    public void Before_is_what_the_ring_had_without_its_new_accounts() =>
        Gen.Select(Attacked, Gen.Int[0, 3]).Sample((attacked, newcomers) =>
        {
            var (epoch, ring) = attacked;
            var attack = RingAttack.Of(new PastEpoch(epoch.Terms, epoch.Members, epoch.Credits), epoch.Reputation, ring, newcomers);
            var influence = Solve(epoch.Graph, epoch.Reputation, epoch.Parameters);
            return attack.Before == ring.Aggregate(0UL, (sum, member) => sum + influence.Values[member])
                && attack.Members.SequenceEqual([.. ring, .. Enumerable.Range(epoch.Members, newcomers)]);
        });

    [Test]
    public void Ring_that_all_reputation_is_in_has_all_influence()
    {
        // Two who give each other all: x = t / (1 - d), a half each; new accounts in between take part and change nothing.
        var epoch = new PastEpoch(new EpochTerms(new InfluenceParameters(8500, 1_000), 0, 0), 3, [new(0, 2, 1_000)]);
        foreach (var newcomers in (int[])[0, 5, 1_000])
        {
            var attack = RingAttack.Of(epoch, [1, 1], [1, 0], newcomers);
            Assert.That(attack.After, Is.LessThanOrEqualTo(Whole).And.GreaterThan(Whole - (ulong)(10 * (newcomers + 2))));
            Assert.That(attack.Bound, Is.GreaterThanOrEqualTo(attack.After).And.LessThanOrEqualTo(Whole));
            Assert.That(attack.InflowToOnePercent, Is.Zero);
        }
    }

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
        // Not a unit less than it takes, also where what flows in is multiplied by 19.
        var whole = new InfluenceParameters(9500, 1_000_000);
        var least = RingAttack.Of(new PastEpoch(new EpochTerms(whole, 0, 0), 3, []), reputation, [1, 2], 0).InflowToOnePercent!.Value;
        var seeds = SeedsOf(3, reputation, whole);
        Assert.That((20 * (seeds[1] + seeds[2])) + (19 * least), Is.GreaterThanOrEqualTo(Whole / 100).And.LessThan((Whole / 100) + 19));
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

    [TestCase(-1)]
    [TestCase((1 << 22) - 1)]
    [TestCase(int.MaxValue)]
    public void More_new_accounts_than_members_can_be_are_refused(int newcomers) =>
        Assert.That(
            () => RingAttack.Of(new PastEpoch(new EpochTerms(new InfluenceParameters(5000, 10), 0, 0), 2, []), [1, 1], [0, 1], newcomers),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("newcomers"));

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
