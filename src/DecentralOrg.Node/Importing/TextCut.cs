using System.Text;

namespace DecentralOrg.Node.Importing;

/// <summary>Cuts text to the bytes a record takes without leaving half a character, which would not be UTF-8.</summary>
internal static class TextCut
{
    internal const int AreaBytes = 32;
    internal const int TitleBytes = 140;

    /// <summary>
    /// The longest start of <paramref name="text"/>, in normal form C, that has at most <paramref name="limit"/> bytes of
    /// UTF-8. The form is made first: a record is signed in it, and it can be longer or shorter.
    /// </summary>
    internal static string ToBytes(string text, int limit)
    {
        text = text.Normalize(NormalizationForm.FormC);
        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > limit)
                return text[..length];
            length += rune.Utf16SequenceLength;
        }
        return text;
    }
}
