using DecentralOrg.Kernel;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Publishing;

/// <summary>What publishing says. Event ids 2000 to 2099 are stable: alerts are written against them.</summary>
internal static partial class PublishingLog
{
    [LoggerMessage(2000, LogLevel.Information, "{Key}: signed with nonce {Nonce} as {Hash}, {Cap} wei per gas at most")]
    public static partial void Signed(ILogger logger, string key, ulong nonce, Bytes32 hash, UInt128 cap);

    [LoggerMessage(2001, LogLevel.Debug, "{Key}: the node has {Hash}")]
    public static partial void Offered(ILogger logger, string key, Bytes32 hash);

    [LoggerMessage(2002, LogLevel.Information, "{Key}: passed over; replaced by {Hash}, {Cap} wei per gas at most")]
    public static partial void Replaced(ILogger logger, string key, Bytes32 hash, UInt128 cap);

    [LoggerMessage(2003, LogLevel.Information, "{Key}: in block {Block} by {Hash}")]
    public static partial void Seen(ILogger logger, string key, ulong block, Bytes32 hash);

    [LoggerMessage(2004, LogLevel.Warning, "{Key}: the chain took its block {Block} back; offered again")]
    public static partial void TakenBack(ILogger logger, string key, ulong? block);

    [LoggerMessage(2005, LogLevel.Information, "{Key}: final in block {Block}, cost {Fee} wei")]
    public static partial void Final(ILogger logger, string key, ulong block, UInt128 fee);

    [LoggerMessage(2006, LogLevel.Error, "{Key}: refused: {Reason}")]
    public static partial void Refused(ILogger logger, string key, string reason);

    [LoggerMessage(2007, LogLevel.Warning, "{Key}: superseded: {Reason}")]
    public static partial void Superseded(ILogger logger, string key, string reason);

    [LoggerMessage(2008, LogLevel.Error, "{Key}: held: {Reason}")]
    public static partial void Held(ILogger logger, string key, string reason);

    [LoggerMessage(2009, LogLevel.Information, "{Key}: goes on")]
    public static partial void Released(ILogger logger, string key);

    [LoggerMessage(2010, LogLevel.Warning, "{Key}: the node would not take {Hash} ({Failure}): {Words}")]
    public static partial void NotTaken(ILogger logger, string key, Bytes32 hash, SendFailure failure, string words);

    [LoggerMessage(2011, LogLevel.Critical, "{Sentence}")]
    public static partial void ForeignTransaction(ILogger logger, string sentence);

    [LoggerMessage(2012, LogLevel.Warning, "{Key}: planned anew, for another transaction used its nonce {Nonce}")]
    public static partial void Replanned(ILogger logger, string key, ulong? nonce);

    [LoggerMessage(2013, LogLevel.Warning, "Nonce {Nonce} of {Sender} is used by nobody any more; an empty transaction fills it")]
    public static partial void HoleFilled(ILogger logger, ulong nonce, Address sender);
}
