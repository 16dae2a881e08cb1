using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Operating;

/// <summary>What a node says of its own running: events 1000 to 1099.</summary>
internal static partial class OperatingLog
{
    [LoggerMessage(1000, LogLevel.Information, "The node of {Settlement} listens on {Listen}; its data is in {Data}.")]
    public static partial void NodeStarted(this ILogger log, string settlement, string listen, string data);

    [LoggerMessage(1001, LogLevel.Information, "The loop '{Loop}' stopped.")]
    public static partial void LoopStopped(this ILogger log, string loop);

    [LoggerMessage(1002, LogLevel.Warning, "The loop '{Loop}' failed and tries again in {Wait}: {Reason}")]
    public static partial void LoopFailed(this ILogger log, string loop, string reason, TimeSpan wait);

    [LoggerMessage(1003, LogLevel.Critical, "The loop '{Loop}' crashed; the process ends.")]
    public static partial void LoopCrashed(this ILogger log, Exception error, string loop);

    [LoggerMessage(1004, LogLevel.Critical, "The loop '{Loop}' has been at one step for more than {Longest}; the process ends.")]
    public static partial void LoopStuck(this ILogger log, string loop, TimeSpan longest);
}
