using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace DecentralOrg.Node.Api;

/// <summary>Tells whoever listens when the organization changes (server-sent events).</summary>
internal static class ChangeRoutes
{
    public static void MapChanges(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/events", (FollowedOrganization followed, Scoreboard scores, IHostApplicationLifetime lifetime, HttpContext http) =>
            {
                // A listener that stays would keep the host from stopping until its time is over.
                var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
                http.Response.RegisterForDispose(stop);
                return TypedResults.ServerSentEvents(Changes(followed, scores, stop.Token));
            })
            .WithTags("Organization").WithSummary("A live stream: the state now, and again after every change.").Produces<ChangeModel>(contentType: "text/event-stream");

    private static async IAsyncEnumerable<SseItem<ChangeModel>> Changes(
        FollowedOrganization followed, Scoreboard scores, [EnumeratorCancellation] CancellationToken stop)
    {
        var told = -1L;
        while (!stop.IsCancellationRequested)
        {
            // Before the state is read, so that no change falls between.
            var changed = followed.Changed;
            if (followed.View?.Version is { } version && version != told && Read(followed, scores) is { } now)
            {
                told = version;
                yield return new SseItem<ChangeModel>(now, "change") { EventId = told.ToString(CultureInfo.InvariantCulture) };
            }
            await changed.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static ChangeModel? Read(FollowedOrganization followed, Scoreboard scores) =>
        scores.Read((organization, now) => new ChangeModel(
            (followed.LastStep?.Reached?.Number ?? 0).ToString(CultureInfo.InvariantCulture),
            organization.Ledger.Sequence.ToString(CultureInfo.InvariantCulture), now.Epochs[^1].Epoch, organization.Ledger.Members.Count,
            now.Epochs[^1].Members.Aggregate(0UL, (sum, member) => sum + member.Influence - member.Seed).ToString(CultureInfo.InvariantCulture)));
}
