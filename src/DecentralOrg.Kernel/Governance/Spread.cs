using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Kernel.Governance;

/// <summary>How unevenly influence is spread, in 1/10000.</summary>
/// <param name="GiniBp">The Gini coefficient.</param>
/// <param name="Top1Bp">The share of the most influential member.</param>
/// <param name="Top10Bp">The share of the ten most influential.</param>
/// <param name="Top100Bp">The share of the hundred most influential.</param>
public readonly record struct Spread(int GiniBp, int Top1Bp, int Top10Bp, int Top100Bp)
{
    /// <summary>The spread of influence in a settlement.</summary>
    public static Spread Of(SettlementVector settlement)
    {
        ArgumentNullException.ThrowIfNull(settlement);
        var influence = settlement.Influence.AsSpan();
        return new Spread(
            Inequality.GiniBp(influence), Inequality.TopShareBp(influence, 1), Inequality.TopShareBp(influence, 10), Inequality.TopShareBp(influence, 100));
    }
}
