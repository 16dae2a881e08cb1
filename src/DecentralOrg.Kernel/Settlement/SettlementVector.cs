using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using DecentralOrg.Kernel.Influence;
using Map = DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>
/// The settlement of an epoch: the vector of influence and all that is derived from it, as the contract derives it from
/// the same bytes.
/// </summary>
public sealed class SettlementVector
{
    /// <summary>The most reputation that founders can start with together.</summary>
    public const ulong FoundersReputation = 1UL << 53;

    /// <summary>The most founders.</summary>
    public const int MostFounders = 64;

    private readonly ImmutableArray<ulong> seeds;

    private SettlementVector(ulong[] seeds, ulong[] influence, MemberState[] state, ulong totalEarned)
    {
        this.seeds = ImmutableCollectionsMarshal.AsImmutableArray(seeds);
        Influence = ImmutableCollectionsMarshal.AsImmutableArray(influence);
        State = ImmutableCollectionsMarshal.AsImmutableArray(state);
        TotalEarned = totalEarned;
        foreach (var member in state)
            Reputation += member.Reputation;
        var hashes = Page.Hash(influence, state);
        Pages = ImmutableCollectionsMarshal.AsImmutableArray(hashes);
        Root = Page.Root(hashes);
    }

    /// <summary>The number of members.</summary>
    public int Members => Influence.Length;

    /// <summary>Influence by member number, in units of 2^-60 of all influence.</summary>
    public ImmutableArray<ulong> Influence { get; }

    /// <summary>State by member number, after the epoch.</summary>
    public ImmutableArray<MemberState> State { get; }

    /// <summary>E: what was earned in all, in units of 2^-60 of all influence.</summary>
    public ulong TotalEarned { get; }

    /// <summary>All reputation after the epoch.</summary>
    public ulong Reputation { get; }

    /// <summary>The hashes of all pages.</summary>
    public ImmutableArray<PageHashes> Pages { get; }

    /// <summary>The chain over the hashes of all pages.</summary>
    public Bytes32 Root { get; }

    /// <summary>The part of a member's influence that comes from reputation.</summary>
    public ulong Seed(int member) => seeds[member];

    /// <summary>The part of a member's influence that is paid for.</summary>
    public ulong Earned(int member) => Influence[member] - seeds[member];

    /// <summary>Influence of whole pages in bytes, as a submission or a challenge carries it.</summary>
    public byte[] InfluencePages(int firstPage, int count = 1) => Page.Pack(Influence.AsSpan()[MembersOf(firstPage, count)]);

    /// <summary>State of whole pages in bytes, as the next submission or a claim carries it.</summary>
    public byte[] StatePages(int firstPage, int count = 1) => Page.Pack(State.AsSpan()[MembersOf(firstPage, count)]);

    /// <summary>The settlement that an organization starts with: no influence, no rewards, the founders' reputation.</summary>
    /// <param name="reputation">Of 1..64 founders, each at least 1, together at most 2^53.</param>
    /// <exception cref="ArgumentException">Another number of founders, or reputation out of range.</exception>
    public static SettlementVector Genesis(ReadOnlySpan<ulong> reputation)
    {
        if (reputation.Length is 0 or > MostFounders)
            throw new ArgumentException($"An organization has 1 to {MostFounders} founders, not {reputation.Length}.", nameof(reputation));
        if (reputation.Contains(0UL) || Map.TotalReputation(reputation) > FoundersReputation)
            throw new ArgumentException("Every founder has reputation, and all together at most 2^53.", nameof(reputation));
        var state = new MemberState[reputation.Length];
        for (var i = 0; i < state.Length; i++)
            state[i] = new MemberState(0, reputation[i]);
        return new SettlementVector(new ulong[state.Length], new ulong[state.Length], state, totalEarned: 0);
    }

    /// <summary>Derives the settlement of an influence that was solved for the same members, reputation and terms.</summary>
    /// <exception cref="OverflowException">A member's rewards pass 64 bits; rewards within their bounds never do.</exception>
    public static SettlementVector Of(Influence.Influence influence, ReadOnlySpan<MemberState> previous, EpochTerms terms)
    {
        ArgumentNullException.ThrowIfNull(influence);
        return TryDerive(influence.Values.AsSpan(), previous, terms, influence.TotalEarned, out var settlement, out var refusal)
            ? settlement
            : throw new OverflowException(refusal.Sentence);
    }

