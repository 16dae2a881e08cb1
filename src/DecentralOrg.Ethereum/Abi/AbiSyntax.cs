using System.Globalization;

namespace DecentralOrg.Ethereum;

/// <summary>Reads signatures as people write them: <c>name(type [indexed] [name], …)</c>, with tuples in parentheses.</summary>
internal ref struct AbiSyntax
{
    private const int DeepestNesting = 16;

    private readonly string text;
    private int at;

    private AbiSyntax(string text) => this.text = text;

    public static AbiType ParseType(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var syntax = new AbiSyntax(text);
        var type = syntax.Type(0);
        syntax.End();
        return type;
    }

    public static (string Name, AbiType Inputs) ParseSignature(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var syntax = new AbiSyntax(text);
        var name = syntax.Word();
        if (name.Length == 0)
            throw syntax.Error("a name");
        var inputs = syntax.Tuple(0);
        syntax.End();
        return (name, inputs);
    }

    /// <summary>Arrays of <paramref name="type"/>, from <c>[]</c> and <c>[n]</c> behind its name.</summary>
    public static AbiType ParseSuffix(AbiType type, string suffix)
    {
        var syntax = new AbiSyntax(suffix);
        var arrays = syntax.Suffix(type);
        syntax.End();
        return arrays;
    }

    private AbiType Type(int depth)
    {
        if (depth > DeepestNesting)
            throw Error("less nesting");
        return Suffix(Next() == '(' ? Tuple(depth) : AbiType.Elementary(Word()));
    }

    private AbiType Suffix(AbiType type)
    {
        while (Next() == '[')
        {
            at++;
            var start = at;
            while (Next() is >= '0' and <= '9')
                at++;
            var digits = text.AsSpan(start, at - start);
            Take(']');
            var length = 0;
            if (digits.Length > 0 && (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length) || length == 0))
                throw Error("a length of at least 1");
            type = AbiType.ArrayOf(type, length);
        }
        return type;
    }

    private AbiType Tuple(int depth)
    {
        Take('(');
        var parts = new List<AbiParameter>();
        if (Next() != ')')
        {
            do
                parts.Add(Parameter(depth));
            while (TryTake(','));
        }
        Take(')');
        return AbiType.Tuple(parts);
    }

    private AbiParameter Parameter(int depth)
    {
        SkipSpaces();
        var type = Type(depth + 1);
        SkipSpaces();
        var name = Word();
        var indexed = name == "indexed";
        if (indexed)
        {
            SkipSpaces();
            name = Word();
        }
        SkipSpaces();
        return new AbiParameter(name, type, indexed);
    }

    private string Word()
    {
        var start = at;
        while (Next() is '_' or '$' || char.IsAsciiLetterOrDigit(Next()))
            at++;
        return text[start..at];
    }

    private readonly char Next() => at < text.Length ? text[at] : '\0';

    private void SkipSpaces()
    {
        while (Next() == ' ')
            at++;
    }

    private bool TryTake(char expected)
    {
        var found = Next() == expected;
        if (found)
            at++;
        return found;
    }

    private void Take(char expected)
    {
        if (!TryTake(expected))
            throw Error($"'{expected}'");
    }

    private readonly void End()
    {
        if (at != text.Length)
            throw Error("the end");
    }

    private readonly AbiException Error(string expected) => new($"'{text}' needs {expected} at character {at + 1}.");
}
