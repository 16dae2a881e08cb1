using System.Collections.Immutable;
using DecentralOrg.Kernel.Governance;

namespace DecentralOrg.Kernel.Tests.Governance;

public sealed class MedianTests
{
    private static readonly Gen<(UInt128 Value, ulong Weight)[]> Votes =
        Gen.Select(Gen.ULong[0, 9].Select(value => (UInt128)value), Gen.ULong[0, 4]).Array[1, 12].Where(votes => votes.Any(vote => vote.Item2 > 0));

    [TestCase(new ulong[] { 7 }, 7UL, 7UL, 7UL)]
    [TestCase(new ulong[] { 9, 1, 4 }, 4UL, 4UL, 4UL)]
    [TestCase(new ulong[] { 9, 1 }, 1UL, 9UL, 5UL)]
    [TestCase(new ulong[] { 8, 3, 100, 0 }, 3UL, 8UL, 5UL)]
    public void Values_have_the_medians_of_the_textbook(ulong[] values, ulong lower, ulong upper, ulong mean)
    {
        var median = Median.Of([.. values.Select(value => (UInt128)value)]);
        Assert.That((median.Lower, median.Upper, median.Mean), Is.EqualTo(((UInt128)lower, (UInt128)upper, (UInt128)mean)));
    }

    [Test]
    public void A_weight_is_as_many_values() => Votes.Sample(votes =>
        Of(votes) == Median.Of([.. votes.SelectMany(vote => Enumerable.Repeat(vote.Value, (int)vote.Weight))]));

    [Test]
    public void The_order_of_values_does_not_matter() =>
        Gen.Select(Votes, Gen.Int).Sample((votes, seed) =>
        {
            var shuffled = votes.ToArray();
            new Random(seed).Shuffle(shuffled);
            return Of(shuffled) == Of(votes);
        });

    [Test]
    public void Neither_end_has_more_than_half_of_the_weight_beyond_it() => Votes.Sample(votes =>
    {
        var median = Of(votes);
        var all = Weight(votes, _ => true);
        return ((UInt128[])[median.Lower, median.Upper, median.Mean]).All(middle =>
            2 * Weight(votes, value => value < middle) <= all && 2 * Weight(votes, value => value > middle) <= all);
    });

    [Test]
    public void Every_tie_rule_stays_between_the_least_and_the_greatest_value_with_weight() =>
        Gen.Select(Votes, Gen.ULong[0, 12]).Sample((votes, inForce) =>
        {
            var median = Of(votes);
            var values = votes.Where(vote => vote.Weight > 0).Select(vote => vote.Value).ToList();
            return ((UInt128[])[median.Lower, median.Upper, median.Mean, median.Nearest(inForce)]).All(value => value >= values.Min() && value <= values.Max());
        });

    [Test]
    public void A_tie_around_a_value_leaves_it_as_it_is()
    {
        var tie = Median.Of([2, 8], [5, 5]);
        Assert.That((tie.Nearest(5), tie.Nearest(1), tie.Nearest(9)), Is.EqualTo(((UInt128)5, (UInt128)2, (UInt128)8)));
    }

    [Test]
    public void Nobody_moves_the_median_towards_what_he_prefers_by_exaggerating() =>
        Gen.Select(Votes, Gen.Int[0, 11], Gen.ULong[0, 20]).Sample((votes, who, other) =>
        {
            who %= votes.Length;
            var (honest, preferred) = (Of(votes).Lower, votes[who].Value);
            votes[who].Value = other;
            return Distance(Of(votes).Lower, preferred) >= Distance(honest, preferred);
        });

    [Test]
    public void The_greatest_numbers_do_not_overflow()
    {
        var median = Median.Of([UInt128.MaxValue, UInt128.MaxValue - 2], [ulong.MaxValue, ulong.MaxValue]);
        Assert.That(median.Mean, Is.EqualTo(UInt128.MaxValue - 1));
    }

    [Test]
    public void Vectors_are_counted_component_by_component()
    {
        ImmutableArray<UInt128>[] ballots = [[1, 30], [2, 10], [3, 20]];
        Assert.That(Median.OfEach(ballots, [1, 1, 3]).Select(median => median.Lower), Is.EqualTo((UInt128[])[3, 20]));
    }

    [Test]
    public void Without_weight_and_with_vectors_that_differ_there_is_no_median()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => Median.Of([]), Throws.ArgumentException);
            Assert.That(() => Median.Of([1], [0]), Throws.ArgumentException);
            Assert.That(() => Median.Of([1], [1, 1]), Throws.ArgumentException);
            Assert.That(() => Median.OfEach([[1], [1, 2]], [1, 1]), Throws.ArgumentException);
            Assert.That(() => Median.OfEach([], []), Throws.ArgumentException);
        });
    }

    private static Median Of((UInt128 Value, ulong Weight)[] votes) => Median.Of([.. votes.Select(vote => vote.Value)], [.. votes.Select(vote => vote.Weight)]);

    private static UInt128 Weight((UInt128 Value, ulong Weight)[] votes, Func<UInt128, bool> counts) =>
        votes.Where(vote => counts(vote.Value)).Aggregate(UInt128.Zero, (sum, vote) => sum + vote.Weight);

    private static UInt128 Distance(UInt128 left, UInt128 right) => UInt128.Max(left, right) - UInt128.Min(left, right);
}
