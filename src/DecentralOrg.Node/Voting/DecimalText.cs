using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace DecentralOrg.Node.Voting;

/// <summary>Decimal numbers as integers, without the rounding of floating point.</summary>
internal static partial class DecimalText
{
    /// <summary>Reads a number that is not negative, such as 12, 0.5 or 8.5e-06.</summary>
    /// <param name="text">The number.</param>
    /// <param name="digits">How many digits behind the point the result has.</param>
    /// <param name="scaled">The number times 10^digits.</param>
    /// <returns>False if it is no such number, or has more digits behind the point.</returns>
    public static bool TryScale(string text, int digits, out BigInteger scaled)
    {
        scaled = default;
        if (Form().Match(text) is not { Success: true } match)
            return false;
        var fraction = match.Groups["fraction"].Value.TrimEnd('0');
        var exponent = match.Groups["exponent"] is { Success: true, Value: var power } ? int.Parse(power, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var zeros = digits + exponent - fraction.Length;
        if (zeros < 0)
            return false;
        scaled = BigInteger.Parse(match.Groups["whole"].Value + fraction, NumberStyles.None, CultureInfo.InvariantCulture) * BigInteger.Pow(10, zeros);
        return true;
    }

    // Bounded, so that no number fills the memory: 10^99 is more than anything that is measured.
    [GeneratedRegex(@"^(?<whole>[0-9]{1,30})(\.(?<fraction>[0-9]{1,40}))?([eE](?<exponent>[+-]?[0-9]{1,2}))?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