    /// <summary>
    /// Derives the settlement of any vector, as the contract does when it is submitted. Whether the vector is a fixed point
    /// is not asked: see <see cref="Influence.Influence.FirstWrongRow"/>.
    /// </summary>
    /// <param name="x">Influence by member number.</param>
    /// <param name="previous">State before the epoch by member number; newcomers beyond its length have none.</param>
    /// <param name="terms">The epoch's terms.</param>
    /// <param name="totalEarned">E, as announced.</param>
    /// <param name="settlement">The settlement, if the vector is not refused.</param>
    /// <param name="refusal">Why nothing can be derived, if it is.</param>
    /// <exception cref="ArgumentException">More previous states than members, or their reputation is 2^54 or more.</exception>
    public static bool TryDerive(
        ReadOnlySpan<ulong> x,
        ReadOnlySpan<MemberState> previous,
        EpochTerms terms,
        ulong totalEarned,
        [NotNullWhen(true)] out SettlementVector? settlement,
        [NotNullWhen(false)] out SettlementRefusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(terms);
        settlement = null;
        var reputation = new ulong[previous.Length];
        for (var i = 0; i < reputation.Length; i++)
            reputation[i] = previous[i].Reputation;
        var seeds = Map.SeedsOf(x.Length, reputation, terms.Influence);
        refusal = RefusalOf(x, seeds, terms.MostEarned, totalEarned);
        if (refusal is not null)
            return false;

        var state = new MemberState[x.Length];
        var derivation = new Derivation(terms, Map.TotalReputation(reputation), totalEarned);
        for (var i = 0; i < state.Length; i++)
        {
            if (derivation.TryNext(i < previous.Length ? previous[i] : default, x[i] - seeds[i], out state[i]))
                continue;
            refusal = new SettlementRefusal(SettlementRule.CumulativeTooLarge, i, $"The rewards of member {i} pass 2^64 - 1 with this epoch; lower his cumulative or the reward.");
            return false;
        }
        settlement = new SettlementVector(seeds, x.ToArray(), state, totalEarned);
        return true;
    }

    private static SettlementRefusal? RefusalOf(ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> seeds, ulong most, ulong announced)
    {
        UInt128 earned = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] < seeds[i])
                return new SettlementRefusal(SettlementRule.NegativeEarned, i, $"Member {i} has influence {x[i]}, below the seed {seeds[i]} from reputation; the vector is not of this epoch.");
            earned += x[i] - seeds[i];
        }
        if (earned != announced)
            return new SettlementRefusal(SettlementRule.WrongTotal, null, $"All members earn {earned}, but {announced} was announced; announce the sum.");
        return announced > most
            ? new SettlementRefusal(SettlementRule.MoreThanCanBeEarned, null, $"All members earn {earned}, but at most {most} can be earned; the vector is no fixed point.")
            : null;
    }

    private Range MembersOf(int firstPage, int count) => Page.Range(firstPage, Influence.Length).Start..Page.Range(firstPage + count - 1, Influence.Length).End;

    /// <summary>The formulas of an epoch's state. The sum of what is earned is at most M here, so that all fits 128 bits.</summary>
    private readonly struct Derivation(EpochTerms terms, ulong reputation, ulong totalEarned)
    {
        private readonly ulong most = terms.MostEarned;
        private readonly UInt128 whole = (UInt128)InfluenceParameters.WholeBp * terms.MostEarned;
        private readonly UInt128 kept = (UInt128)InfluenceParameters.WholeBp * terms.MostEarned - (UInt128)(ulong)terms.RenewalBp * totalEarned;
        private readonly UInt128 renewed = (UInt128)reputation * (ulong)terms.RenewalBp;

        public bool TryNext(MemberState before, ulong earned, out MemberState after)
        {
            after = before;
            if (most == 0)
                return true;
            var cumulative = before.Cumulative + (UInt128)terms.Reward * earned / most;
            if (cumulative > ulong.MaxValue)
                return false;
            after = new MemberState(
                (ulong)cumulative,
                (ulong)(before.Reputation * kept / whole) + (ulong)(renewed * earned / whole));
            return true;
        }
    }
}
