using DecentralOrg.Kernel;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DecentralOrg.Node.Api;

/// <summary>Contributions and what the credits for them brought.</summary>
internal static class ContributionRoutes
{
    private sealed record Row(string Id, string Contributor, string Area, string Title, string Uri, string ContentHash, uint Epoch);

    public static void MapContributions(this RouteGroupBuilder api)
    {
        api.MapGet("/contributions", List).WithTags("Contributions")
            .WithSummary("All contributions in the order of the log.")
            .Produces<ListPart<ContributionModel>>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/contributions/{id}", One).WithTags("Contributions")
            .WithSummary("One contribution, with the influence that the credits for it brought in each epoch.")
            .Produces<ContributionModel>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(Scoreboard scores, int? after, int? limit, string? format) =>
        scores.Read((organization, _) => ListAnswer.Of(
            organization.ContributionLog.Count,
            i => ContributionModel.Of(organization, organization.ContributionLog[i]),
            after, limit, format,
            made => new Row(made.Id, made.Contributor, made.Area, made.Title, made.Uri, made.ContentHash, made.Epoch))) ?? ApiProblem.NotReady();

    private static IResult One(Scoreboard scores, string id) =>
        scores.Read<IResult>((organization, now) =>
            Bytes32.TryParse(id, out var hash) && organization.Contributions.TryGetValue(hash, out var made)
                ? TypedResults.Ok(ContributionModel.Of(organization, hash, Explanation.InfluenceOf(organization, now.Epochs, made)))
                : ApiProblem.NotFound($"The log holds no contribution {id}; an id is 0x and 64 hex digits.")) ?? ApiProblem.NotReady();
}
