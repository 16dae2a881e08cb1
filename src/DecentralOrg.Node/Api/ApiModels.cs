using System.Globalization;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Api;

// What the API answers with. What can pass 2^53 is a decimal string, because JavaScript reads JSON numbers as doubles.

/// <summary>A part of a list.</summary>
/// <param name="Items">Its entries.</param>
/// <param name="Next">What to give as <c>after</c> for the entries behind them; null at the end.</param>
/// <param name="Total">How many there are in all.</param>
internal sealed record ListPart<T>(IReadOnlyList<T> Items, int? Next, int Total);

/// <summary>
/// The organization and its place. <c>block</c> is the last block that was read, <c>time</c> its time and <c>finalized</c> the last
/// one that cannot be taken back; the open epoch opened at <c>openedAt</c> and can be closed from <c>closesAt</c>; times are in seconds since 1970.
/// </summary>
internal sealed record OrganizationModel(
    ulong ChainId, string Settlement, string Ledger, string Parameters, string Token, string Reputation, string Timelock, string Governor,
    string Roles, uint OpenEpoch, int Members, string Records, string LogHead, string? Block,
    ulong Time, string? Finalized, ulong OpenedAt, ulong ClosesAt);

/// <summary>Influence in one area, in units of 2^-60.</summary>
internal sealed record AreaModel(string Area, string Influence);

/// <summary>Where a member stands in an epoch. Influence is in units of 2^-60, rewards and reputation are in units of 10^-9.</summary>
internal sealed record MemberModel(
    int Number, string Account, string Influence, string Seed, string Reward, string Cumulative, string Reputation, IReadOnlyList<AreaModel> Areas)
{
    public static MemberModel Of(MemberStanding member) => new(
        member.Number, member.Account.ToString(), Text(member.Influence), Text(member.Seed), Text(member.Reward),
        Text(member.State.Cumulative), Text(member.State.Reputation),
        [.. member.Areas.Select(area => new AreaModel(area.Area, Text(area.Influence)))]);

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A credit and the influence that it brought its recipient. They add up, with seed and remainder, to his influence.</summary>
internal sealed record CreditModel(int From, string FromAccount, uint Points, string Contribution, string Title, string Influence);

/// <summary>A member's influence in an epoch, explained to the unit: seed, credits and a remainder of less than a unit a credit; and the roles that he has now.</summary>
internal sealed record ExplainedMemberModel(
    uint Epoch, bool Open, MemberModel Member, IReadOnlyList<CreditModel> Credits, string Remainder, IReadOnlyList<RoleModel> Roles);

/// <summary>An author beside the contributor.</summary>
internal sealed record AuthorModel(string Account, int ShareBp);

/// <summary>A contribution, the epoch that was open when it was recorded, and what the credits for it brought.</summary>
internal sealed record ContributionModel(
    string Id, string Contributor, string Area, string Title, string Uri, string ContentHash,
    IReadOnlyList<AuthorModel> CoAuthors, IReadOnlyList<string> BuildsOn, uint Nonce, uint Epoch, IReadOnlyList<BroughtModel>? Epochs)
{
    public static ContributionModel Of(Organization organization, Bytes32 id, IEnumerable<BroughtInfluence>? brought = null)
    {
        var made = organization.Contributions[id];
        return new ContributionModel(
            id.ToString(), made.Contributor.ToString(), made.Area.ToString(), made.Title.ToString(), made.Uri.ToString(), made.ContentHash.ToString(),
            [.. made.CoAuthors.Select(author => new AuthorModel(author.Account.ToString(), author.ShareBp))],
            [.. made.BuildsOn.Select(earlier => earlier.ToString())], made.Nonce, organization.RecordedIn(id),
            brought?.Select(epoch => new BroughtModel(epoch.Epoch, epoch.Credits, epoch.Influence.ToString(CultureInfo.InvariantCulture))).ToArray());
    }
}

/// <summary>What the credits for a contribution brought in an epoch, in units of 2^-60.</summary>
internal sealed record BroughtModel(uint Epoch, int Credits, string Influence);

/// <summary>A set of the eight parameters, with its number and the hash that the contract gives it.</summary>
internal sealed record TermsModel(
    uint Set, string Hash, int DampingBp, uint PointsPerEpoch, uint IntroductionPoints, string RewardPerEpoch, int RenewalBp, uint EpochSeconds, uint ChallengeSeconds, string Bond)
{
    /// <param name="set">The number of the set.</param>
    /// <param name="terms">Its parameters.</param>
    public static TermsModel Of(uint set, Terms terms) => new(
        set, terms.Hash().ToString(), terms.DampingBp, terms.PointsPerEpoch, terms.IntroductionPoints, terms.RewardPerEpoch.ToString(CultureInfo.InvariantCulture),
        terms.RenewalBp, terms.EpochSeconds, terms.ChallengeSeconds, terms.Bond.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A settlement as it was posted.</summary>
internal sealed record SettlementModel(string Status, string Submitter, string Root, string TotalEarned, ulong Deadline);

/// <summary>An epoch. It opened at <c>openedAt</c>, in seconds since 1970.</summary>
internal sealed record EpochModel(
    uint Epoch, bool Open, ulong OpenedAt, TermsModel Terms, string Reward, int Members, int Credits, string PointsGiven, string PointsUnspent,
    string TotalEarned, string LogHead, IReadOnlyList<SettlementModel> Settlements)
{
    /// <param name="organization">The organization.</param>
    /// <param name="standings">Where everybody stands in the epoch.</param>
    /// <param name="openings">When each epoch opened; the last can be missing while blocks are taken back.</param>
    public static EpochModel Of(Organization organization, Standings standings, IReadOnlyList<ulong> openings)
    {
        var epoch = organization.Epochs[(int)standings.Epoch];
        var log = organization.LogOf(epoch);
        var earned = standings.Members.Aggregate(0UL, (sum, member) => sum + member.Influence - member.Seed);
        return new EpochModel(
            epoch.Number, standings.Open, openings.ElementAtOrDefault((int)epoch.Number), TermsModel.Of(epoch.Set, epoch.Terms), Text(epoch.Reward), standings.Members.Count, log.Credits.Count,
            Text(standings.PointsGiven), Text(standings.PointsUnspent), Text(earned), log.Head.ToString(),
            [.. epoch.Settlements.Select(posted => new SettlementModel(
                posted.Status.ToString(), posted.Submitter.ToString(), posted.Root.ToString(), Text(posted.TotalEarned), posted.Deadline))]);
    }

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What changed, for whoever listens.</summary>
internal sealed record ChangeModel(string Block, string Records, uint Epoch, int Members, string TotalEarned);
