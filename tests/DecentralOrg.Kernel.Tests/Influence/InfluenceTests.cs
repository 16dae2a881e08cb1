using System.Numerics;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

public sealed class InfluenceTests
{
    [Test]
    public void Any_order_of_evaluation_with_stale_values_reaches_the_same_bits() =>
        Gen.Select(EpochCase.Any, Gen.Int).Sample((epoch, seed) =>
            Solved(epoch).SequenceEqual(SolveInAnyOrder(epoch, new Random(seed))));

    [Test]
    public void Result_is_a_fixed_point_and_any_other_value_in_it_is_found() =>
        Gen.Select(EpochCase.Any, Gen.Int[0, 23], Gen.Bool).Sample((epoch, member, up) =>
        {
            var x = Solved(epoch);
            if (FirstWrongRow(epoch.Graph, epoch.Reputation, epoch.Parameters, x) is not null)
                return false;
            member %= epoch.Members;
            x[member] = up || x[member] == 0 ? x[member] + 1 : x[member] - 1;
            var wrong = FirstWrongRow(epoch.Graph, epoch.Reputation, epoch.Parameters, x)!.Value;
            return wrong.Member <= member
                && wrong.Posted == x[wrong.Member]
                && epoch.Row(wrong.Member, x) == (BigInteger)wrong.Found
                && Enumerable.Range(0, wrong.Member).All(before => epoch.Row(before, x) == x[before]);
        });

    [Test]
    public void Row_of_any_vector_is_that_of_the_formula() =>
        Gen.Select(EpochCase.Any, Gen.ULong.Array[24], Gen.Int[0, 23]).Sample((epoch, x, member) =>
        {
            member %= epoch.Members;
            return (BigInteger)Row(epoch.Graph, (ulong)epoch.Seed(member), x, epoch.Parameters, member) == epoch.Row(member, x);
        });

    [Test]
    public void Row_is_exact_at_the_largest_values_that_can_be_posted()
    {
        const int givers = 4096;
        const uint budget = 1 << 20;
        var graph = CreditGraph.From(givers + 1, [.. Enumerable.Range(0, givers).Select(from => new LogCredit(from, givers, budget))]);
        var x = Enumerable.Repeat(ulong.MaxValue, givers + 1).ToArray();
        var expected = 7 + 9500 * (BigInteger)ulong.MaxValue * givers * budget / ((BigInteger)10_000 * budget);
        Assert.That((BigInteger)Row(graph, 7, x, new InfluenceParameters(9500, (int)budget), givers), Is.EqualTo(expected));
    }

    [Test]
    public void Influence_is_never_more_than_the_whole_and_what_is_earned_never_more_than_can_be() =>
        EpochCase.Any.Sample(epoch =>
        {
            var influence = Solve(epoch.Graph, epoch.Reputation, epoch.Parameters);
            var earned = Enumerable.Range(0, epoch.Members).Aggregate(BigInteger.Zero, (sum, member) => sum + influence.Earned(member));
            return Sum(influence.Values) <= Whole
                && earned == influence.TotalEarned
                && earned <= epoch.Terms.MostEarned
                && epoch.Terms.MostEarned == epoch.Parameters.DampingBp * BigInteger.Pow(2, 60) / 10_000
                && Enumerable.Range(0, epoch.Members).All(member => influence.Seeds[member] == epoch.Seed(member));
        });

    [Test]
    public void One_more_credit_never_lowers_anyones_influence_and_the_solution_so_far_is_a_valid_start() =>
        EpochCase.Any.Where(epoch => epoch.Credits.Length > 0).Sample(epoch =>
        {
            var before = Solved(epoch with { Credits = epoch.Credits[..^1] });
            var after = Solved(epoch);
            var warm = Solve(epoch.Graph, epoch.Reputation, epoch.Parameters, before.AsSpan()[..^1]);
            return before.Zip(after).All(pair => pair.First <= pair.Second) && after.SequenceEqual(warm.Values);
        });

    [Test]
    public void Order_of_credits_makes_no_difference() =>
        Gen.Select(EpochCase.Any, Gen.Int).Sample((epoch, seed) =>
        {
            var shuffled = epoch.Credits.ToArray();
            new Random(seed).Shuffle(shuffled);
            return Solved(epoch).SequenceEqual(Solved(epoch with { Credits = shuffled }));
        });

