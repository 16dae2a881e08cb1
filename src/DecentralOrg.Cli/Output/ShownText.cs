using System.Globalization;
using System.Text;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Output;

/// <summary>
/// Text that strangers wrote, made safe for a terminal: a title could hold escape sequences that rewrite what stands above
/// it, or characters that turn the reading direction around.
/// </summary>
internal static class ShownText
{
    private const int AreasShown = 3;

    /// <summary>The areas that brought most influence, each with it.</summary>
    public static string Of(IReadOnlyList<AreaInfluence> areas) =>
        Of(string.Join(", ", areas.Take(AreasShown).Select(area => $"{area.Area} {Amounts.Percent(area.Influence)}")));

    /// <summary>The text with U+FFFD for whatever controls a terminal, and escaped for markup.</summary>
    public static string Of(string text) => Markup.Escape(Plain(text));

    /// <summary>The text with U+FFFD for whatever controls a terminal, for what is no markup.</summary>
    public static string Plain(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            shown.Append(Rune.GetUnicodeCategory(rune) is
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
                    ? Rune.ReplacementChar
                    : rune);
        }
        return shown.ToString();
    }
}
