using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Node.Organizations;

/// <summary>Influence in one area of the organization.</summary>
/// <param name="Area">The area, as its contributions name it.</param>
/// <param name="Influence">The parts of the credits for its contributions, in units of 2^-60.</param>
public readonly record struct AreaInfluence(string Area, ulong Influence);

/// <summary>How far those came in an epoch who have any influence in an area.</summary>
/// <param name="Median">What at least half of them have at most, the lower of the two in the middle, in units of 2^-60.</param>
/// <param name="Members">How many they are.</param>
public readonly record struct AreaLevel(ulong Median, int Members)
{
    internal static AreaLevel Of(IEnumerable<ulong> influence)
    {
        ulong[] sorted = [.. influence.Order()];
        return new AreaLevel(sorted[(sorted.Length - 1) / 2], sorted.Length);
    }
}

/// <summary>Where a member stands in an epoch.</summary>
/// <param name="Number">His number.</param>
/// <param name="Account">His account.</param>
/// <param name="Influence">His influence, in units of 2^-60 of all influence.</param>
/// <param name="Seed">The part of it that comes from reputation.</param>
/// <param name="Reward">What the epoch pays him, in units of 10^-9 token.</param>
/// <param name="State">His rewards and reputation after the epoch.</param>
/// <param name="Areas">Where the credits he got brought influence, the most first; credits for no known contribution are not among them.</param>
public sealed record MemberStanding(
    int Number,
    Address Account,
    ulong Influence,
    ulong Seed,
    ulong Reward,
    MemberState State,
    IReadOnlyList<AreaInfluence> Areas);

/// <summary>Influence, rewards and areas of all members in one epoch.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Open">Whether it is open, so that influence and rewards can still grow.</param>
/// <param name="Members">All members, by number.</param>
/// <param name="PointsGiven">Points that all members together gave.</param>
/// <param name="PointsInAll">Points that they could give.</param>
public sealed record Standings(uint Epoch, bool Open, IReadOnlyList<MemberStanding> Members, ulong PointsGiven, ulong PointsInAll)
{
    private Dictionary<string, ulong>? areaTotals;

    /// <summary>The influence of all members together in each area, in units of 2^-60.</summary>
    public IReadOnlyDictionary<string, ulong> AreaTotals => areaTotals ??= Members.SelectMany(member => member.Areas)
        .GroupBy(area => area.Area, StringComparer.Ordinal).ToDictionary(area => area.Key, area => area.Aggregate(0UL, (sum, one) => sum + one.Influence), StringComparer.Ordinal);

    private Dictionary<string, AreaLevel>? areaLevels;

    /// <summary>How far those came who have any influence in an area, by area.</summary>
    public IReadOnlyDictionary<string, AreaLevel> AreaLevels => areaLevels ??= Members.SelectMany(member => member.Areas)
        .Where(area => area.Influence > 0).GroupBy(area => area.Area, area => area.Influence, StringComparer.Ordinal)
        .ToDictionary(area => area.Key, AreaLevel.Of, StringComparer.Ordinal);

    /// <summary>
    /// Points that nobody gave. They mint nothing and move no reputation, and a ring grows only while others keep theirs, so
    /// they are shown wherever influence is.
    /// </summary>
    public ulong PointsUnspent => PointsInAll - PointsGiven;

    /// <summary>Computes where everybody stands, for every epoch, the open one last.</summary>
    /// <remarks>
    /// A final epoch gives what its settlement derived, also where another vector was right; one that is not final gives what
    /// follows from its credits.
    /// </remarks>
    public static IReadOnlyList<Standings> Of(Organization organization)
    {
        ArgumentNullException.ThrowIfNull(organization);
        var standings = new List<Standings>();
        if (organization.Genesis is not { } genesis)
            return standings;
        MemberState[] previous = [.. genesis.State];
        foreach (var epoch in organization.Epochs)
        {
            var log = organization.LogOf(epoch);
            var settlement = Settle(epoch, log, previous);
            standings.Add(Of(organization, epoch, log, settlement, previous));
            previous = [.. settlement.State];
        }
        return standings;
    }

    /// <summary>What an epoch gives: what became final, or what follows from its credits.</summary>
    internal static SettlementVector Settle(EpochHistory epoch, ClosedLog log, MemberState[] previous) =>
        // Where an endpoint left out records, what became final can have more members than we know.
        epoch.Final is { } final && final.Influence.Count == log.Members
        && SettlementVector.TryDerive([.. final.Influence], previous, epoch.KernelTerms, final.TotalEarned, out var derived, out _)
            ? derived
            : EpochComputation.Of(epoch.KernelTerms, log, previous).Settlement;

    /// <summary>Where everybody stands in one epoch.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="log">Its log, as far as it goes.</param>
    /// <param name="settlement">What it gives.</param>
    /// <param name="previous">The state before it, by member number.</param>
    internal static Standings Of(
        Organization organization, EpochHistory epoch, ClosedLog log, SettlementVector settlement, MemberState[] previous)
    {
        var areas = new Dictionary<RecordText, ulong>?[settlement.Members];
        for (var i = 0; i < log.Credits.Count; i++)
        {
            var credit = log.Credits[i];
            if (epoch.Attributions[i] is not { } contribution)
                continue;
            var part = Influence.Part(settlement.Influence[credit.From], credit.Points, epoch.KernelTerms.Influence);
            var own = areas[credit.To] ??= [];
            own[contribution.Area] = own.GetValueOrDefault(contribution.Area) + part;
        }
        var members = Enumerable.Range(0, settlement.Members).Select(member =>
            new MemberStanding(
                member,
                organization.Ledger.Members[member],
                settlement.Influence[member],
                settlement.Seed(member),
                settlement.State[member].Cumulative - (member < previous.Length ? previous[member].Cumulative : 0),
                settlement.State[member],
                [.. (areas[member] ?? []).OrderByDescending(area => area.Value).ThenBy(area => area.Key.ToString(), StringComparer.Ordinal)
                    .Select(area => new AreaInfluence(area.Key.ToString(), area.Value))]));
        return new Standings(
            epoch.Number, epoch.Log is null, [.. members],
            log.Credits.Aggregate(0UL, (sum, credit) => sum + credit.Points), (ulong)settlement.Members * epoch.Terms.PointsPerEpoch);
    }
}
