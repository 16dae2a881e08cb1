using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Node.Organizations;

/// <summary>An epoch computed from its credits and the state before it.</summary>
/// <param name="Graph">Its credits.</param>
/// <param name="Reputation">Reputation before it, by member number.</param>
/// <param name="Influence">The least fixed point.</param>
/// <param name="Settlement">What follows from it.</param>
public sealed record EpochComputation(CreditGraph Graph, ulong[] Reputation, Influence Influence, SettlementVector Settlement)
{
    /// <summary>Computes an epoch.</summary>
    /// <param name="terms">Its terms and its reward.</param>
    /// <param name="log">Its log; of an open epoch, as far as it goes.</param>
    /// <param name="previous">The state before it, by member number.</param>
    public static EpochComputation Of(EpochTerms terms, ClosedLog log, MemberState[] previous)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(previous);
        var graph = CreditGraph.From(log.Members, log.Credits);
        ulong[] reputation = [.. previous.Select(member => member.Reputation)];
        var influence = Influence.Solve(graph, reputation, terms.Influence);
        return new EpochComputation(graph, reputation, influence, SettlementVector.Of(influence, previous, terms));
    }
}
