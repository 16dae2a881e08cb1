using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Node.Organizations;

/// <summary>
/// <see cref="Standings.Of(Organization)"/> for an organization that is asked for again and again: bit by bit the same, but an
/// epoch that is closed is computed once, and the open one goes on from where it was. Not safe for use by several threads.
/// </summary>
internal sealed class LiveStandings
{
    /// <summary>Adding a credit takes about a third of what all credits take from nothing (bench/results/live-influence.md).</summary>
    private const int MostOneByOne = 2;

    private readonly List<ClosedEpoch> closed = [];
    private Bytes32? genesis;
    private OpenEpoch? open;

    /// <summary>Where everybody stands, for every epoch, the open one last. A reorganization is taken back by what is given next.</summary>
    public IReadOnlyList<Standings> Of(Organization organization)
    {
        ArgumentNullException.ThrowIfNull(organization);
        if (organization.Genesis is not { } founding)
            return [];
        if (genesis != founding.Root)
        {
            closed.Clear();
            genesis = founding.Root;
        }
        var standings = new List<Standings>();
        foreach (var epoch in organization.Epochs)
            standings.Add(epoch.Log is { } log ? Closed(organization, epoch, log, Previous) : Open(organization, epoch, Previous()));
        return standings;

        MemberState[] Previous() => standings.Count == 0 ? [.. founding.State] : [.. standings[^1].Members.Select(member => member.State)];
    }

    /// <param name="organization">The organization.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="log">Its log.</param>
    /// <param name="previous">Gives the state before it, which is only asked for where it is not computed yet.</param>
    private Standings Closed(Organization organization, EpochHistory epoch, ClosedLog log, Func<MemberState[]> previous)
    {
        var place = (int)epoch.Number;
        // The head says what the log is; members, credits and attributions follow from it.
        var key = new ClosedKey(log.Head, log.Members, epoch.Terms, epoch.Reward, epoch.Final?.Root);
        if (place < closed.Count && closed[place].Key == key)
            return closed[place].Standings;
        // What comes after goes on from this one's state.
        closed.RemoveRange(place, closed.Count - place);
        var before = previous();
        closed.Add(new ClosedEpoch(key, Standings.Of(organization, epoch, log, Standings.Settle(epoch, log, before), before)));
        return closed[place].Standings;
    }

    private Standings Open(Organization organization, EpochHistory epoch, MemberState[] previous)
    {
        var log = organization.LogOf(epoch);
        // Credits of an open epoch go only with the organization that they were read into, and reputation before it changes if a wrong settlement becomes final.
        if (open is not { } going || going.Organization != organization || going.Epoch != epoch.Number || !going.Previous.AsSpan().SequenceEqual(previous)
            || log.Credits.Count - going.Credits > MostOneByOne)
        {
            ulong[] reputation = [.. previous.Select(member => member.Reputation)];
            open = going = new OpenEpoch(organization, epoch.Number, previous, LiveInfluence.From(epoch.KernelTerms.Influence, reputation, log.Members, log.Credits))
            {
                Credits = log.Credits.Count,
            };
        }
        while (going.Influence.Members < log.Members)
            going.Influence.AddMember();
        for (; going.Credits < log.Credits.Count; going.Credits++)
            going.Influence.Add(log.Credits[going.Credits].From, log.Credits[going.Credits].To, log.Credits[going.Credits].Points);
        if (!SettlementVector.TryDerive(going.Influence.Values, previous, epoch.KernelTerms, going.Influence.TotalEarned, out var settlement, out var refusal))
            throw new OverflowException(refusal.Sentence);
        return Standings.Of(organization, epoch, log, settlement, previous);
    }

    private sealed record ClosedKey(Bytes32 Head, int Members, Terms Terms, ulong Reward, Bytes32? Final);

    private sealed record ClosedEpoch(ClosedKey Key, Standings Standings);

    private sealed class OpenEpoch(Organization organization, uint epoch, MemberState[] previous, LiveInfluence influence)
    {
        public Organization Organization { get; } = organization;

        public uint Epoch { get; } = epoch;

        public MemberState[] Previous { get; } = previous;

        public LiveInfluence Influence { get; } = influence;

        /// <summary>How many of the log's credits are in it.</summary>
        public int Credits { get; set; }
    }
}
