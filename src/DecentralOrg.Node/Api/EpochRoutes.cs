using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Scoring;
using DecentralOrg.Node.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace DecentralOrg.Node.Api;

/// <summary>Epochs, their parameters, settlements and bundles.</summary>
internal static class EpochRoutes
{
    private sealed record Row(
        uint Epoch, bool Open, ulong OpenedAt, int Members, int Credits, string PointsGiven, string PointsUnspent, string TotalEarned, string Reward, string LogHead);

    public static void MapEpochs(this RouteGroupBuilder api)
    {
        api.MapGet("/epochs", List).WithTags("Epochs")
            .WithSummary("All epochs, the open one last.")
            .Produces<ListPart<EpochModel>>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/epochs/{epoch}", One).WithTags("Epochs")
            .WithSummary("One epoch.")
            .Produces<EpochModel>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/epochs/{epoch}/bundle", Bundle).WithTags("Epochs")
            .WithSummary("All that is needed to recompute an epoch, as JSON lines; of the open one, as far as it goes.")
            .Produces<string>(contentType: "application/jsonl").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(Scoreboard scores, FollowedOrganization followed, Database database, int? after, int? limit, string? format) =>
        scores.Read((organization, now) =>
        {
            var openings = OpeningsOf(followed, database);
            return ListAnswer.Of(
                now.Epochs.Count, i => EpochModel.Of(organization, now.Epochs[i], openings), after, limit, format,
                epoch => new Row(
                    epoch.Epoch, epoch.Open, epoch.OpenedAt, epoch.Members, epoch.Credits, epoch.PointsGiven, epoch.PointsUnspent, epoch.TotalEarned,
                    epoch.Reward, epoch.LogHead));
        }) ?? ApiProblem.NotReady();

    private static IResult One(Scoreboard scores, FollowedOrganization followed, Database database, uint epoch) =>
        scores.Read<IResult>((organization, now) => epoch < now.Epochs.Count
            ? TypedResults.Ok(EpochModel.Of(organization, now.Epochs[(int)epoch], OpeningsOf(followed, database)))
            : NoEpoch(now, epoch)) ?? ApiProblem.NotReady();

    /// <summary>When each epoch opened, in seconds since 1970. The organization is ahead of the facts only while they are taken back.</summary>
    private static IReadOnlyList<ulong> OpeningsOf(FollowedOrganization followed, Database database) =>
        new FactStore(database).TimesOf(followed.Contracts!.Settlement.Address, SettlementContract.EpochOpenedEvent.Topic);

    private static IResult Bundle(Scoreboard scores, uint epoch) =>
        scores.Read<IResult>((organization, now) =>
        {
            if (epoch >= now.Epochs.Count)
                return NoEpoch(now, epoch);
            using var text = new MemoryStream();
            BundleWriter.Write(text, Explanation.BundleOf(organization, now.Epochs, epoch));
            return TypedResults.Bytes(text.ToArray(), "application/jsonl", $"epoch-{epoch}.jsonl");
        }) ?? ApiProblem.NotReady();

    private static ProblemHttpResult NoEpoch(Scores now, uint epoch) =>
        ApiProblem.NotFound($"There is no epoch {epoch}; the open one is {now.Epochs.Count - 1}.");
}
