using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DecentralOrg.Node.Operating;

/// <summary>What operators and their tools ask.</summary>
internal static class OperatingRoutes
{
    public static void MapOperating(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/status", (StatusReader status) => TypedResults.Ok(status.Read()))
            .WithTags("Operating").WithSummary("How the node is, in plain words.");
        routes.MapGet("/health/live", () => TypedResults.Text("live"))
            .WithTags("Operating").WithSummary("Answers as long as the process does.");
        routes.MapGet("/health/ready", (StatusReader status) =>
            {
                var now = status.Read();
                return TypedResults.Text(string.Join('\n', now.Sentences), statusCode: now.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
            })
            .WithTags("Operating").WithSummary("200 if what the node answers is up to date, 503 with the reason if not.");
    }
}
