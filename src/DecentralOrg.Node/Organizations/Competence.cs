namespace DecentralOrg.Node.Organizations;

/// <summary>How far somebody came in an area, and how long that took him.</summary>
/// <remarks>
/// He is competent from the first settled epoch on in which credit for contributions to the area brought him at least as much
/// influence as at least half of all whom it brought any: the level is that of those who work there, so that it rises with
/// them, and an area of one is measured by that one. An epoch whose settlement is not final yet says nothing.
/// </remarks>
/// <param name="Area">The area.</param>
/// <param name="Contributions">How many contributions to it name him.</param>
/// <param name="FirstEpoch">The epoch in which the first of them was recorded.</param>
/// <param name="CompetentEpoch">The epoch from which on he is competent; null if he is not yet.</param>
/// <param name="MeasuredEpoch">
/// The epoch that the rest is of: the one in which he became competent, or the last settled one since his first contribution in
/// which credit brought anybody influence in the area; null if there is none.
/// </param>
/// <param name="Influence">His in the area, in units of 2^-60.</param>
/// <param name="Needed">What at least half of those with any have at most, in units of 2^-60.</param>
/// <param name="Members">How many have any.</param>
public sealed record Competence(
    string Area, int Contributions, uint FirstEpoch, uint? CompetentEpoch, uint? MeasuredEpoch, ulong Influence, ulong Needed, int Members)
{
    /// <summary>How far a member came in all areas that he contributed to, the first one first.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="standings">The standings of all its epochs.</param>
    /// <param name="member">The member's number.</param>
    public static IReadOnlyList<Competence> Of(Organization organization, IReadOnlyList<Standings> standings, int member)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(standings);
        var settled = standings.Where(epoch => organization.Epochs[(int)epoch.Epoch].Final is not null).ToList();
        return
        [
            .. Review.ContributionsOf(organization, organization.Ledger.Members[member]).GroupBy(id => organization.Contributions[id].Area)
                .Select(area => Measure(area.Key.ToString(), area.Count(), organization.RecordedIn(area.First()), settled, member)),
        ];
    }

    private static Competence Measure(string area, int contributions, uint first, IEnumerable<Standings> settled, int member)
    {
        var measured = new Competence(area, contributions, first, null, null, 0, 0, 0);
        foreach (var epoch in settled.Where(epoch => epoch.Epoch >= first))
        {
            if (!epoch.AreaLevels.TryGetValue(area, out var level))
                continue;
            var own = member < epoch.Members.Count ? epoch.Members[member].Areas.FirstOrDefault(one => one.Area == area).Influence : 0;
            measured = measured with { MeasuredEpoch = epoch.Epoch, Influence = own, Needed = level.Median, Members = level.Members };
            if (own >= level.Median)
                return measured with { CompetentEpoch = epoch.Epoch };
        }
        return measured;
    }
}
