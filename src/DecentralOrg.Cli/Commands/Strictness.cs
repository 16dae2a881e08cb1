using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace DecentralOrg.Cli.Commands;

/// <summary>What the parser lets through and a user would not want.</summary>
internal static class Strictness
{
    extension(Option option)
    {
        /// <summary>Holds an option to a range. What is no number is left to the parser, which says so itself.</summary>
        public void RequireWithin(long least, long most) => option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && BigInteger.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                && (value < least || value > most))
                result.AddError($"{option.Name} takes {least} to {most}, not {token.Value}.");
        });
    }

    /// <summary>Refuses what looks like an option where an argument has room: otherwise a misspelt option would be taken for a file.</summary>
    public static void RefuseUnknownOptions(Command command)
    {
        foreach (var argument in command.Arguments)
            argument.Validators.Add(Check);
        foreach (var sub in command.Subcommands)
            RefuseUnknownOptions(sub);
    }

    private static void Check(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
            result.AddError($"There is no option '{token.Value}'. If it is meant as an argument, write it as './{token.Value}'.");
    }
}
