using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace DecentralOrg.Cli.Commands;

/// <summary>What the parser lets through and a user would not want.</summary>
internal static class Strictness
{
    extension<T>(Option<T> option) where T : struct, IBinaryInteger<T>
    {
        /// <summary>Holds an option to whole numbers within a range. The parser's own complaint would name a type of .NET.</summary>
        public void RequireWithin(long least, long most) => option.CustomParser = result => Read<T>(result, option.Name, least, most);
    }

    extension<T>(Option<T?> option) where T : struct, IBinaryInteger<T>
    {
        /// <summary>Holds an option that can be left out to whole numbers within a range.</summary>
        public void RequireWithin(long least, long most) => option.CustomParser = result => Read<T>(result, option.Name, least, most);
    }

    extension<T>(Argument<T> argument) where T : struct, IBinaryInteger<T>
    {
        /// <summary>Holds an argument to whole numbers within a range.</summary>
        public void RequireWithin(long least, long most) => argument.CustomParser = result => Read<T>(result, argument.Name, least, most);
    }

    extension(Command command)
    {
        /// <summary>Refuses an option where it would make no difference: whoever wrote it expects one.</summary>
        /// <param name="option">The option.</param>
        /// <param name="where">Whether a command line is one where it would make none.</param>
        /// <param name="sentence">What, why, and what to do.</param>
        public void Refuse(Option option, Func<CommandResult, bool> where, string sentence) =>
            command.Validators.Add(result =>
            {
                if (result.Has(option) && where(result))
                    result.AddError(sentence);
            });
    }

    extension(CommandResult result)
    {
        /// <summary>Whether the user wrote an option, which others have by default.</summary>
        public bool Has(Option option) => result.GetResult(option) is { Implicit: false };
    }

    /// <summary>Refuses what looks like an option where an argument has room: otherwise a misspelt option would be taken for a file.</summary>
    public static void RefuseUnknownOptions(Command command)
    {
        foreach (var argument in command.Arguments)
            argument.Validators.Add(Check);
        foreach (var sub in command.Subcommands)
            RefuseUnknownOptions(sub);
    }

    private static T Read<T>(ArgumentResult result, string name, long least, long most) where T : struct, IBinaryInteger<T>
    {
        var text = result.Tokens[0].Value;
        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return T.CreateChecked(value);
        result.AddError($"{name} takes {least} to {most}, not {text}.");
        return default;
    }

    private static void Check(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
            result.AddError($"There is no option '{token.Value}'. If it is meant as an argument, write it as './{token.Value}'.");
    }
}
