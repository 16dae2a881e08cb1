using System.Collections.Immutable;
using System.Numerics;
using DecentralOrg.Kernel.Governance;

namespace DecentralOrg.Kernel.Tests.Governance;

public sealed class MetricVoteTests
{
    private const int WholeBp = 10_000;

    private static readonly Gen<UInt128[]> Scores = Gen.ULong[0, 1_000].Select(score => (UInt128)score).Array[1, 30];

    [Test]
    public void A_split_pays_exactly_the_total_if_the_cap_lets_it() =>
        Gen.Select(Scores, Gen.ULong).Where((scores, _) => scores.Any(score => score > 0)).Sample((scores, total) =>
            Sum(CappedSplit.Of(scores, total, total)) == total);

    [Test]
    public void A_split_never_pays_more_than_the_cap_or_the_total_and_nothing_for_nothing() =>
        Gen.Select(Scores, Gen.ULong[1, 1_000_000], Gen.ULong[1, 1_000_000]).Sample((scores, total, cap) =>
        {
            var parts = CappedSplit.Of(scores, total, cap);
            // What remains unpaid remains because everybody with a score is at the cap.
            return Sum(parts) <= total && parts.All(part => part <= cap) && !scores.Where((score, i) => score == 0 && parts[i] > 0).Any()
                && (Sum(parts) == total || scores.Zip(parts).All(each => each.First == 0 || each.Second == cap));
        });

    [Test]
    public void Without_a_cap_nobody_gets_less_than_his_share_rounded_down() =>
        Gen.Select(Scores, Gen.ULong[1, 1_000_000]).Where((scores, _) => scores.Any(score => score > 0)).Sample((scores, total) =>
            CappedSplit.Of(scores, total, total).Zip(scores).All(each => each.First >= each.Second * total / Sum(scores)));

    [Test]
    public void What_the_cap_cuts_off_goes_to_the_others_in_proportion() =>
        Assert.That(CappedSplit.Of([20, 60, 20], 100, 40), Is.EqualTo((UInt128[])[30, 40, 30]));

    [Test]
    public void Ballots_multiply_open_source_normalize_metrics_and_weigh_them()
    {
        // Metric 1: 10 · 3 and 30 of 60; metric 2: all of the first.
        var vote = new MetricVote([[10, 30], [5, 0]], [true, false]);
        var ballot = new MetricBallot([Percent(60), Percent(40)], 3 * MetricVote.Unit, OpenSourceOnly: false);
        Assert.That(Bp(vote.Shares(ballot, WholeBp)), Is.EqualTo([7000, 3000]));
        Assert.That(Bp(vote.Shares(ballot with { OpenSourceOnly = true }, WholeBp)), Is.EqualTo([10_000, 0]));
        Assert.That(Bp(vote.Shares(ballot, 5000)), Is.EqualTo([5000, 5000]));
    }

    [Test]
    public void The_unit_of_a_metric_and_a_metric_of_nothing_do_not_matter()
    {
        var ballot = new MetricBallot([Percent(50), Percent(50)], MetricVote.Unit, OpenSourceOnly: false);
        var shares = new MetricVote([[1, 3], [0, 0]], [true, false]).Shares(ballot, WholeBp);
        Assert.That(new MetricVote([[1_000_000, 3_000_000], [0, 0]], [true, false]).Shares(ballot, WholeBp), Is.EqualTo(shares));
        Assert.That(Bp(shares), Is.EqualTo([2500, 7500]));
    }

    [Test]
    public void Payouts_follow_the_median_and_who_would_get_too_little_leaves_it_to_the_others()
    {
        var vote = new MetricVote([[80, 15, 5], [60, 35, 5], [0, 0, 100]], [false, false, false]);
        MetricBallot[] ballots = [Only(0), Only(1), Only(2)];
        // Medians of (80, 60, 0), (15, 35, 0) and (5, 5, 100): 60, 15 and 5 of 80. 625 of 10,000 are less than 1,000.
        Assert.That(vote.Payouts(ballots, [1, 1, 1], new PayoutRule(10_000, WholeBp, 0)), Is.EqualTo((UInt128[])[7500, 1875, 625]));
        Assert.That(vote.Payouts(ballots, [1, 1, 1], new PayoutRule(10_000, WholeBp, 1_000)), Is.EqualTo((UInt128[])[8000, 2000, 0]));
        Assert.That(vote.Payouts(ballots, [0, 0, 1], new PayoutRule(10_000, WholeBp, 0)), Is.EqualTo((UInt128[])[0, 0, 10_000]));
    }

    [Test]
    public void The_order_of_ballots_does_not_matter_and_a_weight_is_as_many_ballots() =>
        Gen.Select(Gen.ULong[0, 50].Array[3].Array[2, 6], Gen.ULong[1, 3].Array[6]).Sample((given, weights) =>
        {
            var vote = new MetricVote([[1, 2, 3, 4], [9, 1, 1, 1], [0, 5, 0, 1]], [true, false, true, false]);
            var rule = new PayoutRule(1_000_000, 4_000, 10_000);
            MetricBallot[] ballots = [.. given.Select(values => new MetricBallot([.. values.Select(Percent)], 2 * MetricVote.Unit, values[0] == 0))];
            var counted = weights[..ballots.Length];
            var payouts = vote.Payouts(ballots, counted, rule);
            MetricBallot[] repeated = [.. ballots.SelectMany((ballot, i) => Enumerable.Repeat(ballot, (int)counted[i]))];
            return payouts.SequenceEqual(vote.Payouts([.. ballots.Reverse()], [.. counted.Reverse()], rule))
                && payouts.SequenceEqual(vote.Payouts(repeated, [.. repeated.Select(_ => 1UL)], rule)) && Sum(payouts) <= rule.Budget;
        });

    [Test]
    public void Metrics_and_ballots_that_do_not_fit_are_refused()
    {
        var vote = new MetricVote([[1, 2]], [true, false]);
        Assert.Multiple(() =>
        {
            Assert.That(() => new MetricVote([[1]], [true, false]), Throws.ArgumentException);
            Assert.That(() => new MetricVote([[1, BigInteger.MinusOne]], [true, false]), Throws.ArgumentException);
            Assert.That(() => vote.Shares(new MetricBallot([1, 1], 1, false), 1), Throws.ArgumentException);
            Assert.That(() => vote.Payouts([], [], new PayoutRule(1, 1, 0)), Throws.ArgumentException);
        });
    }

    private static MetricBallot Only(int metric) => new([.. Enumerable.Range(0, 3).Select(i => i == metric ? Percent(100) : 0)], MetricVote.Unit, OpenSourceOnly: false);

    private static UInt128 Percent(ulong percent) => percent * MetricVote.Unit;

    /// <summary>Shares of 10^24 in 1/10000, to the nearest.</summary>
    private static int[] Bp(ImmutableArray<UInt128> shares)
    {
        var unit = MetricVote.Unit * 100;
        return [.. shares.Select(share => (int)((share + (unit / 2)) / unit))];
    }

    private static UInt128 Sum(UInt128[] parts) => parts.Aggregate(UInt128.Zero, (sum, part) => sum + part);
}
