using System.Globalization;
using System.Text;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// Whether a text can be told from every other text by looking at it: one line, in normal form C, without characters that
/// nobody sees or that move others. What a text means, markup and formulas included, is for whoever shows it to make harmless.
/// </summary>
internal static class CanonicalText
{
    /// <summary>Marks on one letter. Hebrew with all its points and accents, and Burmese, stay below six.</summary>
    public const int MostMarks = 8;

    /// <summary>What stands against the text, or <see cref="IntakeRefusal.None"/>. An empty text is for the ledger's rules.</summary>
    public static IntakeRefusal Check(RecordText text)
    {
        if (text.Bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            var refusal = CheckRunes(text, text.ToString());
            if (refusal != IntakeRefusal.None)
                return refusal;
        }
        return text.Bytes.Length > 0 && IsBlank(text) ? IntakeRefusal.BlankText : IntakeRefusal.None;
    }

    private static IntakeRefusal CheckRunes(RecordText signed, string text)
    {
        var (before, marks) = (default(Rune), 0);
        for (var i = 0; i < text.Length;)
        {
            var rune = Rune.GetRuneAt(text, i);
            i += rune.Utf16SequenceLength;
            var category = Rune.GetUnicodeCategory(rune);
            switch (category)
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    return IntakeRefusal.ControlCharacter;
                case UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate:
                    return IntakeRefusal.UnassignedCharacter;
            }
            if (TurnsDirection(rune.Value))
                return IntakeRefusal.DirectionCharacter;
            if (IsJoiner(rune) ? !Joins(before, text, i) : IsInvisible(rune.Value, category))
                return IntakeRefusal.InvisibleCharacter;
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks > MostMarks)
                return IntakeRefusal.StackedMarks;
            before = rune;
        }
        // Last: bringing a text into order takes time with the square of the marks on a letter, and they are few now.
        return RecordText.From(text) == signed ? IntakeRefusal.None : IntakeRefusal.NotNormalized;
    }

    /// <summary>Unicode's Bidi_Control: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters.</summary>
    private static bool TurnsDirection(int value) =>
        value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>Zero width joiner and non-joiner: Persian, Hindi and composed emoji cannot be written without them.</summary>
    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    /// <summary>Between two characters that are not ASCII and not invisible themselves; within ASCII they only deceive.</summary>
    private static bool Joins(Rune before, string text, int next) =>
        next < text.Length && IsJoined(before) && IsJoined(Rune.GetRuneAt(text, next));

    private static bool IsJoined(Rune rune) =>
        !rune.IsAscii && !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format;

    /// <summary>Unicode's Default_Ignorable_Code_Point, without the variation selectors that emoji have, and format characters.</summary>
    private static bool IsInvisible(int value, UnicodeCategory category) => value switch
    {
        // Signs that stand before Arabic numbers and Syriac words are format characters that are seen.
        (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD => false,
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164 or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF) => true,
        _ => category == UnicodeCategory.Format,
    };

    private static bool IsBlank(RecordText text)
    {
        // The empty pattern of braille is white space in all but name.
        foreach (var rune in text.ToString().EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && rune.Value != 0x2800)
                return false;
        }
        return true;
    }
}
