using System.Globalization;
using System.Text.Json.Serialization;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// The intake over HTTP: <c>POST /records</c> and <c>GET /records/{digest}</c>. The host calls <see cref="AddIntakeRoutes"/>,
/// <c>UseRequestTimeouts</c>, <c>UseRateLimiter</c> and <see cref="MapIntake"/>, and <see cref="Limit"/> for its server.
/// </summary>
public static class IntakeRoutes
{
    private const string Timeouts = "intake";

    private static readonly Refused Late = Refused.Because(IntakeRefusal.TimedOut, retryAfter: TimeSpan.FromSeconds(10));

    /// <summary>Registers the limits of the routes. <see cref="IntakeDoor"/> is the host's to register.</summary>
    public static IServiceCollection AddIntakeRoutes(this IServiceCollection services, IntakeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.AddRateLimiter(limiter => limiter.AddPolicy<string, IntakeRatePolicy>(IntakeRatePolicy.Name));
        return services.AddRequestTimeouts(timeouts => timeouts.AddPolicy(Timeouts, new RequestTimeoutPolicy
        {
            Timeout = options.RequestTime,
            TimeoutStatusCode = Late.Status,
            WriteTimeoutResponse = context => Problem(Late, context).ExecuteAsync(context),
        }));
    }

    /// <summary>The server's own limits: what a connection may cost before any route is known.</summary>
    public static void Limit(KestrelServerLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.MaxRequestBodySize = JsonCheck.MostBytes;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1_024, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MaxConcurrentConnections = 5_000;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapIntake(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.MapPost("/records", (HttpContext context, IntakeDoor door) => PostAsync(context, door))
            .WithName("PostRecord")
            .WithSummary("Takes one signed record: EIP-712 typed data with its signature.")
            // Not Accepts(): routing would answer another type itself, without a name and a sentence.
            .Produces<ReceiptJson>(StatusCodes.Status202Accepted)
            .TakesPosts();
        routes.MapGet("/records/{digest}", Get)
            .WithName("GetRecord")
            .WithSummary("Tells where a record is.")
            .Produces<StatusJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/accounts/{account}", Budget)
            .WithName("GetAccount")
            .WithSummary("Tells what an account needs for its next evaluation: the nonce and the points left, after those that wait here.")
            .Produces<AccountJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>A refusal as problem details (RFC 9457), with <c>Retry-After</c> where waiting helps.</summary>
    internal static IResult Problem(Refused refused, HttpContext context)
    {
        if (refused.RetryAfter is { } after)
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            refused.Sentence, statusCode: refused.Status, title: refused.Name, type: $"urn:decentralorg:refusal:{refused.Name}",
            extensions: refused.Field is { } field ? [new("field", field)] : []);
    }

    private static async Task<IResult> PostAsync(HttpContext context, IntakeDoor door) => door.Service is { } intake
        ? await PostAsync(context, intake.AcceptAsync, accepted => TypedResults.Accepted($"/records/{accepted.Digest}", ReceiptJson.Of(accepted)), intake.Count)
        : Problem(door.Closed, context);

    /// <summary>Reads a post and answers it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="accept">Judges the body.</param>
    /// <param name="receipt">The answer to what was accepted.</param>
    /// <param name="count">Told what is refused before it is judged.</param>
    internal static async Task<IResult> PostAsync(
        HttpContext context, Func<ReadOnlyMemory<byte>, CancellationToken, Task<IntakeAnswer>> accept, Func<Accepted, IResult> receipt, Func<Refused, Refused> count)
    {
        if (!context.Request.HasJsonContentType())
            return Refuse(IntakeRefusal.NotJsonType);
        // A byte more than is taken tells a body that is too long from one that just fits.
        var body = System.Buffers.ArrayPool<byte>.Shared.Rent(JsonCheck.MostBytes + 1);
        try
        {
            var length = await context.Request.Body.ReadAtLeastAsync(
                body.AsMemory(0, JsonCheck.MostBytes + 1), JsonCheck.MostBytes + 1, throwOnEndOfStream: false, context.RequestAborted);
            return await accept(body.AsMemory(0, length), context.RequestAborted) switch
            {
                Accepted accepted => receipt(accepted),
                Refused refused => Problem(refused, context),
                var answer => throw new InvalidOperationException($"An answer of another kind: {answer}."),
            };
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException error)
        {
            return Refuse(error.StatusCode == StatusCodes.Status413PayloadTooLarge ? IntakeRefusal.TooLarge : IntakeRefusal.BodyIncomplete);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(body);
        }

        IResult Refuse(IntakeRefusal refusal) => Problem(count(Refused.Because(refusal)), context);
    }

    /// <summary>The limits and the refusals of a route that takes posts.</summary>
    internal static void TakesPosts(this RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .WithMetadata(new RequestSizeLimitAttribute(JsonCheck.MostBytes))
        .WithRequestTimeout(Timeouts)
        .RequireRateLimiting(IntakeRatePolicy.Name);

    private static IResult Get(string digest, HttpContext context, IntakeDoor door)
    {
        if (door.Service is not { } intake)
            return Problem(door.Closed, context);
        if (!Bytes32.TryParse(digest, out var known))
            return Problem(Refused.Because(IntakeRefusal.HashForm, "digest"), context);
        return intake.Find(known) is { } status
            ? TypedResults.Ok(StatusJson.Of(status))
            : Problem(Refused.Because(IntakeRefusal.UnknownDigest, "digest"), context);
    }

    private static IResult Budget(string account, HttpContext context, IntakeDoor door)
    {
        if (!Address.TryParse(account, out var known))
            return Problem(Refused.Because(IntakeRefusal.AddressForm, "account"), context);
        return door.Service?.BudgetOf(known) is { } budget
            ? TypedResults.Ok(new AccountJson(budget.Account.ToString(), budget.Member, budget.Epoch, budget.Nonce, budget.Points))
            : Problem(door.Closed, context);
    }

    private sealed record AccountJson(string Account, int? Member, uint Epoch, uint Nonce, uint Points);

    private sealed record ReceiptJson(string Digest, string Id, long Place, DateTimeOffset AcceptedAt)
    {
        public static ReceiptJson Of(Accepted accepted) => new(accepted.Digest.ToString(), accepted.Id.ToString(), accepted.Place, accepted.AcceptedAt);
    }

    private sealed record StatusJson(
        string Digest, string? Kind, string? Author, string State, DateTimeOffset? AcceptedAt, long Place,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sequence,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Block,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ReplacedBy)
    {
        public static StatusJson Of(RecordStatus status) => new(
            status.Digest.ToString(), status.Kind?.ToString(), status.Author?.ToString(), status.State.ToString(), status.AcceptedAt, status.Place,
            status.Sequence?.ToString(CultureInfo.InvariantCulture), status.Block?.ToString(CultureInfo.InvariantCulture),
            status.Reason?.ToString(), status.Reason?.Sentence(), status.ReplacedBy?.ToString());
    }
}
