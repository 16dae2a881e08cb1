using System.Collections.Immutable;

namespace DecentralOrg.Kernel.Governance;

/// <summary>
/// The weighted median of values. At most half of all weight is below it and at most half above it; where the weight splits
/// evenly, that holds for every value from <see cref="Lower"/> to <see cref="Upper"/>, and the tie rule of the vote picks one:
/// <see cref="Lower"/>, <see cref="Upper"/>, <see cref="Mean"/> or <see cref="Nearest"/>. Nobody moves it towards what he
/// prefers by naming a more extreme value (Black 1948, Moulin 1980).
/// </summary>
/// <param name="Lower">The least value with at least half of the weight at or below it.</param>
/// <param name="Upper">The greatest value with at least half of the weight at or above it.</param>
public readonly record struct Median(UInt128 Lower, UInt128 Upper)
{
    /// <summary>The mean of both ends, rounded down: what statistics calls the median of an even number of values.</summary>
    public UInt128 Mean => Lower + ((Upper - Lower) / 2);

    /// <summary>What is nearest to a value: the value itself if it ties, otherwise the end on its side. So a tie changes nothing.</summary>
    /// <param name="value">The value, such as the one in force.</param>
    public UInt128 Nearest(UInt128 value) => UInt128.Clamp(value, Lower, Upper);

    /// <summary>The median of values that all weigh the same. Their order does not matter.</summary>
    /// <param name="values">The values; one at least.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static Median Of(ReadOnlySpan<UInt128> values)
    {
        var weights = new ulong[values.Length];
        Array.Fill(weights, 1UL);
        return Of(values, weights);
    }

    /// <summary>The median of values with weights. Their order does not matter, and a weight of n is n values with weight 1.</summary>
    /// <param name="values">The values.</param>
    /// <param name="weights">The weight of each in any unit; values without weight do not count.</param>
    /// <exception cref="ArgumentException">There are not as many weights as values, or no weight.</exception>
    public static Median Of(ReadOnlySpan<UInt128> values, ReadOnlySpan<ulong> weights)
    {
        if (values.Length != weights.Length)
            throw new ArgumentException($"There are {values.Length} values and {weights.Length} weights; give one weight a value.", nameof(weights));
        var (sorted, sortedWeights) = (values.ToArray(), weights.ToArray());
        Array.Sort(sorted, sortedWeights);
        UInt128 all = 0, below = 0;
        foreach (var weight in sortedWeights)
            all += weight;
        if (all == 0)
            throw new ArgumentException("Nothing has weight, so nothing is in the middle; give one value with weight at least.", nameof(weights));
        UInt128? lower = null;
        for (var i = 0; ; i++)
        {
            below += sortedWeights[i];
            if (2 * below >= all)
                lower ??= sorted[i];
            if (2 * below > all)
                return new Median(lower!.Value, sorted[i]);
        }
    }

    /// <summary>The median of each component of vectors with weights.</summary>
    /// <param name="ballots">The vectors, all of the same length; one at least.</param>
    /// <param name="weights">The weight of each vector in any unit.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there is no weight.</exception>
    public static ImmutableArray<Median> OfEach(IReadOnlyList<ImmutableArray<UInt128>> ballots, ReadOnlySpan<ulong> weights)
    {
        ArgumentNullException.ThrowIfNull(ballots);
        if (ballots.Count == 0 || ballots.Any(ballot => ballot.Length != ballots[0].Length))
            throw new ArgumentException("Ballots are one vector at least, all of the same length; leave out what is none.", nameof(ballots));
        var medians = ImmutableArray.CreateBuilder<Median>(ballots[0].Length);
        var values = new UInt128[ballots.Count];
        for (var component = 0; component < ballots[0].Length; component++)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = ballots[i][component];
            medians.Add(Of(values, weights));
        }
        return medians.MoveToImmutable();
    }
}
