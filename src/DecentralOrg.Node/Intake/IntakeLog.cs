using DecentralOrg.Kernel;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Intake;

/// <summary>What the intake logs: 3000 to 3099.</summary>
internal static partial class IntakeLog
{
    [LoggerMessage(3000, LogLevel.Information, "The intake is open; {Waiting} records wait for the chain.")]
    public static partial void Opened(this ILogger log, int waiting);

    [LoggerMessage(3001, LogLevel.Information, "The intake is closed; {Waiting} records wait for the chain and are kept.")]
    public static partial void Closed(this ILogger log, int waiting);

    [LoggerMessage(3002, LogLevel.Error, "{Posts} posts could not be written and were refused.")]
    public static partial void CommitFailed(this ILogger log, Exception error, int posts);

    [LoggerMessage(3003, LogLevel.Information, "Evaluation {Replaced} was replaced by {By}.")]
    public static partial void Replaced(this ILogger log, Bytes32 replaced, Bytes32 by);

    [LoggerMessage(3004, LogLevel.Information, "The intake never opened: no endpoint said what records are signed for.")]
    public static partial void NeverOpened(this ILogger log);

    [LoggerMessage(3005, LogLevel.Critical, "The intake crashed; the process ends.")]
    public static partial void IntakeCrashed(this ILogger log, Exception error);

    [LoggerMessage(3010, LogLevel.Information, "{Records} records go to the chain as batch {Batch}.")]
    public static partial void Batched(this ILogger log, int records, string batch);

    [LoggerMessage(3011, LogLevel.Warning, "Batch {Batch} was refused; its {Records} records wait again.")]
    public static partial void Released(this ILogger log, string batch, int records);

    [LoggerMessage(3012, LogLevel.Information, "Of the accepted records {Anchored} are in the log now, {Skipped} were left out, {Returned} were taken back by the chain.")]
    public static partial void Synchronized(this ILogger log, int anchored, int skipped, int returned);
}
