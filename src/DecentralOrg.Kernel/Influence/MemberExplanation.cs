using System.Collections.Immutable;
using System.Runtime.InteropServices;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Influence;

/// <summary>A credit, and the part of the recipient's influence that it brings, in units of 2^-60 of all influence.</summary>
public readonly record struct CreditPart(LogCredit Credit, ulong Units);

/// <summary>A member who could raise another's influence.</summary>
/// <param name="Member">His number.</param>
/// <param name="Points">The points it would take: one in a hundred of the budget, or what he has left if it is less.</param>
/// <param name="Units">What it would bring at least, in units of 2^-60.</param>
public readonly record struct Lever(int Member, uint Points, ulong Units);

/// <summary>
/// What a member's influence is made of, to the unit: seed, parts and remainder add up to it (protocol, chapter 4).
/// </summary>
/// <param name="Member">The member's number.</param>
/// <param name="Influence">His influence, in units of 2^-60 of all influence.</param>
/// <param name="Seed">What comes from reputation.</param>
/// <param name="Parts">What the credits that he got bring, in log order.</param>
/// <param name="Remainder">What the parts' rounding leaves, less than a unit a credit.</param>
public sealed record MemberExplanation(int Member, ulong Influence, ulong Seed, ImmutableArray<CreditPart> Parts, ulong Remainder)
{
    /// <summary>Explains a member's influence.</summary>
    /// <param name="influence">The influence of the epoch.</param>
    /// <param name="credits">The epoch's credits, or those of them that the member got, in log order.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="member">The member's number.</param>
    public static MemberExplanation Of(Influence influence, IEnumerable<LogCredit> credits, InfluenceParameters parameters, int member)
    {
        ArgumentNullException.ThrowIfNull(influence);
        ArgumentNullException.ThrowIfNull(credits);
        var parts = ImmutableArray.CreateBuilder<CreditPart>();
        var remainder = influence.Earned(member);
        foreach (var credit in credits)
        {
            if (credit.To != member)
                continue;
            var part = Kernel.Influence.Influence.Part(influence.Values[credit.From], credit.Points, parameters);
            parts.Add(new CreditPart(credit, part));
            remainder -= part;
        }
        return new MemberExplanation(member, influence.Values[member], influence.Seeds[member], parts.DrainToImmutable(), remainder);
    }

    /// <summary>The parts together by who gave the credits, the most first.</summary>
    public IEnumerable<(int Giver, ulong Units)> ByGiver() => Together(part => part.Credit.From);

    /// <summary>The parts together by the contributions that the credits name, the most first.</summary>
    public IEnumerable<(Bytes32 Contribution, ulong Units)> ByContribution() =>
        Together(part => part.Credit.Contribution);

    /// <summary>
    /// Who could raise the member's influence most with one in a hundred of the budget, the most first: whose influence is
    /// largest and who has points left. Those who could raise it alike stand by number.
    /// </summary>
    /// <param name="influence">The influence of the epoch.</param>
    /// <param name="spent">The points that each member has given.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="count">How many.</param>
    public ImmutableArray<Lever> Levers(Influence influence, ReadOnlySpan<uint> spent, InfluenceParameters parameters, int count)
    {
        ArgumentNullException.ThrowIfNull(influence);
        ArgumentNullException.ThrowIfNull(parameters);
        // Of those that bring the same, the last by number is the first to go.
        var largest = new PriorityQueue<Lever, (ulong Units, int Before)>();
        var most = Math.Max(1, (uint)parameters.PointsPerEpoch / 100);
        var values = influence.Values.AsSpan();
        UInt128 enough = 0;
        for (var other = 0; other < spent.Length; other++)
        {
            // Dividing takes most of the time. What is no larger before it than the least of the largest is no larger behind it, and
            // comes later by number.
            var points = Math.Min(most, (uint)parameters.PointsPerEpoch - spent[other]);
            if (other == Member || (UInt128)values[other] * points <= enough)
                continue;
            var units = Kernel.Influence.Influence.Part(values[other], points, parameters);
            if (units == 0)
                continue;
            if (largest.Count < count)
                largest.Enqueue(new Lever(other, points, units), (units, -other));
            else
                largest.EnqueueDequeue(new Lever(other, points, units), (units, -other));
            if (largest.Count == count && largest.TryPeek(out var least, out _))
                enough = (UInt128)values[least.Member] * least.Points;
        }
        return [.. largest.UnorderedItems.Select(item => item.Element).OrderByDescending(lever => lever.Units).ThenBy(lever => lever.Member)];
    }

    private IEnumerable<(TKey Key, ulong Units)> Together<TKey>(Func<CreditPart, TKey> key)
        where TKey : notnull
    {
        // Not by grouping, which keeps a list for each of tens of thousands of givers.
        var together = new Dictionary<TKey, (int Order, ulong Units)>();
        foreach (var part in Parts)
        {
            ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(together, key(part), out var known);
            same = (known ? same.Order : together.Count, same.Units + part.Units);
        }
        return from entry in together
               orderby entry.Value.Units descending, entry.Value.Order
               select (entry.Key, entry.Value.Units);
    }
}
