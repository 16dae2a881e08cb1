using System.Globalization;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Api;

// What the API answers with on roles. Shares are in 1/10000, influence is in units of 2^-60, times are in seconds since 1970.

/// <summary>
/// A condition on all influence, by the last final settlement. <c>show</c> says what showing it on the chain now would change:
/// None, Suspends or Restores.
/// </summary>
internal sealed record InfluenceConditionModel(int NeededBp, uint? Epoch, string Influence, bool? Met, string Show, string Sentence)
{
    public static InfluenceConditionModel Of(InfluenceReport report) =>
        new(report.NeededBp, report.Epoch, report.Influence.ToString(CultureInfo.InvariantCulture), report.Met, report.Effect.ToString(), report.Sentence);
}

/// <summary>A condition on the influence of an area over the last final epochs. It is only reported: the chain does not hold it.</summary>
internal sealed record AreaConditionModel(
    string Area, int NeededBp, int Epochs, uint? FirstEpoch, uint? LastEpoch, string Influence, string Whole, bool? Met, bool OnlyReported, string Sentence)
{
    public static AreaConditionModel Of(AreaReport report) => new(
        report.Area, report.NeededBp, report.Epochs, report.First, report.Last, report.Influence.ToString(CultureInfo.InvariantCulture),
        report.Whole.ToString(CultureInfo.InvariantCulture), report.Met, OnlyReported: true, report.Sentence);
}

/// <summary>What somebody showed last on the chain.</summary>
internal sealed record ShownModel(uint Epoch, string Influence, bool Met);

/// <summary>A role of a member. <c>state</c> is Held, Suspended or Over.</summary>
internal sealed record RoleModel(
    string Role, string Account, int? Member, string State, ulong Until, InfluenceConditionModel? Influence, AreaConditionModel? Area, ShownModel? Shown,
    string Block, string Transaction)
{
    public static RoleModel Of(RoleReport report)
    {
        var role = report.Role;
        return new RoleModel(
            role.Name.ToString(), role.Account.ToString(), report.Member, report.State.ToString(), role.Until,
            report.Influence is { } influence ? InfluenceConditionModel.Of(influence) : null, report.Area is { } area ? AreaConditionModel.Of(area) : null,
            role.Shown is { } shown ? new ShownModel(shown.Epoch, shown.Influence.ToString(CultureInfo.InvariantCulture), shown.Met) : null,
            role.Block.ToString(CultureInfo.InvariantCulture), role.Transaction.ToString());
    }
}