    [Test]
    public void A_fixed_point_that_is_not_the_least_is_hardly_larger()
    {
        var others = 0;
        EpochCase.Any.Sample(
            epoch =>
            {
                var least = Solved(epoch);
                var greatest = FixedPointFromAbove(epoch);
                var difference = Sum(greatest) - Sum(least);
                if (difference > 0)
                    others++;
                return FirstWrongRow(epoch.Graph, epoch.Reputation, epoch.Parameters, greatest) is null
                    && difference * (10_000 - epoch.Parameters.DampingBp) <= (BigInteger)epoch.Members * 10_000;
            },
            iter: 300,
            threads: 1);
        Assert.That(others, Is.GreaterThan(0), "No case had a second fixed point, so nothing was tested.");
    }

    [Test]
    public void Without_reputation_nobody_has_influence()
    {
        var graph = CreditGraph.From(2, [new LogCredit(0, 1, 5)]);
        Assert.That(Solve(graph, [0, 0], new InfluenceParameters(5000, 10)).Values, Is.All.Zero);
    }

    [Test]
    public void Newcomers_beyond_the_reputation_given_have_no_seed()
    {
        var graph = CreditGraph.From(2, [new LogCredit(0, 1, 5)]);
        var influence = Solve(graph, [1], new InfluenceParameters(5000, 10));
        Assert.Multiple(() =>
        {
            Assert.That(influence.Seeds, Is.EqualTo(new[] { Whole / 2, 0UL }));
            Assert.That(influence.Values, Is.EqualTo(new[] { Whole / 2, Whole / 8 }));
        });
    }

    [Test]
    public void What_has_no_solution_is_not_solved()
    {
        var graph = CreditGraph.From(2, [new LogCredit(0, 1, 6), new LogCredit(0, 1, 5)]);
        var parameters = new InfluenceParameters(5000, 10);
        Assert.Multiple(() =>
        {
            Assert.That(() => Solve(graph, [1, 1], parameters), Throws.ArgumentException, "over budget");
            Assert.That(() => Solve(CreditGraph.From(2, []), [1, 1, 1], parameters), Throws.ArgumentException);
            Assert.That(() => Solve(CreditGraph.From(2, []), [ReputationLimit - 1, 1], parameters), Throws.ArgumentException);
            Assert.That(() => Solve(CreditGraph.From(2, []), [1], parameters, [1, 2, 3]), Throws.ArgumentException);
            Assert.That(() => FirstWrongRow(CreditGraph.From(2, []), [1], parameters, [1]), Throws.ArgumentException);
            Assert.That(() => new InfluenceParameters(9501, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new InfluenceParameters(-1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new InfluenceParameters(0, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new InfluenceParameters(0, (1 << 20) + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    private static ulong[] Solved(EpochCase epoch) => [.. Solve(epoch.Graph, epoch.Reputation, epoch.Parameters).Values];

    private static BigInteger Sum(IEnumerable<ulong> values) => values.Aggregate(BigInteger.Zero, (sum, value) => sum + value);

    private static ulong[] SolveInAnyOrder(EpochCase epoch, Random random)
    {
        var x = Enumerable.Range(0, epoch.Members).Select(member => (ulong)epoch.Seed(member)).ToArray();
        var order = Enumerable.Range(0, epoch.Members).ToArray();
        for (var pending = true; pending;)
        {
            pending = false;
            var stale = x.ToArray();
            random.Shuffle(order);
            foreach (var member in order)
            {
                var value = (ulong)epoch.Row(member, random.Next(2) == 0 ? stale : x);
                x[member] = Math.Max(x[member], value);
            }
            // Rows that read what was stale may have changed nothing for that reason alone: only a pass without such ends it.
            pending = order.Any(member => epoch.Row(member, x) > x[member]);
        }
        return x;
    }

    /// <summary>Down from far above until no row wants less, then up until no row wants more.</summary>
    private static ulong[] FixedPointFromAbove(EpochCase epoch)
    {
        var x = Enumerable.Repeat(Whole, epoch.Members).ToArray();
        Settle((value, row) => row < value);
        Settle((value, row) => row > value);
        return x;

        void Settle(Func<ulong, UInt128, bool> wanted)
        {
            var graph = epoch.Graph;
            for (var changed = true; changed;)
            {
                changed = false;
                for (var member = 0; member < x.Length; member++)
                {
                    var row = Row(graph, (ulong)epoch.Seed(member), x, epoch.Parameters, member);
                    if (!wanted(x[member], row))
                        continue;
                    x[member] = (ulong)row;
                    changed = true;
                }
            }
        }
    }
}
