using System.Numerics;
using DecentralOrg.Kernel.Governance;

namespace DecentralOrg.Kernel.Tests.Governance;

public sealed class InequalityTests
{
    private static readonly Gen<ulong[]> Values = Gen.OneOf(Gen.ULong[0, 9], Gen.ULong[0, 1UL << 60], Gen.Const(0UL)).Array[1, 40];

    [Test]
    public void Gini_is_half_the_mean_difference_of_all_pairs_over_the_mean() =>
        Values.Sample(values =>
        {
            BigInteger differences = 0, total = 0;
            foreach (var one in values)
            {
                total += one;
                foreach (var other in values)
                    differences += BigInteger.Abs((BigInteger)one - other);
            }
            return Inequality.GiniBp(values) == (total.IsZero ? 0 : 10_000 * differences / (2 * values.Length * total));
        });

    [Test]
    public void Gini_knows_no_order_and_no_scale() =>
        Gen.Select(Values, Gen.Int).Sample((values, seed) =>
        {
            ulong[] shuffled = [.. values.Select(value => value / 1024)];
            var gini = Inequality.GiniBp(shuffled);
            new Random(seed).Shuffle(shuffled);
            return Inequality.GiniBp(shuffled) == gini && Inequality.GiniBp([.. shuffled.Select(value => value * 7)]) == gini;
        });

    [Test]
    public void If_all_have_the_same_it_is_nothing_and_if_one_has_all_nearly_all()
    {
        Assert.That(Inequality.GiniBp([.. Enumerable.Repeat(1UL << 60, 1_000)]), Is.Zero);
        Assert.That(Inequality.GiniBp([.. Enumerable.Repeat(0UL, 999), 5]), Is.EqualTo(9_990));
        Assert.That(Inequality.GiniBp([0, 0]), Is.Zero);
        Assert.That(Inequality.GiniBp([]), Is.Zero);
    }

    [Test]
    public void Those_who_have_most_have_that_share() =>
        Gen.Select(Values, Gen.Int[0, 50]).Sample((values, count) =>
        {
            var total = values.Aggregate(BigInteger.Zero, (sum, value) => sum + value);
            var top = values.OrderDescending().Take(count).Aggregate(BigInteger.Zero, (sum, value) => sum + value);
            return Inequality.TopShareBp(values, count) == (total.IsZero ? 0 : 10_000 * top / total);
        });
}
