using System.Collections.Immutable;

namespace DecentralOrg.Kernel.Influence;

/// <summary>Reputation that a member's influence comes from.</summary>
/// <param name="Member">Whose reputation it is.</param>
/// <param name="Units">How much of the influence comes from it, over all ways, in units of 2^-60 of all influence.</param>
public readonly record struct ReputationSource(int Member, ulong Units);

/// <summary>What the credits of a pair carry to a member's influence, from wherever it comes.</summary>
/// <param name="From">The giver's number.</param>
/// <param name="To">The recipient's number: the member, or one on the way to him.</param>
/// <param name="Units">How much of the influence passes here, in units of 2^-60; what goes in a circle passes more than once.</param>
public readonly record struct CreditFlow(int From, int To, ulong Units);

/// <summary>
/// Whose reputation a member's influence came from, over any number of hops. His influence is his seed and the parts that his
/// givers' influence brings him, and theirs is made up the same way: followed back, all of it is reputation in the end.
/// </summary>
/// <remarks>
/// Reverse push (Andersen, Borgs, Chayes, Hopcroft, Mirrokni and Teng 2007): what is not traced yet lies with members, and the
/// largest lot is split first. It touches what matters and leaves the rest of a large organization alone. <see cref="Sources"/>
/// and <see cref="Remainder"/> add up to the influence, to the unit.
/// </remarks>
public sealed class Provenance
{
    /// <summary>Bits of a fraction of influence; a lot can be some times what a member has, if it passes him more than once.</summary>
    private const int FractionBits = 58;

    private Provenance(int member, ulong influence, IEnumerable<ReputationSource> sources, IEnumerable<CreditFlow> flows)
    {
        Member = member;
        Sources = [.. sources.OrderByDescending(source => source.Units).ThenBy(source => source.Member)];
        Flows = [.. flows.OrderByDescending(flow => flow.Units).ThenBy(flow => flow.From).ThenBy(flow => flow.To)];
        Remainder = influence;
        foreach (var source in Sources)
            Remainder -= source.Units;
    }

    /// <summary>Whose influence it is.</summary>
    public int Member { get; }

    /// <summary>Whose reputation it came from, the most first; his own among them.</summary>
    public ImmutableArray<ReputationSource> Sources { get; }

    /// <summary>
    /// The credits it came by, what carries most first. Without one it would be lower by that at most, but for rounding: by less
    /// where some of it comes in a circle, because that is counted each time it passes.
    /// </summary>
    public ImmutableArray<CreditFlow> Flows { get; }

    /// <summary>What was not traced, and what was rounded down, in units of 2^-60.</summary>
    public ulong Remainder { get; }

    /// <summary>Traces a member's influence.</summary>
    /// <param name="graph">The epoch's credits.</param>
    /// <param name="influence">Their influence.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="member">The member's number.</param>
    /// <param name="remainderBits">It ends when one part in 2^<paramref name="remainderBits"/> of the influence is left untraced; 0..63.</param>
    /// <param name="mostCredits">It ends, too, when so many credits were looked at.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bits are out of their range.</exception>
    public static Provenance Of(
        CreditGraph graph, Influence influence, InfluenceParameters parameters, int member, int remainderBits = 10, int mostCredits = 50_000)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(influence);
        ArgumentNullException.ThrowIfNull(parameters);
        // A shift by 64 is one by 0: all would count as traced at once.
        ArgumentOutOfRangeException.ThrowIfNegative(remainderBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(remainderBits, 63);
        var lots = new Dictionary<int, ulong> { [member] = influence.Values[member] };
        var largest = new PriorityQueue<int, ulong>([(member, 0)]);
        var sources = new Dictionary<int, ulong>();
        var flows = new Dictionary<(int From, int To), ulong>();
        var untraced = influence.Values[member];
        for (var looked = 0; untraced > influence.Values[member] >> remainderBits && looked < mostCredits && largest.TryDequeue(out var at, out _);)
        {
            // Lots that grew stand in the queue more than once.
            if (!lots.Remove(at, out var lot))
                continue;
            untraced -= lot;
            var fraction = Fraction(lot, influence.Values[at]);
            Add(sources, at, Of(fraction, influence.Seeds[at]));
            foreach (var credit in graph.Received(at))
            {
                var share = Of(fraction, Influence.Part(influence.Values[credit.Giver], credit.Points, parameters));
                if (share == 0)
                    continue;
                Add(flows, (credit.Giver, at), share);
                Add(lots, credit.Giver, share);
                untraced += share;
                largest.Enqueue(credit.Giver, ulong.MaxValue - lots[credit.Giver]);
            }
            looked += graph.Received(at).Length;
        }
        return new Provenance(
            member, influence.Values[member],
            sources.Where(source => source.Value > 0).Select(source => new ReputationSource(source.Key, source.Value)),
            flows.Select(flow => new CreditFlow(flow.Key.From, flow.Key.To, flow.Value)));
    }

    /// <summary>What part of a member's influence a lot is, in parts of 2^58.</summary>
    internal static ulong Fraction(ulong lot, ulong influence) => (ulong)(((UInt128)lot << FractionBits) / influence);

    /// <summary>A fraction of an amount, rounded down.</summary>
    internal static ulong Of(ulong fraction, ulong amount) => (ulong)(((UInt128)fraction * amount) >> FractionBits);

    private static void Add<TKey>(Dictionary<TKey, ulong> sums, TKey key, ulong units)
        where TKey : notnull => sums[key] = sums.GetValueOrDefault(key) + units;
}
