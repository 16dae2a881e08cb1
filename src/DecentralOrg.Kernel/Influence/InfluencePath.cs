using System.Collections.Immutable;

namespace DecentralOrg.Kernel.Influence;

/// <summary>A way that reputation took to a member's influence, along credits.</summary>
/// <param name="Members">Who is on it: first whose reputation it is, last whose influence; alone on it, who has it from his own.</param>
/// <param name="Units">How much of the influence came this way, in units of 2^-60 of all influence.</param>
public sealed record InfluencePath(ImmutableArray<int> Members, ulong Units)
{
    /// <summary>The single ways that brought most of a member's influence, the most first.</summary>
    /// <param name="graph">The epoch's credits.</param>
    /// <param name="influence">Their influence.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="member">The member's number.</param>
    /// <param name="count">How many.</param>
    /// <param name="mostCredits">It looks at so many credits, the most promising first.</param>
    public static ImmutableArray<InfluencePath> Strongest(
        CreditGraph graph, Influence influence, InfluenceParameters parameters, int member, int count, int mostCredits = 20_000)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(influence);
        ArgumentNullException.ThrowIfNull(parameters);
        // The tree of all ways back, by what comes through each branch: no way through it brings more.
        var branches = new PriorityQueue<Branch, ulong>([(new Branch(member, influence.Values[member], null), 0)]);
        var found = new PriorityQueue<Branch, ulong>();
        for (var looked = 0; looked < mostCredits && branches.TryDequeue(out var branch, out _);)
        {
            // What is left comes through less than what is found already.
            if (branch.Units == 0 || (found.Count == count && found.TryPeek(out _, out var least) && branch.Units <= least))
                break;
            var fraction = Provenance.Fraction(branch.Units, influence.Values[branch.Member]);
            var own = Provenance.Of(fraction, influence.Seeds[branch.Member]);
            if (own > 0)
                found.Enqueue(branch, own);
            if (found.Count > count)
                found.Dequeue();
            foreach (var credit in graph.Received(branch.Member))
            {
                var through = Provenance.Of(fraction, Influence.Part(influence.Values[credit.Giver], credit.Points, parameters));
                branches.Enqueue(new Branch(credit.Giver, through, branch), ulong.MaxValue - through);
            }
            looked += graph.Received(branch.Member).Length;
        }
        var paths = new InfluencePath[found.Count];
        for (var i = paths.Length - 1; found.TryDequeue(out var end, out var units); i--)
            paths[i] = new InfluencePath(end.Way(), units);
        return [.. paths];
    }

    /// <summary>A way back so far.</summary>
    private sealed record Branch(int Member, ulong Units, Branch? Towards)
    {
        public ImmutableArray<int> Way()
        {
            var way = ImmutableArray.CreateBuilder<int>();
            for (var at = this; at is not null; at = at.Towards)
                way.Add(at.Member);
            return way.ToImmutable();
        }
    }
}
