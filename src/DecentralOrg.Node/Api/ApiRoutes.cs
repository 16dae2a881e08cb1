using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DecentralOrg.Node.Api;

/// <summary>
/// What anybody can read of the organization. Answers carry an ETag that changes with the organization, lists come in parts,
/// and every list can be had as CSV with the same numbers.
/// </summary>
internal static class ApiRoutes
{
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").AddEndpointFilter<VersionFilter>();
        api.MapOrganization();
        api.MapMembers();
        api.MapContributions();
        api.MapEpochs();
        api.MapProposals();
        api.MapRoles();
        routes.MapChanges();
    }
}
