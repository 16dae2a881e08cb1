using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DecentralOrg.Kernel.Influence;

/// <summary>A row of a posted vector that is not a fixed point.</summary>
/// <param name="Member">The member's number.</param>
/// <param name="Posted">The influence the vector gives.</param>
/// <param name="Found">The influence that follows from the vector's other values; it can pass 64 bits if those are wrong.</param>
public readonly record struct WrongRow(int Member, ulong Posted, UInt128 Found);

/// <summary>
/// The influence of all members of an epoch, in units of 2^-60 of all influence: the least fixed point of
/// <c>F_i(x) = t_i + floor(d · Σ_j x_j · w_ji / (10000 · B))</c>. F is monotone on integers, so every order of
/// evaluation ends in the same bits.
/// </summary>
public sealed class Influence
{
    /// <summary>All influence together.</summary>
    public const ulong Whole = 1UL << 60;

    /// <summary>All reputation together is below this, so that every intermediate fits 128 bits.</summary>
    public const ulong ReputationLimit = 1UL << 54;

    internal Influence(ulong[] seeds, ulong[] values, int sweeps)
    {
        Seeds = ImmutableCollectionsMarshal.AsImmutableArray(seeds);
        Values = ImmutableCollectionsMarshal.AsImmutableArray(values);
        Sweeps = sweeps;
        for (var i = 0; i < values.Length; i++)
            TotalEarned += values[i] - seeds[i];
    }

    /// <summary>The part of each member's influence that comes from reputation.</summary>
    public ImmutableArray<ulong> Seeds { get; }

    /// <summary>Each member's influence.</summary>
    public ImmutableArray<ulong> Values { get; }

    /// <summary>Passes over all rows, the last of which changed nothing.</summary>
    public int Sweeps { get; }

    /// <summary>E: the part of all influence that comes from credits.</summary>
    public ulong TotalEarned { get; }

    /// <summary>The part of a member's influence that comes from credits.</summary>
    public ulong Earned(int member) => Values[member] - Seeds[member];

    /// <summary>The least fixed point.</summary>
    /// <param name="graph">The credits of the epoch.</param>
    /// <param name="reputation">Reputation by member number; beyond its length it is 0. Together below 2^54.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="start">
    /// Where to start from; beyond its length, at the seeds. It must be nowhere above the solution, such as the solution of
    /// fewer credits with the same reputation. Values never fall, so that from above it the result is wrong, mostly not even a
    /// fixed point.
    /// </param>
    /// <exception cref="ArgumentException">Reputation out of range, a vector longer than the members, a giver over budget.</exception>
    public static Influence Solve(CreditGraph graph, ReadOnlySpan<ulong> reputation, InfluenceParameters parameters, ReadOnlySpan<ulong> start = default) =>
        new InfluenceSolver(graph, reputation, parameters, RowLayout.Numbered, start).Solve(threads: 1);

    /// <summary>The seeds of <paramref name="members"/> members: the part of influence that comes from reputation.</summary>
    /// <exception cref="ArgumentException">More reputations than members, or together 2^54 or more.</exception>
    public static ulong[] SeedsOf(int members, ReadOnlySpan<ulong> reputation, InfluenceParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (reputation.Length > members)
            throw new ArgumentException($"There are {reputation.Length} reputations for {members} members.", nameof(reputation));
        var total = TotalReputation(reputation);
        var seeds = new ulong[members];
        if (total == 0)
            return seeds;
        var share = (UInt128)(ulong)(InfluenceParameters.WholeBp - parameters.DampingBp) * Whole;
        var whole = (UInt128)InfluenceParameters.WholeBp * total;
        // By multiplication, because dividing 128 bits is slow: what a unit of reputation brings, in 2^-bits and rounded down. As
        // reputation is below 2^bits, times it that is less than one short.
        var bits = 64 - BitOperations.LeadingZeroCount(total);
        var each = (ulong)((share << bits) / whole);
        for (var i = 0; i < reputation.Length; i++)
        {
            var seed = (ulong)(((UInt128)each * reputation[i]) >> bits);
            seeds[i] = (share * reputation[i]) - (seed * whole) < whole ? seed : seed + 1;
        }
        return seeds;
    }

    /// <summary>All reputation together.</summary>
    /// <exception cref="ArgumentException">It is 2^54 or more.</exception>
    public static ulong TotalReputation(ReadOnlySpan<ulong> reputation)
    {
        UInt128 total = 0;
        foreach (var value in reputation)
            total += value;
        return total < ReputationLimit
            ? (ulong)total
            : throw new ArgumentException($"All reputation together is {total}; it must be below 2^54.", nameof(reputation));
    }

    /// <summary>One row of the map: F of <paramref name="member"/>, for any vector, also a wrong one.</summary>
    /// <param name="graph">The credits of the epoch.</param>
    /// <param name="seed">The member's seed.</param>
    /// <param name="x">The vector, one value for each member.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="member">The member's number.</param>
    public static UInt128 Row(CreditGraph graph, ulong seed, ReadOnlySpan<ulong> x, InfluenceParameters parameters, int member)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(parameters);
        return seed + (UInt128)(ulong)parameters.DampingBp * Inflow(graph, x, member) / ((ulong)InfluenceParameters.WholeBp * (ulong)parameters.PointsPerEpoch);
    }

    /// <summary>
    /// The part of a recipient's influence that one credit brings, in units of 2^-60. The parts of all his credits and his
    /// seed fall short of his influence by less than one unit a credit.
    /// </summary>
    /// <param name="giver">The giver's influence.</param>
    /// <param name="points">The points of the credit.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    public static ulong Part(ulong giver, uint points, InfluenceParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Damping.Part(giver, points);
    }

    /// <summary>The first row of a vector that is not a fixed point, or null if the vector is one.</summary>
    /// <param name="graph">The credits of the epoch.</param>
    /// <param name="reputation">Reputation by member number; beyond its length it is 0.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="x">The vector, one value for each member.</param>
    /// <exception cref="ArgumentException">Reputation out of range, or a vector of another length than the members.</exception>
    public static WrongRow? FirstWrongRow(CreditGraph graph, ReadOnlySpan<ulong> reputation, InfluenceParameters parameters, ReadOnlySpan<ulong> x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (x.Length != graph.Members)
            throw new ArgumentException($"The vector has {x.Length} values for {graph.Members} members.", nameof(x));
        var seeds = SeedsOf(graph.Members, reputation, parameters);
        for (var i = 0; i < x.Length; i++)
        {
            var found = Row(graph, seeds[i], x, parameters, i);
            if (found != x[i])
                return new WrongRow(i, x[i], found);
        }
        return null;
    }

    /// <summary>The sum of the givers' values times their points, for any vector, also a wrong one.</summary>
    internal static UInt128 Inflow(CreditGraph graph, ReadOnlySpan<ulong> x, int member)
    {
        ulong high = 0, low = 0;
        foreach (var credit in graph.Received(member))
        {
            var carry = Math.BigMul(x[credit.Giver], credit.Points, out var product);
            // 128-bit addition by hand, because the wrapped low half is what tells the carry; the high half cannot wrap:
            // 2^22 givers of 2^20 points with 64-bit values stay below 2^106.
            unchecked
            {
                low += product;
                high += carry + (low < product ? 1UL : 0UL);
            }
        }
        return new UInt128(high, low);
    }
}
