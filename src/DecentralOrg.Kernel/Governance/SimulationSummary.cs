using System.Globalization;
using System.Text;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Kernel.Governance;

/// <summary>An epoch as it was, and as it would have been.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="Before">Its settlement.</param>
/// <param name="After">What its settlement would have been.</param>
public sealed record EpochPair(uint Epoch, SettlementVector Before, SettlementVector After);

/// <summary>
/// What a simulation came to, as one text with one hash: whoever simulates the same change over the same epochs writes the
/// same bytes. A proposal carries the hash, so that what its members were shown can be checked.
/// </summary>
/// <remarks>
/// Lines of ASCII, each with a line feed behind it, fields with one space between them, values before and after:
/// <code>
/// decentralorg/simulation/1
/// epochs FIRST LAST
/// dampingBp VALUE                 each parameter that is other, in the order dampingBp, pointsPerEpoch, rewardPerEpoch, renewalBp
/// epoch N root B A earned B A gini B A top1 B A top10 B A top100 B A
/// member N ACCOUNT influence B A rewards B A reputation B A rank B A
/// </code>
/// A line for each epoch, and one for each member of the last: his influence in it, his rewards of all these epochs together,
/// his reputation after them, and his rank by influence, where equals share the better one.
/// </remarks>
public sealed class SimulationSummary
{
    /// <summary>The name and version of the text, its first line.</summary>
    public const string Format = "decentralorg/simulation/1";

    private SimulationSummary(string text)
    {
        Text = text;
        Hash = Keccak.Hash(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The keccak-256 of its bytes.</summary>
    public Bytes32 Hash { get; }

    /// <summary>Sums a simulation up.</summary>
    /// <param name="change">What is other.</param>
    /// <param name="previous">The state before the first epoch, by member number.</param>
    /// <param name="epochs">The epochs, in order, at least one.</param>
    /// <param name="accounts">The members of the last epoch, by number.</param>
    /// <exception cref="ArgumentException">No epoch, or another number of accounts than of members.</exception>
    public static SimulationSummary Of(
        ParameterChange change, IReadOnlyList<MemberState> previous, IReadOnlyList<EpochPair> epochs, IReadOnlyList<Address> accounts)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentNullException.ThrowIfNull(accounts);
        if (epochs.Count == 0 || epochs[^1].Before.Members != accounts.Count)
            throw new ArgumentException("There must be an epoch, and an account for each of its members.", nameof(epochs));
        var text = new StringBuilder();
        Line(text, $"{Format}");
        Line(text, $"epochs {epochs[0].Epoch} {epochs[^1].Epoch}");
        if (change.DampingBp is { } damping)
            Line(text, $"dampingBp {damping}");
        if (change.PointsPerEpoch is { } points)
            Line(text, $"pointsPerEpoch {points}");
        if (change.Reward is { } reward)
            Line(text, $"rewardPerEpoch {reward}");
        if (change.RenewalBp is { } renewal)
            Line(text, $"renewalBp {renewal}");
        foreach (var (epoch, before, after) in epochs)
        {
            var (was, would) = (Spread.Of(before), Spread.Of(after));
            Line(text, $"epoch {epoch} root {before.Root} {after.Root} earned {before.TotalEarned} {after.TotalEarned} gini {was.GiniBp} {would.GiniBp} top1 {was.Top1Bp} {would.Top1Bp} top10 {was.Top10Bp} {would.Top10Bp} top100 {was.Top100Bp} {would.Top100Bp}");
        }
        Members(text, previous, epochs[^1], accounts);
        return new SimulationSummary(text.ToString());
    }

    /// <summary>Ranks by value, 1 for the greatest; equals share the better one.</summary>
    public static int[] Ranks(IReadOnlyList<ulong> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int[] order = [.. Enumerable.Range(0, values.Count).OrderByDescending(member => values[member])];
        var ranks = new int[values.Count];
        for (var place = 0; place < order.Length; place++)
            ranks[order[place]] = place > 0 && values[order[place]] == values[order[place - 1]] ? ranks[order[place - 1]] : place + 1;
        return ranks;
    }

    private static void Members(StringBuilder text, IReadOnlyList<MemberState> previous, EpochPair last, IReadOnlyList<Address> accounts)
    {
        var (before, after) = (last.Before, last.After);
        var (was, would) = (Ranks(before.Influence), Ranks(after.Influence));
        for (var member = 0; member < accounts.Count; member++)
        {
            var start = member < previous.Count ? previous[member].Cumulative : 0;
            var (state, simulated) = (before.State[member], after.State[member]);
            Line(text, $"member {member} {accounts[member]} influence {before.Influence[member]} {after.Influence[member]} rewards {state.Cumulative - start} {simulated.Cumulative - start} reputation {state.Reputation} {simulated.Reputation} rank {was[member]} {would[member]}");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
