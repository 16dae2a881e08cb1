using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;

namespace DecentralOrg.Node.Governing;

/// <summary>The simulation that a description says its members were shown.</summary>
/// <param name="First">The first simulated epoch.</param>
/// <param name="Last">The last one.</param>
/// <param name="Hash">The hash of the summary.</param>
public readonly record struct ClaimedSimulation(uint First, uint Last, Bytes32 Hash);

/// <summary>
/// The description of a proposal: what its proposer writes, then a line with the hash of the simulation, then who may make it,
/// so that nobody else makes the same proposal first and withdraws it.
/// </summary>
public static partial class ProposalDescription
{
    /// <summary>Puts a description together.</summary>
    /// <param name="text">What the proposer writes.</param>
    /// <param name="simulation">The simulation; null if there was no final epoch to simulate.</param>
    /// <param name="proposer">Who makes it; null if that is not known yet.</param>
    public static string Compose(string text, ClaimedSimulation? simulation, Address? proposer)
    {
        ArgumentNullException.ThrowIfNull(text);
        var whole = new StringBuilder(text.Trim()).Append("\n\n");
        if (simulation is { } shown)
            whole.Append(CultureInfo.InvariantCulture, $"Simulation of epochs {shown.First} to {shown.Last}: {shown.Hash}\n");
        return whole.Append(proposer is null ? "" : $"#proposer={proposer}").ToString();
    }

    /// <summary>What stands against a text of several lines, as a description or as what its proposer writes; None if nothing does.</summary>
    public static IntakeRefusal Check(RecordText text)
    {
        foreach (var line in text.Bytes.Split((byte)'\n'))
        {
            if (CanonicalText.Check(new RecordText(text.Bytes[line].ToArray())) is var refusal and not IntakeRefusal.None)
                return refusal;
        }
        return text.Bytes.Length == 0 ? IntakeRefusal.BlankText : IntakeRefusal.None;
    }

    /// <summary>The simulation that a description names; null if it names none, or more than one.</summary>
    public static ClaimedSimulation? SimulationOf(RecordText description)
    {
        var found = Line().Matches(description.ToString());
        return found is [var match]
            && uint.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && uint.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? new ClaimedSimulation(first, last, Bytes32.Parse(match.Groups[3].Value))
            : null;
    }

    /// <summary>Who alone can make a proposal with this description, as the governor reads it; null if anybody can.</summary>
    public static Address? ProposerOf(RecordText description) =>
        Only().Match(description.ToString()) is { Success: true } match && Address.TryParse(match.Groups[1].Value.ToLowerInvariant(), out var proposer) ? proposer : null;

    /// <summary>Its first line with text, for lists.</summary>
    public static string TitleOf(RecordText description) =>
        description.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";

    [GeneratedRegex("^Simulation of epochs ([0-9]{1,10}) to ([0-9]{1,10}): (0x[0-9a-f]{64})\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    [GeneratedRegex("#proposer=(0x[0-9a-fA-F]{40})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Only();
}
