using System.Collections.Immutable;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Governance;

/// <summary>What a vote makes of a parameter.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="From">The value in force.</param>
/// <param name="To">The median of what voters prefer, weighted by their reputation.</param>
/// <param name="Lower">Reputation of the voters who prefer less than what is in force.</param>
/// <param name="Higher">Reputation of the voters who prefer more than what is in force.</param>
public sealed record ParameterOutcome(Parameter Parameter, UInt128 From, UInt128 To, UInt128 Lower, UInt128 Higher);

/// <summary>
/// The count of a vote on the parameters. Of each voter the ballot with the highest nonce counts, with his reputation; the
/// outcome is the weighted median for each parameter. Who does not name a parameter prefers what is in force, and where the
/// reputation splits evenly the value nearest to what is in force wins: so more than half of the reputation that voted wants
/// to go at least as far as the outcome goes. The order of the ballots does not matter.
/// </summary>
public sealed class BallotCount
{
    private readonly IReadOnlyDictionary<Address, ulong> reputation;

    private BallotCount(IReadOnlyDictionary<Address, ulong> reputation, ImmutableArray<BallotRefusal> refusals, ImmutableArray<ParameterBallot> counted)
    {
        this.reputation = reputation;
        Refusals = refusals;
        Counted = counted;
        Named = [.. counted.SelectMany(ballot => ballot.Preferences).Select(preference => preference.Parameter).Distinct().Order()];
        Weight = counted.Aggregate(UInt128.Zero, (sum, ballot) => sum + reputation[ballot.Voter]);
    }

    /// <summary>Why each ballot does not count, in the order in which they were given.</summary>
    public ImmutableArray<BallotRefusal> Refusals { get; }

    /// <summary>The ballots that count, in the order in which they were given.</summary>
    public ImmutableArray<ParameterBallot> Counted { get; }

    /// <summary>The parameters that a ballot names that counts, in the order of the contract's enum.</summary>
    public ImmutableArray<Parameter> Named { get; }

    /// <summary>The reputation of all whose ballots count.</summary>
    public UInt128 Weight { get; }

    /// <summary>Finds the ballots that count. Signatures are checked before: every ballot is taken to be its voter's.</summary>
    /// <param name="ballot">The name of the vote.</param>
    /// <param name="reputation">The reputation of each member, in any unit.</param>
    /// <param name="ballots">The ballots, in any order.</param>
    public static BallotCount Of(RecordText ballot, IReadOnlyDictionary<Address, ulong> reputation, IReadOnlyList<ParameterBallot> ballots)
    {
        ArgumentNullException.ThrowIfNull(reputation);
        ArgumentNullException.ThrowIfNull(ballots);
        var refusals = new BallotRefusal[ballots.Count];
        for (var i = 0; i < refusals.Length; i++)
            refusals[i] = Alone(ballots[i], ballot, reputation);
        var valid = Enumerable.Range(0, refusals.Length).Where(i => refusals[i] == BallotRefusal.None).ToList();
        foreach (var voter in valid.GroupBy(i => ballots[i].Voter))
        {
            var highest = voter.Max(i => ballots[i].Nonce);
            var last = voter.Where(i => ballots[i].Nonce == highest).ToList();
            var differ = last.Any(i => ballots[i].Id != ballots[last[0]].Id);
            foreach (var i in voter)
            {
                if (ballots[i].Nonce < highest)
                    refusals[i] = BallotRefusal.Superseded;
                else if (differ)
                    refusals[i] = BallotRefusal.NonceReused;
                else if (i != last[0])
                    refusals[i] = BallotRefusal.Repeated;
            }
        }
        return new BallotCount(reputation, [.. refusals], [.. ballots.Where((_, i) => refusals[i] == BallotRefusal.None)]);
    }

    /// <summary>What tells this count from one of other ballots: keccak of the digests of those that count, in ascending order.</summary>
    public Bytes32 Hash(RecordDomain domain) =>
        Keccak.Hash([.. Counted.Select(ballot => ballot.Digest(domain).ToString()).Order(StringComparer.Ordinal).SelectMany(Hex.Decode)]);

    /// <summary>What the vote makes of each parameter that a ballot names, in the order of the contract's enum.</summary>
    /// <param name="inForce">The values in force of these parameters at least, within their bounds.</param>
    /// <exception cref="KeyNotFoundException">A value in force is missing.</exception>
    public ImmutableArray<ParameterOutcome> Outcomes(IReadOnlyDictionary<Parameter, UInt128> inForce)
    {
        ArgumentNullException.ThrowIfNull(inForce);
        if (Counted.IsEmpty)
            return [];
        ulong[] weights = [.. Counted.Select(ballot => reputation[ballot.Voter])];
        ImmutableArray<UInt128>[] vectors =
            [.. Counted.Select(ballot => Named.Select(parameter => Preferred(ballot, parameter, inForce[parameter])).ToImmutableArray())];
        var medians = Median.OfEach(vectors, weights);
        return
        [
            .. Named.Select((parameter, component) =>
            {
                var from = inForce[parameter];
                UInt128 lower = 0, higher = 0;
                for (var i = 0; i < vectors.Length; i++)
                {
                    lower += vectors[i][component] < from ? weights[i] : 0;
                    higher += vectors[i][component] > from ? weights[i] : 0;
                }
                return new ParameterOutcome(parameter, from, medians[component].Nearest(from), lower, higher);
            }),
        ];
    }

    private static UInt128 Preferred(ParameterBallot ballot, Parameter parameter, UInt128 inForce)
    {
        foreach (var preference in ballot.Preferences)
        {
            if (preference.Parameter == parameter)
                return preference.Value;
        }
        return inForce;
    }

    private static BallotRefusal Alone(ParameterBallot given, RecordText ballot, IReadOnlyDictionary<Address, ulong> reputation)
    {
        if (given.Check() is var refusal and not BallotRefusal.None)
            return refusal;
        if (given.Ballot != ballot)
            return BallotRefusal.OtherBallot;
        return reputation.GetValueOrDefault(given.Voter) == 0 ? BallotRefusal.NoReputation : BallotRefusal.None;
    }
}
