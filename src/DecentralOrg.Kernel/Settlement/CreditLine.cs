using System.Buffers.Text;
using System.Text.Json;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>The four fields of a credit as they stand on its line, before they are held against members and budget.</summary>
internal readonly record struct CreditLine(long From, long To, long Points, Bytes32 Contribution)
{
    /// <summary>More digits could pass 64 bits.</summary>
    private const int MostDigits = 18;

    /// <summary>Reads a line, or refuses it.</summary>
    /// <param name="number">The line's number.</param>
    /// <param name="line">The line, in UTF-8.</param>
    /// <exception cref="BundleException">It is no credit.</exception>
    public static CreditLine Parse(int number, ReadOnlySpan<byte> line) =>
        TryParsePlain(line, out var plain) ? plain : ParseAny(BundleObject.ParseCredit(number, line));

    /// <summary>
    /// Reads a line as nearly all are written: the four fields, once each, in any order, without escapes and with nothing else. It
    /// takes nothing that <see cref="ParseAny"/> would refuse or read otherwise, leaves all the rest to it, and allocates nothing.
    /// </summary>
    private static bool TryParsePlain(ReadOnlySpan<byte> line, out CreditLine credit)
    {
        long from = -1, to = -1, points = -1;
        Bytes32? contribution = null;
        credit = default;
        var json = new Utf8JsonReader(line);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.ValueSpan;
                json.Read();
                var taken = name.SequenceEqual("from"u8) ? TryTake(in json, ref from)
                    : name.SequenceEqual("to"u8) ? TryTake(in json, ref to)
                    : name.SequenceEqual("points"u8) ? TryTake(in json, ref points)
                    : name.SequenceEqual("contribution"u8) && TryTake(in json, ref contribution);
                if (!taken)
                    return false;
            }
            if (json.TokenType != JsonTokenType.EndObject || json.Read() || from < 0 || to < 0 || points < 0 || contribution is not { } id)
                return false;
            credit = new CreditLine(from, to, points, id);
            return true;
        }
        catch (JsonException)
        {
            // The other reading says what is wrong.
            return false;
        }
    }

    private static bool TryTake(in Utf8JsonReader json, ref long field) =>
        field < 0 && json.TokenType == JsonTokenType.Number && json.ValueSpan.Length <= MostDigits
        && Utf8Parser.TryParse(json.ValueSpan, out field, out var digits) && digits == json.ValueSpan.Length && json.ValueSpan[0] != '-';

    private static bool TryTake(in Utf8JsonReader json, ref Bytes32? field)
    {
        if (field is not null || json.TokenType != JsonTokenType.String || !Bytes32.TryParse(json.ValueSpan, out var id))
            return false;
        field = id;
        return true;
    }

    private static CreditLine ParseAny(BundleObject credit)
    {
        var (from, to, points) = (credit.Integer("from"), credit.Integer("to"), credit.Integer("points"));
        var text = credit.String("contribution");
        return Bytes32.TryParse(text, out var contribution)
            ? new CreditLine(from, to, points, contribution)
            : throw credit.Refuse(BundleRule.NotAnId, $"contribution '{text}' is not 0x and 64 hex digits; write the contribution's id.");
    }
}
