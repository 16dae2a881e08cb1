using System.Collections.Immutable;
using System.Numerics;

namespace DecentralOrg.Kernel.Governance;

/// <summary>A ballot on how much each metric of impact counts.</summary>
/// <param name="Weights">The weight of each metric, in the order of <see cref="MetricVote"/>, in units of 10^-18 percent.</param>
/// <param name="OpenSourceMultiplier">By what the metrics of open source are multiplied, in units of 10^-18.</param>
/// <param name="OpenSourceOnly">Whether projects that are not open source get nothing.</param>
public sealed record MetricBallot(ImmutableArray<UInt128> Weights, UInt128 OpenSourceMultiplier, bool OpenSourceOnly);

/// <summary>What is paid out by a vote.</summary>
/// <param name="Budget">All that is paid out, in the smallest unit of the token.</param>
/// <param name="CapBp">The most that one project gets of all, in 1/10000.</param>
/// <param name="Least">The least payout, in the smallest unit of the token; who would get less gets nothing, and the others share it.</param>
public sealed record PayoutRule(UInt128 Budget, int CapBp, UInt128 Least);

/// <summary>
/// A vote on the weights of metrics by which projects are paid, in integers: Retro Funding 4 of Optimism (2024). Every ballot
/// gives every project a share; the median of the shares, weighted if need be, is what projects are paid by.
/// </summary>
public sealed class MetricVote
{
    /// <summary>Weights and multipliers are in units of one over this.</summary>
    public static readonly UInt128 Unit = 1_000_000_000_000_000_000;

    private const uint WholeBp = 10_000;
    private const uint Percent = 100;

    /// <summary>Shares are in units of one over this: far below what a rounded payout shows, and products are exact anyway.</summary>
    private static readonly UInt128 WholeShare = Unit * 1_000_000;

    private readonly ImmutableArray<ImmutableArray<BigInteger>> metrics;
    private readonly ImmutableArray<bool> openSource;

    /// <summary>A vote on projects.</summary>
    /// <param name="metrics">For each metric the value of each project, in any unit of this metric, not negative.</param>
    /// <param name="openSource">Whether each project is open source.</param>
    /// <exception cref="ArgumentException">A metric has not one value a project, or one below zero.</exception>
    public MetricVote(ImmutableArray<ImmutableArray<BigInteger>> metrics, ImmutableArray<bool> openSource)
    {
        if (metrics.Any(values => values.Length != openSource.Length || values.Any(value => value.Sign < 0)))
            throw new ArgumentException("Every metric has one value a project, and none is below zero; correct the metrics.", nameof(metrics));
        this.metrics = metrics;
        this.openSource = openSource;
    }

    /// <summary>
    /// The share that a ballot gives each project, in units of 10^-24: the metrics of open source are multiplied, each metric is
    /// divided by its sum over all projects, a project's score is the sum of its metrics times their weights (each product
    /// rounded down), and <see cref="CappedSplit"/> makes shares of the scores.
    /// </summary>
    /// <param name="ballot">The ballot.</param>
    /// <param name="capBp">The most that one project gets of all, in 1/10000.</param>
    /// <exception cref="ArgumentException">It has not one weight a metric.</exception>
    public ImmutableArray<UInt128> Shares(MetricBallot ballot, int capBp)
    {
        ArgumentNullException.ThrowIfNull(ballot);
        if (ballot.Weights.Length != metrics.Length)
            throw new ArgumentException($"The ballot has {ballot.Weights.Length} weights for {metrics.Length} metrics; give one a metric.", nameof(ballot));
        var scores = new UInt128[openSource.Length];
        for (var metric = 0; metric < metrics.Length; metric++)
        {
            if (ballot.Weights[metric] == 0)
                continue;
            BigInteger[] values = [.. metrics[metric].Select((value, project) => value * (openSource[project] ? ballot.OpenSourceMultiplier : Unit))];
            var sum = values.Aggregate(BigInteger.Zero, (all, value) => all + value);
            for (var project = 0; project < values.Length && !sum.IsZero; project++)
                scores[project] += (UInt128)(values[project] * ballot.Weights[metric] * WholeShare / (sum * Unit * Percent));
        }
        if (ballot.OpenSourceOnly)
        {
            for (var project = 0; project < scores.Length; project++)
                scores[project] = openSource[project] ? scores[project] : 0;
        }
        return [.. CappedSplit.Of(scores, WholeShare, WholeShare * (uint)capBp / WholeBp)];
    }

    /// <summary>
    /// What each project is paid: the mean median of its shares over the ballots, split under the cap; who would get less than
    /// the least payout is left out, and the budget is split again among the others, in proportion to what they would get. All payouts add up to the budget exactly, unless
    /// the cap leaves some of it to nobody.
    /// </summary>
    /// <param name="ballots">The ballots; one at least.</param>
    /// <param name="weights">The weight of each ballot; all 1 if every ballot counts the same.</param>
    /// <param name="rule">What is paid out.</param>
    /// <returns>The payouts in the smallest unit of the token, in the order of the projects.</returns>
    /// <exception cref="ArgumentException">There are no ballots, not as many weights, or no weight.</exception>
    public UInt128[] Payouts(IReadOnlyList<MetricBallot> ballots, ReadOnlySpan<ulong> weights, PayoutRule rule)
    {
        ArgumentNullException.ThrowIfNull(ballots);
        ArgumentNullException.ThrowIfNull(rule);
        var medians = Median.OfEach([.. ballots.Select(ballot => Shares(ballot, rule.CapBp))], weights);
        var cap = rule.Budget * (uint)rule.CapBp / WholeBp;
        var payouts = CappedSplit.Of([.. medians.Select(median => median.Mean)], rule.Budget, cap);
        return CappedSplit.Of([.. payouts.Select(payout => payout < rule.Least ? 0 : payout)], rule.Budget, cap);
    }
}
