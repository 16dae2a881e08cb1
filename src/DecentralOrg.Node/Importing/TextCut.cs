using System.Text;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Importing;

/// <summary>Cuts text to the bytes a record takes without leaving half a character, which would not be UTF-8.</summary>
internal static class TextCut
{
    /// <summary>
    /// The longest start of <paramref name="text"/> that has at most <paramref name="limit"/> bytes. It is measured in the
    /// form in which a record is signed, which can be longer.
    /// </summary>
    internal static string ToBytes(string text, int limit)
    {
        var bytes = RecordText.From(text).Bytes;
        if (bytes.Length > limit)
        {
            while ((bytes[limit] & 0xC0) == 0x80)
                limit--;
            bytes = bytes[..limit];
        }
        return Encoding.UTF8.GetString(bytes);
    }
}
