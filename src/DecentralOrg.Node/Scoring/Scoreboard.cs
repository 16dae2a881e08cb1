using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Scoring;

/// <summary>Where everybody stands, in all epochs, at one version of the organization.</summary>
/// <param name="Version">The organization's version.</param>
/// <param name="Epochs">The standings of all epochs, the open one last.</param>
internal sealed record Scores(long Version, IReadOnlyList<Standings> Epochs);

/// <summary>Computes scores once for each version of the organization, when somebody asks. Safe for use by several threads.</summary>
/// <param name="followed">The organization.</param>
internal sealed class Scoreboard(FollowedOrganization followed)
{
    private readonly Lock gate = new();
    private readonly LiveStandings live = new();
    private Scores? last;

    /// <summary>The scores of now, and what is read of the same version; null if there is no organization yet.</summary>
    public T? Read<T>(Func<Organization, Scores, T> read) where T : class =>
        followed.View?.Read(organization => organization.Genesis is null ? null : read(organization, Of(organization, followed.View.Version)));

    private Scores Of(Organization organization, long version)
    {
        lock (gate)
        {
            if (last?.Version != version)
                last = new Scores(version, live.Of(organization));
            return last;
        }
    }
}
