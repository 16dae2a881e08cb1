using System.Globalization;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Api;

// What the API answers with on what a member did. Influence is in units of 2^-60, rewards and reputation are in units of 10^-9.

/// <summary>An epoch of a review. <c>budget</c> is how many points the member could give in it.</summary>
internal sealed record ReviewedEpochModel(uint Epoch, bool Open, bool Final, uint Budget, MemberModel Member);

/// <summary>
/// Credits of an epoch for one contribution, taken together. Title and area are empty where they belong to none; <c>recipient</c>
/// is who got what the member gave, null of what he got.
/// </summary>
internal sealed record CreditSumModel(uint Epoch, string Contribution, string Title, string Area, string? Recipient, int Credits, ulong Points, string Influence)
{
    public static CreditSumModel Of(CreditSum sum) => new(
        sum.Epoch, sum.Contribution.ToString(), sum.Named?.Title.ToString() ?? "", sum.Named?.Area.ToString() ?? "", sum.Recipient?.ToString(), sum.Credits, sum.Points,
        sum.Influence.ToString(CultureInfo.InvariantCulture));
}

/// <summary>
/// What a member contributed, got and gave in the epochs <c>from</c> to <c>to</c>. <c>contributions</c> are all that name him, also
/// from epochs before he was a member; the other lists are of the epochs in which he was one.
/// </summary>
internal sealed record ReviewModel(
    string Account, int Number, uint From, uint To, IReadOnlyList<ReviewedEpochModel> Epochs, IReadOnlyList<ContributionModel> Contributions,
    IReadOnlyList<CreditSumModel> Received, IReadOnlyList<CreditSumModel> Given)
{
    public static ReviewModel Of(Organization organization, int number, uint from, uint to, Review review) => new(
        organization.Ledger.Members[number].ToString(), number, from, to,
        [.. review.Epochs.Select(epoch => new ReviewedEpochModel(epoch.Epoch, epoch.Open, epoch.Final, epoch.Budget, MemberModel.Of(epoch.Standing)))],
        [.. review.Contributions.Select(id => ContributionModel.Of(organization, id))],
        [.. review.Received.Select(CreditSumModel.Of)], [.. review.Given.Select(CreditSumModel.Of)]);
}

/// <summary>
/// How far a member came in an area: <c>competentEpoch</c> is the first settled epoch in which credit for the area brought him at
/// least as much influence as at least half of all whom it brought any; null if there is none yet. <c>influence</c>, <c>needed</c>
/// and <c>members</c> are of <c>measuredEpoch</c>: that one, or the last that says anything.
/// </summary>
internal sealed record CompetenceModel(
    string Area, int Contributions, uint FirstEpoch, uint? CompetentEpoch, uint? MeasuredEpoch, string Influence, string Needed, int Members)
{
    public static CompetenceModel Of(Competence one) => new(
        one.Area, one.Contributions, one.FirstEpoch, one.CompetentEpoch, one.MeasuredEpoch, one.Influence.ToString(CultureInfo.InvariantCulture),
        one.Needed.ToString(CultureInfo.InvariantCulture), one.Members);
}
