using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Node.Organizations;

/// <summary>A credit that a member got, and what it brought him.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="From">The giver's number.</param>
/// <param name="Points">The points he gave.</param>
/// <param name="Contribution">The contribution he named.</param>
/// <param name="Title">Its title; empty if the log holds none that names the member.</param>
/// <param name="Influence">The part of the member's influence that it is, in units of 2^-60.</param>
public sealed record ReceivedCredit(uint Epoch, int From, uint Points, Bytes32 Contribution, string Title, ulong Influence);

/// <summary>What the credits for a contribution brought in an epoch.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Credits">How many there are.</param>
/// <param name="Influence">Their parts of influence together, in units of 2^-60.</param>
public readonly record struct BroughtInfluence(uint Epoch, int Credits, ulong Influence);

/// <summary>Where influence comes from, to the unit (protocol, chapter 4).</summary>
public static class Explanation
{
    /// <summary>The credits that a member got in an epoch, in log order.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="standings">The epoch's standings.</param>
    /// <param name="member">The member's number.</param>
    public static IEnumerable<ReceivedCredit> CreditsOf(Organization organization, Standings standings, int member)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(standings);
        var epoch = organization.Epochs[(int)standings.Epoch];
        var credits = organization.LogOf(epoch).Credits;
        for (var i = 0; i < credits.Count; i++)
        {
            if (credits[i].To == member)
                yield return new ReceivedCredit(
                    epoch.Number, credits[i].From, credits[i].Points, credits[i].Contribution,
                    epoch.Attributions[i]?.Title.ToString() ?? "", PartOf(credits[i], epoch, standings));
        }
    }

    /// <summary>What a contribution brought, epoch by epoch; epochs in which nobody credited it are left out.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="standings">The standings of all epochs.</param>
    /// <param name="contribution">The contribution, as the organization holds it.</param>
    public static IEnumerable<BroughtInfluence> InfluenceOf(
        Organization organization, IReadOnlyList<Standings> standings, Contribution contribution)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(standings);
        foreach (var standing in standings)
        {
            var epoch = organization.Epochs[(int)standing.Epoch];
            var credits = organization.LogOf(epoch).Credits;
            var own = Enumerable.Range(0, credits.Count).Where(i => ReferenceEquals(epoch.Attributions[i], contribution)).ToList();
            if (own.Count > 0)
                yield return new BroughtInfluence(
                    epoch.Number, own.Count, own.Aggregate(0UL, (sum, i) => sum + PartOf(credits[i], epoch, standing)));
        }
    }

    /// <summary>All that is needed to recompute an epoch; of the open one, as far as it goes.</summary>
    public static Bundle BundleOf(Organization organization, IReadOnlyList<Standings> standings, uint epoch)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(standings);
        var history = organization.Epochs[(int)epoch];
        var members = standings[(int)epoch].Members;
        IReadOnlyList<MemberState> before = epoch == 0
            ? organization.Genesis!.State
            : [.. standings[(int)epoch - 1].Members.Select(standing => standing.State)];
        var states = Enumerable.Range(0, members.Count).Select(member => member < before.Count ? before[member] : default);
        return new Bundle(
            epoch,
            history.KernelTerms,
            [.. members.Zip(states, (member, state) => new BundleMember(member.Account.ToString(), state))],
            [.. organization.LogOf(history).Credits]);
    }

    internal static ulong PartOf(LogCredit credit, EpochHistory epoch, Standings standings) =>
        Influence.Part(standings.Members[credit.From].Influence, credit.Points, epoch.KernelTerms.Influence);
}
