using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Organizations;

/// <summary>Credits of one epoch for one contribution, taken together.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Contribution">What was credited; as the credits name it, also if the log holds no such contribution.</param>
/// <param name="Named">The contribution that they belong to; null if the log holds none that names the recipient.</param>
/// <param name="Recipient">Who got them, of credits that one member gave; null of credits that he got.</param>
/// <param name="Credits">How many they are.</param>
/// <param name="Points">Their points.</param>
/// <param name="Influence">What they brought who got them, in units of 2^-60.</param>
public sealed record CreditSum(uint Epoch, Bytes32 Contribution, Contribution? Named, Address? Recipient, int Credits, ulong Points, ulong Influence);

/// <summary>An epoch of a review.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Open">Whether it is open, so that its numbers can still grow.</param>
/// <param name="Final">Whether its settlement is final.</param>
/// <param name="Budget">The points that the member could give.</param>
/// <param name="Standing">Where the member stands in it.</param>
public sealed record ReviewedEpoch(uint Epoch, bool Open, bool Final, uint Budget, MemberStanding Standing);

/// <summary>What a member contributed, got and gave over several epochs.</summary>
/// <param name="Epochs">The epochs in which he was a member.</param>
/// <param name="Contributions">The ids of what he recorded or is named in as a co-author, in the order of the log, also from before he was a member.</param>
/// <param name="Received">The credits that he got, by epoch and contribution, in the order of the log.</param>
/// <param name="Given">The credits that he gave, by epoch, contribution and recipient, in the order of the log.</param>
public sealed record Review(
    IReadOnlyList<ReviewedEpoch> Epochs, IReadOnlyList<Bytes32> Contributions, IReadOnlyList<CreditSum> Received, IReadOnlyList<CreditSum> Given)
{
    /// <summary>Reviews a member's epochs from one to another.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="standings">The standings of all its epochs.</param>
    /// <param name="member">The member's number.</param>
    /// <param name="from">The first epoch.</param>
    /// <param name="to">The last one, which is there.</param>
    public static Review Of(Organization organization, IReadOnlyList<Standings> standings, int member, uint from, uint to)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(standings);
        var known = standings.Skip((int)from).Take((int)(to - from) + 1).Where(epoch => member < epoch.Members.Count).ToList();
        return new Review(
            [.. known.Select(epoch => EpochOf(organization.Epochs[(int)epoch.Epoch], epoch, member))],
            [.. ContributionsOf(organization, organization.Ledger.Members[member]).Where(id => organization.RecordedIn(id) >= from && organization.RecordedIn(id) <= to)],
            [.. known.SelectMany(epoch => SumsOf(organization, epoch, credit => credit.To == member, ofRecipients: false))],
            [.. known.SelectMany(epoch => SumsOf(organization, epoch, credit => credit.From == member, ofRecipients: true))]);
    }

    /// <summary>The ids of all contributions that name an account, in the order of the log.</summary>
    internal static IEnumerable<Bytes32> ContributionsOf(Organization organization, Address account) =>
        organization.ContributionLog.Where(id => Organization.Names(organization.Contributions[id], account));

    private static ReviewedEpoch EpochOf(EpochHistory history, Standings epoch, int member) =>
        new(epoch.Epoch, epoch.Open, history.Final is not null, history.Terms.PointsPerEpoch, epoch.Members[member]);

    private static IEnumerable<CreditSum> SumsOf(Organization organization, Standings standings, Func<LogCredit, bool> wanted, bool ofRecipients)
    {
        var epoch = organization.Epochs[(int)standings.Epoch];
        return organization.LogOf(epoch).Credits.Select((credit, place) => (Credit: credit, Place: place)).Where(one => wanted(one.Credit))
            .GroupBy(one => (one.Credit.Contribution, Recipient: ofRecipients ? one.Credit.To : -1, IsNamed: epoch.Attributions[one.Place] is not null))
            .Select(group => new CreditSum(
                epoch.Number, group.Key.Contribution, epoch.Attributions[group.First().Place], ofRecipients ? organization.Ledger.Members[group.Key.Recipient] : null, group.Count(),
                group.Aggregate(0UL, (sum, one) => sum + one.Credit.Points),
                group.Aggregate(0UL, (sum, one) => sum + Explanation.PartOf(one.Credit, epoch, standings))));
    }
}
