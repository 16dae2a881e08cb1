using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Kernel.Governance;

/// <summary>What happened in an epoch: who was a member at its close, and who gave credit to whom.</summary>
/// <param name="Terms">The terms it had.</param>
/// <param name="Members">The number of members.</param>
/// <param name="Credits">The credits.</param>
public sealed record PastEpoch(EpochTerms Terms, int Members, IReadOnlyList<LogCredit> Credits)
{
    /// <summary>An epoch of which only the graph is known: all credits between the same two members are one then.</summary>
    /// <param name="terms">The terms it had.</param>
    /// <param name="graph">Its credits.</param>
    public static PastEpoch Of(EpochTerms terms, CreditGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var credits = new LogCredit[graph.Pairs];
        for (int member = 0, at = 0; member < graph.Members; member++)
        {
            foreach (var credit in graph.Received(member))
                credits[at++] = new LogCredit(credit.Giver, member, credit.Points);
        }
        return new PastEpoch(terms, graph.Members, credits);
    }
}

/// <summary>Parameters to try; what is null stays as it was.</summary>
/// <param name="DampingBp">Share of influence that comes from credits, 0..9500 in 1/10000.</param>
/// <param name="PointsPerEpoch">Points every member has to give, 1..2^20.</param>
/// <param name="Reward">What an epoch can mint, 0..2^63 in units of 10^-9 token.</param>
/// <param name="RenewalBp">Share of reputation that changes hands in a full epoch, 0..10000 in 1/10000.</param>
public sealed record ParameterChange(int? DampingBp = null, int? PointsPerEpoch = null, ulong? Reward = null, int? RenewalBp = null)
{
    /// <summary>Terms with the change.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public EpochTerms Apply(EpochTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new EpochTerms(
            new InfluenceParameters(DampingBp ?? terms.Influence.DampingBp, PointsPerEpoch ?? terms.Influence.PointsPerEpoch),
            Reward ?? terms.Reward,
            RenewalBp ?? terms.RenewalBp);
    }

    /// <summary>An epoch as it would have been with the change.</summary>
    /// <remarks>
    /// Who gave more points than the other budget has is taken to have given the same shares of it: his credits are scaled
    /// down, and what becomes nothing is left out. All others keep the points they gave. Nobody is taken to have acted otherwise.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public PastEpoch Apply(PastEpoch epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        var terms = Apply(epoch.Terms);
        return new PastEpoch(terms, epoch.Members, Affordable(epoch, terms.Influence.PointsPerEpoch));
    }

    private static IReadOnlyList<LogCredit> Affordable(PastEpoch epoch, int budget)
    {
        if (budget >= epoch.Terms.Influence.PointsPerEpoch)
            return epoch.Credits;
        var spent = new ulong[epoch.Members];
        foreach (var credit in epoch.Credits)
            spent[credit.From] += credit.Points;
        var affordable = new List<LogCredit>();
        foreach (var credit in epoch.Credits)
        {
            var points = spent[credit.From] <= (ulong)budget ? credit.Points : (uint)(credit.Points * (ulong)budget / spent[credit.From]);
            if (points > 0)
                affordable.Add(credit with { Points = points });
        }
        return affordable;
    }
}

/// <summary>
/// What other parameters would have made of the same credits: the same functions, epoch after epoch, each from the state that
/// the one before it would have left.
/// </summary>
public static class Simulation
{
    /// <summary>Computes epochs under other parameters.</summary>
    /// <param name="previous">The state before the first epoch, by member number.</param>
    /// <param name="epochs">The epochs, in order.</param>
    /// <param name="change">What is other.</param>
    /// <param name="threads">How many threads solve an epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value of the change is out of its range.</exception>
    /// <exception cref="OverflowException">A member's rewards pass 64 bits.</exception>
    public static IEnumerable<SettlementVector> Run(
        IReadOnlyList<MemberState> previous, IEnumerable<PastEpoch> epochs, ParameterChange change, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentNullException.ThrowIfNull(change);
        MemberState[] state = [.. previous];
        foreach (var epoch in epochs)
        {
            var changed = change.Apply(epoch);
            ulong[] reputation = [.. state.Select(member => member.Reputation)];
            var graph = CreditGraph.From(changed.Members, changed.Credits);
            var settlement = SettlementVector.Of(new InfluenceSolver(graph, reputation, changed.Terms.Influence).Solve(threads), state, changed.Terms);
            yield return settlement;
            state = [.. settlement.State];
        }
    }
}
