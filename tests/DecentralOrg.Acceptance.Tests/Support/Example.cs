using System.Globalization;
using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>
/// The three people of the documentation, whose influence can be computed by hand: Ada (0) has 60 % of reputation and gives Cy
/// half her points, Ben (1) has 40 % and gives Cy all his, Cy (2) has none and gives Ada all his.
/// </summary>
internal static class Example
{
    public static readonly string Path = System.IO.Path.Combine(Chains.Root, "docs", "examples", "three-members.jsonl");

    /// <summary>What Ada and Ben credit Cy for.</summary>
    public static readonly string CysWork = "0x" + new string('0', 63) + "1";

    /// <summary>A number that JSON has as a decimal string, and that is below zero in differences only.</summary>
    public static Int128 Units(this JsonNode value, string name) => Int128.Parse(value[name]!.GetValue<string>(), CultureInfo.InvariantCulture);

    /// <summary>Units of 2^-60 as a share, to compare with what was computed by hand.</summary>
    public static double Share(this JsonNode value, string name) => (double)value.Units(name) / (1UL << 60);

    /// <summary>Influence of all items of a list together.</summary>
    public static Int128 Sum(this JsonNode list, string name = "influence") =>
        list.AsArray().Aggregate((Int128)0, (sum, item) => sum + item!.Units(name));

    public static async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var result = await Dorg.RunAsync([.. arguments, "--json"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Errors, Is.Empty, "nobody looks at progress");
        return result.Json;
    }
}
