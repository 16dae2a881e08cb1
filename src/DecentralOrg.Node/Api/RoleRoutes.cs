using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DecentralOrg.Node.Api;

/// <summary>The roles that votes gave members.</summary>
internal static class RoleRoutes
{
    private sealed record Row(
        string Role, string Account, int? Member, string State, ulong Until, int? InfluenceNeededBp, string? Influence, bool? InfluenceMet, string? Show,
        string? Area, int? AreaNeededBp, int? AreaEpochs, string? AreaInfluence, string? AreaWhole, bool? AreaMet);

    public static void MapRoles(this RouteGroupBuilder api) =>
        api.MapGet("/roles", List).WithTags("Governance").WithMetadata(ChangesWithTime.Instance)
            .WithSummary("All roles that votes gave and did not revoke, in the order in which they were first given: who has them until when, and whether what they ask for is met. What a role asks for in an area is only reported; the chain does not hold it.")
            .Produces<ListPart<RoleModel>>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult List(Scoreboard scores, ProposalReader reader, int? after, int? limit, string? format)
    {
        var time = reader.Time();
        return scores.Read((organization, now) =>
        {
            var roles = organization.Governance.Roles.All;
            return ListAnswer.Of(
                roles.Count, i => RoleModel.Of(RoleReport.Of(organization, now.Epochs, roles[i], time)), after, limit, format,
                role => new Row(
                    role.Role, role.Account, role.Member, role.State, role.Until, role.Influence?.NeededBp, role.Influence?.Influence, role.Influence?.Met,
                    role.Influence?.Show, role.Area?.Area, role.Area?.NeededBp, role.Area?.Epochs, role.Area?.Influence, role.Area?.Whole, role.Area?.Met));
        }) ?? ApiProblem.NotReady();
    }
}
