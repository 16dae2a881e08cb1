using System.Text.Json;
using System.Text.Unicode;

namespace DecentralOrg.Node.Intake;

/// <summary>Whether bytes are JSON that a record can be read from: one pass, before anything in them is looked at.</summary>
internal static class JsonCheck
{
    /// <summary>The most bytes of a post.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>The most levels; a record needs five.</summary>
    public const int Deepest = 16;

    /// <summary>What stands against the bytes, or <see cref="IntakeRefusal.None"/>.</summary>
    public static IntakeRefusal Check(ReadOnlySpan<byte> body)
    {
        if (body.Length > MostBytes)
            return IntakeRefusal.TooLarge;
        if (!Utf8.IsValid(body))
            return IntakeRefusal.NotUtf8;
        // One level more than is taken, to tell depth from everything else that the reader throws for.
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Deepest + 1 });
        var refusal = IntakeRefusal.None;
        try
        {
            while (json.Read())
            {
                if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && json.CurrentDepth >= Deepest)
                    return IntakeRefusal.TooDeep;
                // The library takes half a pair and throws when the string is asked for.
                if (json.ValueIsEscaped && !IsPaired(json.ValueSpan) && refusal == IntakeRefusal.None)
                    refusal = IntakeRefusal.LoneSurrogate;
            }
        }
        catch (JsonException)
        {
            return IntakeRefusal.NotJson;
        }
        return refusal;
    }

    /// <summary>Whether every escaped high surrogate is followed by an escaped low one, and none stands alone.</summary>
    private static bool IsPaired(ReadOnlySpan<byte> escaped)
    {
        var high = false;
        for (var i = 0; i < escaped.Length; i++)
        {
            var (isHigh, isLow) = (false, false);
            if (escaped[i] == '\\')
            {
                if (escaped[i + 1] != 'u')
                {
                    i++;
                }
                else
                {
                    var surrogate = (escaped[i + 2] | 0x20) == 'd';
                    var low = (escaped[i + 3] | 0x20) is >= 'c' and <= 'f';
                    isLow = surrogate && low;
                    isHigh = surrogate && !low && (escaped[i + 3] | 0x20) is '8' or '9' or 'a' or 'b';
                    i += 5;
                }
            }
            if (high != isLow)
                return false;
            high = isHigh;
        }
        return !high;
    }
}
