using System.Globalization;

namespace DecentralOrg.Node.Organizations;

/// <summary>Times of the chain, in seconds since 1970, as people read them.</summary>
public static class ChainTime
{
    /// <summary>The last second of the year 9999: nothing later is a date, and a proposal can name any number.</summary>
    public const ulong LastSecond = 253_402_300_799;

    /// <summary>A time with its date, in UTC; what is no date is told by its number.</summary>
    public static string Text(ulong seconds) => seconds > LastSecond
        ? string.Create(CultureInfo.InvariantCulture, $"second {seconds}")
        : DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
