using System.Collections.Immutable;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using Map = DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Governance;

/// <summary>What a ring has of an epoch as it was, and what it would have if it credited only itself.</summary>
/// <param name="Members">Who is in it: those asked for, and the new accounts after all others.</param>
/// <param name="Before">Its influence as the epoch was, in units of 2^-60 of all influence.</param>
/// <param name="After">Its influence if each of it gave all points to the next.</param>
/// <param name="Bound">
/// What it can have at most, however it gives, if nobody outside gives it more (protocol, chapter 4), with what rounding can make
/// of it: a few units of 2^-60 for each outsider.
/// </param>
/// <param name="InflowToOnePercent">
/// Influence times points of the budget that outsiders would have to give it until that bound is one in a hundred of all
/// influence, in units of 2^-60: influence of outsiders who give it all their points. 0 if it has that without them, null if
/// all influence together would not be enough.
/// </param>
public sealed record RingAttack(ImmutableArray<int> Members, ulong Before, ulong After, ulong Bound, ulong? InflowToOnePercent)
{
    /// <summary>Lets a ring of members, with new accounts among them, credit only itself.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="reputation">Reputation before it, by member number.</param>
    /// <param name="ring">Whose it is: member numbers, each once.</param>
    /// <param name="newcomers">How many new accounts, without reputation, are in it beside them.</param>
    /// <param name="threads">How many threads solve the influence, 1 or more.</param>
    /// <exception cref="ArgumentException">A number that is no member's, or one that stands twice; fewer than two in the ring.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer new accounts than none, or more than there can be members.</exception>
    public static RingAttack Of(PastEpoch epoch, ReadOnlySpan<ulong> reputation, IReadOnlyList<int> ring, int newcomers, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentOutOfRangeException.ThrowIfNegative(newcomers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newcomers, CreditGraph.MostMembers - epoch.Members);
        var inside = new HashSet<int>();
        foreach (var member in ring)
        {
            if (member < 0 || member >= epoch.Members || !inside.Add(member))
                throw new ArgumentException($"The ring names member {member}, which is none of {epoch.Members} or stands twice.", nameof(ring));
        }
        ImmutableArray<int> all = [.. ring, .. Enumerable.Range(epoch.Members, newcomers)];
        if (all.Length < 2)
            throw new ArgumentException("A ring has two members at least, because nobody can credit himself.", nameof(ring));

        var parameters = epoch.Terms.Influence;
        var before = new InfluenceSolver(CreditGraph.From(epoch.Members, epoch.Credits), reputation, parameters).Solve(threads);
        var honest = epoch.Credits.Where(credit => !inside.Contains(credit.From));
        var closed = all.Select((member, place) => new LogCredit(member, all[(place + 1) % all.Length], (uint)parameters.PointsPerEpoch));
        var after = new InfluenceSolver(CreditGraph.From(epoch.Members + newcomers, [.. honest, .. closed]), reputation, parameters).Solve(threads);

        UInt128 seeds = 0, inflow = 0;
        foreach (var member in ring)
            seeds += after.Seeds[member];
        var credited = false;
        var rounded = new HashSet<int>();
        foreach (var credit in epoch.Credits.Where(credit => !inside.Contains(credit.From)))
        {
            if (inside.Contains(credit.To))
            {
                credited = true;
                inflow += (UInt128)after.Values[credit.From] * credit.Points;
            }
            else
            {
                rounded.Add(credit.To);
            }
        }
        var (damping, kept) = ((ulong)parameters.DampingBp, (ulong)(InfluenceParameters.WholeBp - parameters.DampingBp));
        var own = seeds * InfluenceParameters.WholeBp / kept;
        // An outsider's row is rounded down by less than a unit, which next to nothing from the ring can complete. So what flows
        // in is counted as it is without rounding: more by no more than all these units, passed on until nothing is left of them.
        if (credited)
            inflow += (((ulong)rounded.Count * (UInt128)InfluenceParameters.WholeBp / kept) + 1) * (ulong)parameters.PointsPerEpoch;
        var bound = UInt128.Min(Map.Whole, own + (damping * inflow / (kept * (ulong)parameters.PointsPerEpoch)) + 1);
        const ulong onePercent = Map.Whole / 100;
        var missing = own >= onePercent ? 0 : damping == 0 ? UInt128.MaxValue : (((onePercent - own) * kept) + damping - 1) / damping;
        return new RingAttack(
            all,
            Sum(before, ring),
            Sum(after, all),
            (ulong)bound,
            missing <= Map.Whole ? (ulong)missing : null);
    }

    private static ulong Sum(Map influence, IEnumerable<int> members) =>
        members.Aggregate(0UL, (sum, member) => sum + influence.Values[member]);
}
