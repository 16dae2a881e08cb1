using System.Globalization;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DecentralOrg.Node.Api;

/// <summary>
/// Gives every answer an ETag with the organization's version, and the time of the last block where that matters, answers 304 to whoever has it, and 503 as long as there is
/// no organization to answer from.
/// </summary>
internal sealed class VersionFilter(FollowedOrganization followed, NodeInstance instance, ProposalReader proposals) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (followed.View is not { } view || view.Read(organization => organization.Genesis is null))
            return ApiProblem.NotReady();
        var http = context.HttpContext;
        var time = http.GetEndpoint()?.Metadata.GetMetadata<ChangesWithTime>() is null ? 0 : proposals.Time();
        var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{instance.Id}-{view.Version}-{time}\""));
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = "no-cache";
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : await next(context);
    }
}

/// <summary>Marks a route whose answer changes with the time of blocks alone.</summary>
internal sealed class ChangesWithTime
{
    public static readonly ChangesWithTime Instance = new();
}

/// <summary>One run of the process: versions count from its start, so a tag of an earlier run must not match.</summary>
/// <param name="Id">When it started, in milliseconds.</param>
internal sealed record NodeInstance(long Id);
