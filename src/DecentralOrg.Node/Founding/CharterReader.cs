using System.Text;
using System.Text.Json;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Founding;

/// <summary>Reads a charter from JSON and refuses the first thing that the contracts, or people, would not take.</summary>
public static class CharterReader
{
    private const int MostFounders = 64;
    private const ulong MostReputation = 1UL << 53;
    private const int LongestName = 64;
    private const int LongestSymbol = 16;

    /// <summary>Reads a charter in UTF-8.</summary>
    /// <exception cref="CharterException">The charter is refused.</exception>
    public static Charter Read(ReadOnlySpan<byte> json)
    {
        using var document = Parse(json.ToArray());
        var charter = CharterObject.Of(document.RootElement, "the charter");
        charter.Allow("token", "founders", "terms");
        var token = charter.Object("token");
        token.Allow("name", "symbol");
        return new Charter(
            charter.Has("terms") ? ReadTerms(charter.Object("terms")) : Terms.Default,
            ReadFounders(charter),
            ReadName(token, "name", LongestName),
            ReadName(token, "symbol", LongestSymbol));
    }

    private static JsonDocument Parse(byte[] json)
    {
        try
        {
            // The parser looks at text only when it is asked for.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(json);
            using var any = JsonDocument.Parse(json);
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            throw new CharterException(CharterRule.NotJson, "The charter is not JSON in UTF-8; see docs/examples/charter.json for one.", error);
        }
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new CharterException(CharterRule.RepeatedField, "A field stands twice in one object, or its name is no text, so that readers could disagree on its value; leave it out.", error);
        }
    }

    private static Terms ReadTerms(CharterObject given)
    {
        var names = Enum.GetValues<Parameter>().ToDictionary(parameter => parameter.Name);
        given.Allow([.. names.Keys]);
        var terms = Terms.Default;
        foreach (var (name, parameter) in names.Where(term => given.Has(term.Key)))
        {
            var value = given.Number(name);
            var bounds = Terms.BoundsOf(parameter);
            if (value < bounds.Minimum || value > bounds.Maximum)
                throw new CharterException(CharterRule.OutOfBounds, new ParameterViolation(parameter, value, bounds).Sentence);
            terms = terms.With(parameter, value);
        }
        return terms;
    }

    private static List<Founder> ReadFounders(CharterObject charter)
    {
        var founders = new List<Founder>();
        var accounts = new HashSet<Address>();
        var left = MostReputation;
        foreach (var each in charter.Objects("founders"))
        {
            each.Allow("account", "reputation");
            var account = ReadAccount(each.Text("account"));
            if (!accounts.Add(account))
                throw new CharterException(CharterRule.AccountRepeated, $"{account} is a founder twice, but an account is one member; remove the repetition.");
            var reputation = each.Number("reputation");
            if (reputation == 0)
                throw new CharterException(CharterRule.NoReputation, $"{account} has no reputation, and could introduce nobody; give each founder at least 1, in units of 10^-9.");
            if (reputation > left)
                throw new CharterException(CharterRule.ReputationTooLarge, $"All reputation together is above 2^53 with {account}, beyond what is computed exactly; lower it. A million is 1000000000000000.");
            left -= (ulong)reputation;
            founders.Add(new Founder(account, (ulong)reputation));
        }
        return founders.Count is >= 1 and <= MostFounders
            ? founders
            : throw new CharterException(CharterRule.FounderCount, $"There are {founders.Count} founders, but an organization begins with 1 to {MostFounders}; others join by credits.");
    }

    private static Address ReadAccount(string text)
    {
        if (!Address.TryParse(text, out var account) || account == Address.Zero)
            throw new CharterException(CharterRule.NotAnAccount, $"account '{text}' is not 0x and 40 hex digits of an account; correct it.");
        // A mistyped founder would own votes that nobody can use, for ever.
        var mixed = text[2..].Any(char.IsAsciiLetterUpper) && text[2..].Any(char.IsAsciiLetterLower);
        return !mixed || text == account.ToString()
            ? account
            : throw new CharterException(CharterRule.NotAnAccount, $"account '{text}' has letters of both cases, and they are not the checksum of EIP-55; a digit is wrong.");
    }

    private static string ReadName(CharterObject token, string field, int longest)
    {
        var name = token.Text(field);
        return name.Length >= 1 && name.Length <= longest && !name.Any(char.IsControl) && name.Trim() == name
            ? name
            : throw new CharterException(CharterRule.NotAName, $"The token's {field} must be 1 to {longest} characters without control characters and spaces at its ends.");
    }
}
