using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Endpoints;

/// <summary>What is said of endpoints: events 1700 to 1799.</summary>
internal static partial class EndpointLog
{
    [LoggerMessage(1700, LogLevel.Information, "The chain is asked at endpoint {Endpoint}.")]
    public static partial void Using(this ILogger log, string endpoint);

    [LoggerMessage(1701, LogLevel.Warning, "Endpoint {Endpoint} fails: {Reason}")]
    public static partial void Failing(this ILogger log, string endpoint, string reason);

    [LoggerMessage(1702, LogLevel.Error, "Endpoint {Endpoint} is of another chain: {Reason}")]
    public static partial void OtherChain(this ILogger log, string endpoint, string reason);
}
