using System.Globalization;
using System.Text.RegularExpressions;
using DecentralOrg.Ethereum;

namespace DecentralOrg.Node.Following;

/// <summary>
/// How many blocks' logs are asked for at once. Endpoints bound the range, the number of logs or the time, each in its own
/// words: it is halved when one refuses, and grows again where logs are few, or the rest would go block by block.
/// </summary>
/// <param name="widest">The widest range.</param>
internal sealed partial class RangeWidth(ulong widest)
{
    private ulong? narrowed;

    /// <summary>Blocks in the next range, at least 1.</summary>
    public ulong Blocks => narrowed ?? widest;

    /// <summary>The range was answered.</summary>
    public void Widen() => narrowed = Math.Min(widest, Blocks + Math.Max(1, Blocks / 4));

    /// <summary>No answer came in time. Whether the range was too wide for it nobody knows; the next one is narrower.</summary>
    public void Late() => narrowed = Math.Max(1, Blocks / 2);

    /// <summary>Whether a narrower range is worth asking for; if so, the next one is narrower.</summary>
    /// <param name="refusal">What the endpoint answered.</param>
    public bool TryNarrow(RpcException refusal)
    {
        if (Blocks == 1 || !IsAboutSize(refusal))
            return false;
        var half = Blocks / 2;
        narrowed = Suggested(refusal.Text) is { } allowed && allowed < half ? allowed : half;
        return true;
    }

    /// <summary>
    /// An error in words that nobody foresaw counts as one about the range, because a narrower one helps against all that
    /// are. Whoever is asked too often is not asked again at once.
    /// </summary>
    private static bool IsAboutSize(RpcException refusal) => refusal.Kind switch
    {
        RpcFailure.TooLarge => true,
        RpcFailure.ErrorResponse => !refusal.AskedTooOften && !TooOften().IsMatch(refusal.Text),
        _ => false,
    };

    /// <summary>What Alchemy ("this block range should work: [0x0, 0x7cf]") and QuickNode ("limited to a 10,000 range") offer instead.</summary>
    private static ulong? Suggested(string text)
    {
        if (OfferedRange().Match(text) is { Success: true } range
            && ulong.TryParse(range.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first)
            && ulong.TryParse(range.Groups[2].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var last) && last >= first)
            return last - first + 1;
        return OfferedWidth().Match(text) is { Success: true } width
            && ulong.TryParse(width.Groups[1].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var blocks)
            ? blocks
            : null;
    }

    [GeneratedRegex(@"rate limit|too many requests|requests? per second|request rate|request count exceeded|compute units per second|throughput", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TooOften();

    [GeneratedRegex(@"\[0x([0-9a-f]{1,16}),\s*0x([0-9a-f]{1,16})\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfferedRange();

    [GeneratedRegex(@"limited to an? ([1-9][0-9,]{0,12})(?: block)? range", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfferedWidth();
}
