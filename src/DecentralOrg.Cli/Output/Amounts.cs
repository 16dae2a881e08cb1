using System.Globalization;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Cli.Output;

/// <summary>Numbers of the protocol as people read them; rounded for tables only, never in JSON.</summary>
internal static class Amounts
{
    private const decimal Unit = 1_000_000_000m;

    /// <summary>Influence as a share of all influence, in percent with two digits.</summary>
    public static string Percent(ulong influence) => Percent(influence, Influence.Whole);

    /// <summary>A part of a whole in percent with two digits; nothing of nothing is 0.</summary>
    public static string Percent(ulong part, ulong whole) =>
        (whole == 0 ? 0 : 100m * part / whole).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>A share, 0..1, in percent with two digits.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>Tokens or reputation, from units of 10^-9, with two digits.</summary>
    public static string Tokens(ulong units) => (units / Unit).ToString("#,##0.00", CultureInfo.InvariantCulture);

    /// <summary>A count with thousands separated.</summary>
    public static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>Units with thousands separated.</summary>
    public static string Units(UInt128 units) => units.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun, in the plural but for one.</summary>
    public static string Of(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A duration in seconds with one digit.</summary>
    public static string Seconds(TimeSpan duration) =>
        duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    /// <summary>An account short enough for a table: its first and last digits.</summary>
    public static string Short(Address account)
    {
        var text = account.ToString();
        return $"{text[..8]}…{text[^4..]}";
    }

    /// <summary>One bar a value, in eighths of the greatest of <paramref name="greatest"/>.</summary>
    public static string Bars(IEnumerable<ulong> values, ulong greatest) =>
        string.Concat(values.Select(value =>
            value == 0 || greatest == 0 ? '·' : "▁▂▃▄▅▆▇█"[(int)UInt128.Min(7, (UInt128)value * 8 / greatest)]));
}
