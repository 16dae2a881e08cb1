using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// Posts from one network in a minute: /24 of IPv4, /56 of IPv6, which is what one subscriber has. The address is that of the
/// connection; behind a proxy the host has to say which proxies it believes, or all come from one address.
/// </summary>
internal sealed class IntakeRatePolicy(IntakeOptions options, IntakeDoor door) : IRateLimiterPolicy<string>
{
    /// <summary>The policy's name.</summary>
    public const string Name = "intake";

    public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected => async (rejected, stop) =>
    {
        var after = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromMinutes(1);
        var refused = Refused.Because(IntakeRefusal.TooManyRequests, retryAfter: after);
        await IntakeRoutes.Problem(door.Service?.Count(refused) ?? refused, rejected.HttpContext).ExecuteAsync(rejected.HttpContext);
    };

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => RateLimitPartition.GetFixedWindowLimiter(
        NetworkOf(httpContext.Connection.RemoteIpAddress),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = options.PostsPerMinute, Window = TimeSpan.FromMinutes(1) });

    private static string NetworkOf(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Convert.ToHexStringLower(bytes, 0, address.AddressFamily == AddressFamily.InterNetwork ? 3 : 7);
    }
}
