using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Node.Comparing;

/// <summary>
/// Rankings that share out all that a giver has among those he credits, however few points he gave, as other systems do.
/// In floating point: they are for comparison, and nothing of them enters a settlement.
/// </summary>
public static class TrustRanking
{
    /// <summary>Where iteration ends, as a share of the whole: the sum of all changes, or what the sweeps must have brought any error to.</summary>
    private const double Tolerance = 1e-13;

    /// <summary>
    /// EigenTrust (Kamvar, Schlosser and Garcia-Molina 2003): <c>t = (1 - a) · Cᵀt + a · p</c>, with the rows of C summing up to
    /// one, p where reputation lies before the epoch, and a what damping leaves. Who credits nobody trusts p.
    /// </summary>
    /// <param name="graph">The epoch's credits.</param>
    /// <param name="reputation">Reputation by member number; beyond its length it is 0.</param>
    /// <param name="dampingBp">1 - a, 0..9500 in 1/10000.</param>
    /// <returns>Shares of all trust, by member number; all 0 without reputation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The damping is out of its range.</exception>
    /// <exception cref="ArgumentException">More reputations than members.</exception>
    public static double[] EigenTrust(CreditGraph graph, IReadOnlyList<ulong> reputation, int dampingBp)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(reputation);
        if (reputation.Count > graph.Members)
            throw new ArgumentException($"There are {reputation.Count} reputations for {graph.Members} members.", nameof(reputation));
        var total = reputation.Sum(value => (double)value);
        var preference = new double[graph.Members];
        for (var member = 0; member < reputation.Count && total > 0; member++)
            preference[member] = reputation[member] / total;
        return Iterate(graph, preference, dampingBp);
    }

    /// <summary>
    /// PageRank with weighted links (Page, Brin, Motwani and Winograd 1998): the same from everybody alike, whatever reputation.
    /// </summary>
    /// <param name="graph">The epoch's credits.</param>
    /// <param name="dampingBp">The damping factor, 0..9500 in 1/10000.</param>
    /// <returns>Shares of the whole, by member number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The damping is out of its range.</exception>
    public static double[] PageRank(CreditGraph graph, int dampingBp)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Iterate(graph, [.. Enumerable.Repeat(1.0 / graph.Members, graph.Members)], dampingBp);
    }

    private static double[] Iterate(CreditGraph graph, double[] preference, int dampingBp)
    {
        // With all of it, what two give each other would go to and fro for ever.
        ArgumentOutOfRangeException.ThrowIfNegative(dampingBp);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dampingBp, InfluenceParameters.GreatestDampingBp);
        var damping = dampingBp / (double)InfluenceParameters.WholeBp;
        var given = new double[graph.Members];
        for (var member = 0; member < graph.Members; member++)
        {
            foreach (var credit in graph.Received(member))
                given[credit.Giver] += credit.Points;
        }
        var ranks = (double[])preference.Clone();
        // Each sweep takes the distance to the solution, 2 at most, times the damping. Long sums can go on changing by more than
        // the tolerance for ever, because they are rounded one way and then the other.
        var left = (int)Math.Ceiling(Math.Log(Tolerance / 2) / Math.Log(damping));
        for (var change = 1.0; change > Tolerance && left > 0; left--)
        {
            var idle = 0.0;
            for (var member = 0; member < ranks.Length; member++)
                idle += given[member] == 0 ? ranks[member] : 0;
            var next = new double[ranks.Length];
            change = 0;
            for (var member = 0; member < ranks.Length; member++)
            {
                var inflow = 0.0;
                foreach (var credit in graph.Received(member))
                    inflow += ranks[credit.Giver] * credit.Points / given[credit.Giver];
                next[member] = (damping * inflow) + ((1 - damping + (damping * idle)) * preference[member]);
                change += Math.Abs(next[member] - ranks[member]);
            }
            ranks = next;
        }
        return ranks;
    }
}
