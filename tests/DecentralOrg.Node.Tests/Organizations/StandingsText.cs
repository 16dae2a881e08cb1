using System.Text.Json;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Organizations;

/// <summary>All that standings say, to be compared.</summary>
internal static class StandingsText
{
    public static string Of(IReadOnlyList<Standings> standings) => JsonSerializer.Serialize(standings.Select(epoch => new
    {
        epoch.Epoch,
        epoch.Open,
        epoch.PointsGiven,
        epoch.PointsInAll,
        Members = epoch.Members.Select(member => $"{member} {member.State} {string.Join(',', member.Areas)}"),
    }));
}
