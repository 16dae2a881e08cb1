using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Following;

/// <summary>What following says: events 1100 to 1199.</summary>
internal static partial class FollowingLog
{
    [LoggerMessage(1100, LogLevel.Information, "Connected to chain {ChainId}; following from block {Block}.")]
    public static partial void Connected(this ILogger log, ulong chainId, ulong block);

    [LoggerMessage(1101, LogLevel.Information, "Read to block {Block} of {Head}: {Logs} logs.")]
    public static partial void Followed(this ILogger log, ulong block, ulong head, int logs);

    [LoggerMessage(1102, LogLevel.Warning, "The chain took back what stood above block {Block}: {Logs} logs were forgotten.")]
    public static partial void Reorganized(this ILogger log, ulong block, int logs);

    [LoggerMessage(1103, LogLevel.Critical, "Alarm: {Sentence}")]
    public static partial void FinalityViolated(this ILogger log, string sentence);

    [LoggerMessage(1104, LogLevel.Warning, "The alarm is over: every endpoint that was asked shows the final block {Block} again.")]
    public static partial void FinalityRestored(this ILogger log, ulong block);
}
