using System.Globalization;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Node.Organizations;

/// <summary>What showing a role's condition would change.</summary>
public enum ShowEffect
{
    /// <summary>Nothing: the role is what the last final settlement says, or nothing can be shown.</summary>
    None,

    /// <summary>The role would be suspended.</summary>
    Suspends,

    /// <summary>The role would be restored.</summary>
    Restores,
}

/// <summary>A role's condition on all influence, by the last final settlement. Anybody shows it on the chain.</summary>
/// <param name="NeededBp">The least share that the role asks for, in 1/10000.</param>
/// <param name="Epoch">The epoch whose settlement is the last final one; null if none is.</param>
/// <param name="Influence">What the holder has by it, in units of 2^-60 of all influence.</param>
/// <param name="Met">Whether that is enough; null if no epoch is final.</param>
/// <param name="Effect">What showing it now would change.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record InfluenceReport(int NeededBp, uint? Epoch, ulong Influence, bool? Met, ShowEffect Effect, string Sentence);

/// <summary>A role's condition on the influence of an area. The chain does not hold it, so nothing follows from it there.</summary>
/// <param name="Area">The area.</param>
/// <param name="NeededBp">The least share of its influence that the role asks for, in 1/10000.</param>
/// <param name="Epochs">Over how many last final epochs.</param>
/// <param name="First">The first of them; later than asked for if fewer are final; null if none is.</param>
/// <param name="Last">The last of them; null if none is final.</param>
/// <param name="Influence">What the holder has in the area over them, in units of 2^-60 of the influence of one epoch.</param>
/// <param name="Whole">What all members have in it.</param>
/// <param name="Met">Whether that is enough, which it is not where nobody has any; null if no epoch is final.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record AreaReport(
    string Area, int NeededBp, int Epochs, uint? First, uint? Last, UInt128 Influence, UInt128 Whole, bool? Met, string Sentence);

/// <summary>A role, and whether what it asks for is met.</summary>
/// <param name="Role">The role.</param>
/// <param name="Member">Its holder's number; null if the account is not known as a member.</param>
/// <param name="State">Where it is.</param>
/// <param name="Influence">Its condition on all influence; null if it has none.</param>
/// <param name="Area">Its condition on an area; null if it has none.</param>
public sealed record RoleReport(HeldRole Role, int? Member, RoleState State, InfluenceReport? Influence, AreaReport? Area)
{
    /// <summary>Reports on a role.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="standings">Where everybody stands in all its epochs.</param>
    /// <param name="role">The role.</param>
    /// <param name="time">The time of the last block, in seconds since 1970.</param>
    public static RoleReport Of(Organization organization, IReadOnlyList<Standings> standings, HeldRole role, ulong time)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(standings);
        ArgumentNullException.ThrowIfNull(role);
        int? member = organization.Ledger.TryGetMember(role.Account, out var number) ? number : null;
        return new RoleReport(
            role, member, role.StateAt(time), InfluenceOf(organization, role, time),
            role.Condition.Area.Bytes.IsEmpty ? null : OfArea(organization, standings, role, member));
    }

    /// <summary>Reports on a role's condition on all influence; null if it has none.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="role">The role.</param>
    /// <param name="time">The time of the last block, in seconds since 1970.</param>
    public static InfluenceReport? InfluenceOf(Organization organization, HeldRole role, ulong time)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(role);
        var (needed, state) = (role.Condition.InfluenceBp, role.StateAt(time));
        if (needed == 0)
            return null;
        var asks = $"Asks for {Percent(needed)} of all influence, which anybody can show on the chain.";
        if (LastFinal(organization) is not { } last)
            return new InfluenceReport(needed, null, 0, null, ShowEffect.None, $"{asks} No epoch is final yet, so nothing can be shown.");
        var posted = last.Final!.Influence;
        var influence = organization.Ledger.TryGetMember(role.Account, out var member) && member < posted.Count ? posted[member] : 0;
        var met = ShareBp(influence, Kernel.Influence.Influence.Whole) >= needed;
        var effect = state == RoleState.Over || met != role.IsSuspended ? ShowEffect.None : met ? ShowEffect.Restores : ShowEffect.Suspends;
        var would = effect switch
        {
            ShowEffect.Suspends => "Showing it would suspend the role.",
            ShowEffect.Restores => "Showing it would restore the role.",
            _ when state == RoleState.Over => "The role is over, so nothing can be shown.",
            _ => "Showing it would change nothing.",
        };
        return new InfluenceReport(
            needed, last.Number, influence, met, effect,
            $"{asks} By the settlement of epoch {last.Number} its holder has {Percent(ShareBp(influence, Kernel.Influence.Influence.Whole))}: {(met ? "met" : "not met")}. {would}");
    }

    /// <summary>The page of influence in the last final settlement that holds an account, as it is shown on the chain; empty if it has none there.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="account">The account.</param>
    public static byte[] PageOf(Organization organization, Address account)
    {
        ArgumentNullException.ThrowIfNull(organization);
        if (LastFinal(organization)?.Final is not { } final || !organization.Ledger.TryGetMember(account, out var member) || member >= final.Influence.Count)
            return [];
        ulong[] influence = [.. final.Influence];
        return Page.Pack(influence[Page.Range(Page.Of(member), influence.Length)]);
    }

    private static EpochHistory? LastFinal(Organization organization) => organization.Epochs.LastOrDefault(epoch => epoch.Final is not null);

    private static AreaReport OfArea(Organization organization, IReadOnlyList<Standings> standings, HeldRole role, int? member)
    {
        var (area, needed, count) = (role.Condition.Area.ToString(), role.Condition.AreaBp, role.Condition.AreaEpochs);
        var asks = $"Asks for {Percent(needed)} of the influence of area {area} over the last {(count == 1 ? "final epoch" : $"{count} final epochs")}.";
        const string only = "This is only reported: the chain does not hold it, and what follows from it is for a vote to say.";
        Standings[] final = [.. standings.Where(epoch => organization.Epochs[(int)epoch.Epoch].Final is not null).TakeLast(count)];
        if (final.Length == 0)
            return new AreaReport(area, needed, count, null, null, 0, 0, null, $"{asks} No epoch is final yet. {only}");
        var (own, whole) = (UInt128.Zero, UInt128.Zero);
        foreach (var epoch in final)
        {
            whole += epoch.AreaTotals.GetValueOrDefault(area);
            if (member < epoch.Members.Count)
                own += epoch.Members[member.Value].Areas.FirstOrDefault(one => one.Area == area).Influence;
        }
        var (first, last) = (final[0].Epoch, final[^1].Epoch);
        var over = first == last ? $"In epoch {first}" : $"Over epochs {first} to {last}";
        if (whole == 0)
            return new AreaReport(area, needed, count, first, last, own, whole, false, $"{asks} {over} nobody has influence in it: not met. {only}");
        var met = ShareBp(own, whole) >= needed;
        return new AreaReport(
            area, needed, count, first, last, own, whole, met, $"{asks} {over} its holder has {Percent(ShareBp(own, whole))}: {(met ? "met" : "not met")}. {only}");
    }

    /// <summary>A share in 1/10000, rounded down, so that it reaches a whole number only if the share does.</summary>
    private static int ShareBp(UInt128 part, UInt128 whole) => (int)(part * InfluenceParameters.WholeBp / whole);

    /// <summary>A share in percent with all its digits.</summary>
    /// <param name="bp">The share, in 1/10000.</param>
    internal static string Percent(int bp) => (bp / 100m).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
