using System.Globalization;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Importing;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Demo;

/// <summary>What a quarter of the demonstration came to.</summary>
/// <param name="Label">Its first month.</param>
/// <param name="Contributions">Contributions taken.</param>
/// <param name="Plan">Evaluations taken, and the credits that were not signed because the ledger would refuse them.</param>
/// <param name="Newcomers">Members that the credits introduced.</param>
/// <param name="Epoch">The epoch as it is on the chain.</param>
/// <param name="Settlement">Its settlement.</param>
internal sealed record QuarterSummary(
    string Label, int Contributions, EpochPlan Plan, int Newcomers, EpochHistory Epoch, SettlementVector Settlement)
{
    /// <summary>Credits that were signed.</summary>
    public int Credits => Plan.Evaluations.Sum(evaluation => evaluation.Credits.Count);

    /// <summary>What was earned of what could be, in words.</summary>
    private string Earned => Amounts.Percent(Settlement.TotalEarned, Epoch.KernelTerms.MostEarned);

    /// <summary>Points that nobody gave, in words.</summary>
    private string Unspent
    {
        get
        {
            var all = (ulong)Settlement.Members * Epoch.Terms.PointsPerEpoch;
            var given = Plan.Evaluations.SelectMany(evaluation => evaluation.Credits).Aggregate(0UL, (sum, credit) => sum + credit.Points);
            return Amounts.Percent(all - given, all);
        }
    }

    /// <summary>Why credits were left out, in the ledger's words.</summary>
    private string Reasons => Plan.LeftOut.Count == 0
        ? ""
        : $" ({string.Join(", ", Plan.LeftOutByReason.OrderByDescending(reason => reason.Value).Select(reason => $"{reason.Value} {reason.Key}"))})";

    /// <summary>The quarter in two lines.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"""
        from {Label}: {Amounts.Of(Contributions, "contribution")}, {Amounts.Of(Plan.Evaluations.Count, "evaluation")} with {Amounts.Of(Credits, "credit")}, {Amounts.Of(Newcomers, "newcomer")}; {Amounts.Of(Plan.LeftOut.Count, "credit")} left out{Reasons}
            settled for {Amounts.Of(Settlement.Members, "member")}: {Earned} of the reward earned, {Unspent} of all points unspent
        """);
}
