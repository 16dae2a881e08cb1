using System.Globalization;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Governance;

namespace DecentralOrg.Cli.Commands;

/// <summary>Values of parameters as they are typed: <c>dampingBp=6000</c>.</summary>
internal static class ParameterValues
{
    /// <summary>Reads them, in their order.</summary>
    /// <exception cref="CommandException">One is not of this form, or names no parameter.</exception>
    public static Preference[] Read(IEnumerable<string> texts) => [.. texts.Select(Read)];

    private static Preference Read(string text)
    {
        if (text.Split('=') is not [var name, var digits] || !UInt128.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            throw new CommandException(ExitCode.Usage, $"'{text}' is no value of a parameter: NAME=VALUE, such as dampingBp=6000.");
        return ParameterNames.TryParse(name, out var parameter)
            ? new Preference(parameter, value)
            : throw new CommandException(ExitCode.Usage, $"{BallotRefusal.UnknownParameter}: '{name}'. {BallotRefusal.UnknownParameter.Sentence()}");
    }
}
