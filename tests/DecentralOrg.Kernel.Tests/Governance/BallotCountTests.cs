using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Tests.Records.Samples;

namespace DecentralOrg.Kernel.Tests.Governance;

public sealed class BallotCountTests
{
    private static readonly RecordText Vote = RecordText.From("2026-q3");
    private static readonly RecordDomain Domain = new(31337, Account(0x1e));
    private static readonly Dictionary<Parameter, UInt128> InForce = Enum.GetValues<Parameter>().ToDictionary(each => each, each => Terms.Default[each]);
    private static readonly Dictionary<Address, ulong> Reputation = new() { [Account(1)] = 50, [Account(2)] = 30, [Account(3)] = 20, [Account(4)] = 0 };

    [Test]
    public void The_median_is_weighted_by_reputation_and_silence_prefers_what_is_in_force()
    {
        var count = BallotCount.Of(Vote, Reputation, [Ballot(1, 0, 5000), Ballot(2, 0, 6000, (Parameter.RenewalBp, 100)), Ballot(3, 0, 7000)]);
        Assert.Multiple(() =>
        {
            // 50 of 100 for 5000, and as many for more: a tie, and 5000 is in force.
            Assert.That(count.Outcomes(InForce), Is.EqualTo((ParameterOutcome[])
            [
                new(Parameter.DampingBp, 5000, 5000, 0, 50), new(Parameter.RenewalBp, 200, 200, 30, 0),
            ]));
            Assert.That((count.Counted.Length, count.Weight), Is.EqualTo((3, (UInt128)100)));
        });
        var without = BallotCount.Of(Vote, Reputation, [Ballot(2, 0, 6000), Ballot(3, 0, 7000)]);
        Assert.That(without.Outcomes(InForce).Single().To, Is.EqualTo((UInt128)6000));
    }

    [Test]
    public void The_ballot_with_the_highest_nonce_counts_whatever_the_order()
    {
        ParameterBallot[] ballots = [Ballot(2, 9, 8000), Ballot(2, 3, 1000), Ballot(2, 9, 8000)];
        Assert.Multiple(() =>
        {
            Assert.That(BallotCount.Of(Vote, Reputation, ballots).Refusals, Is.EqualTo((BallotRefusal[])[BallotRefusal.None, BallotRefusal.Superseded, BallotRefusal.Repeated]));
            Assert.That(BallotCount.Of(Vote, Reputation, ballots).Outcomes(InForce).Single().To, Is.EqualTo((UInt128)8000));
            ballots[2] = Ballot(2, 9, 8001);
            Assert.That(BallotCount.Of(Vote, Reputation, ballots).Refusals, Is.EqualTo((BallotRefusal[])[BallotRefusal.NonceReused, BallotRefusal.Superseded, BallotRefusal.NonceReused]));
        });
    }

    [Test]
    public void What_cannot_count_is_refused_by_name_and_keeps_no_other_from_counting()
    {
        (ParameterBallot Ballot, BallotRefusal Refusal)[] cases =
        [
            (Ballot(4, 0, 6000), BallotRefusal.NoReputation),
            (Ballot(5, 0, 6000), BallotRefusal.NoReputation),
            (Ballot(1, 0, 6000) with { Ballot = RecordText.From("2026-q2") }, BallotRefusal.OtherBallot),
            (Ballot(1, 0, 6000) with { Ballot = RecordText.From("") }, BallotRefusal.BallotLength),
            (Ballot(1, 0, 6000) with { Ballot = RecordText.From(new string('a', 65)) }, BallotRefusal.BallotLength),
            (Ballot(1, 0, 6000) with { Preferences = [] }, BallotRefusal.NoPreference),
            (Ballot(1, 0, 6000, (Parameter.DampingBp, 6000)), BallotRefusal.ParameterRepeated),
            (Ballot(1, 0, 999), BallotRefusal.OutOfBounds),
            (Ballot(1, 0, 9001), BallotRefusal.OutOfBounds),
            (Ballot(2, 0, 9000), BallotRefusal.None),
        ];
        var count = BallotCount.Of(Vote, Reputation, [.. cases.Select(each => each.Ballot)]);
        Assert.That(count.Refusals, Is.EqualTo(cases.Select(each => each.Refusal)));
        Assert.That(count.Outcomes(InForce).Single().To, Is.EqualTo((UInt128)9000));
    }

    [Test]
    public void More_than_half_of_the_reputation_that_voted_wants_to_go_at_least_as_far() =>
        Gen.Select(Gen.UInt[1_000, 9_000], Gen.ULong[1, 9]).Array[1, 9].Sample(votes =>
        {
            var reputation = votes.Select((vote, i) => (Account: Account((byte)(i + 1)), vote.Item2)).ToDictionary(each => each.Account, each => each.Item2);
            ParameterBallot[] ballots = [.. votes.Select((vote, i) => Ballot((byte)(i + 1), 0, vote.Item1))];
            var count = BallotCount.Of(Vote, reputation, ballots);
            var outcome = count.Outcomes(InForce).Single();
            UInt128 behind = 0;
            foreach (var (value, weight) in votes)
                behind += (outcome.To > outcome.From && value >= outcome.To) || (outcome.To < outcome.From && value <= outcome.To) ? weight : 0;
            var reversed = BallotCount.Of(Vote, reputation, [.. ballots.Reverse()]);
            return (outcome.To == outcome.From || 2 * behind > count.Weight) && Terms.BoundsOf(outcome.Parameter).Hold(outcome.To)
                && reversed.Outcomes(InForce).Single() == outcome && reversed.Hash(Domain) == count.Hash(Domain);
        });

    [Test]
    public void A_count_of_no_ballots_has_no_outcome() => Assert.That(BallotCount.Of(Vote, Reputation, []).Outcomes(InForce), Is.Empty);

    [Test]
    public void Every_parameter_has_its_name_and_every_refusal_a_sentence()
    {
        Assert.That(ParameterNames.All, Is.EqualTo((string[])
            ["dampingBp", "pointsPerEpoch", "introductionPoints", "rewardPerEpoch", "renewalBp", "epochSeconds", "challengeSeconds", "bond"]));
        foreach (var parameter in Enum.GetValues<Parameter>())
            Assert.That(ParameterNames.TryParse(parameter.Name, out var read) ? read : (Parameter?)null, Is.EqualTo(parameter));
        Assert.That(ParameterNames.TryParse("DampingBp", out _) || ParameterNames.TryParse(null, out _), Is.False);
        Assert.That(Enum.GetValues<BallotRefusal>().Select(refusal => refusal.Sentence()), Is.Unique);
    }

    private static ParameterBallot Ballot(byte voter, ulong nonce, uint damping, params (Parameter Parameter, UInt128 Value)[] others) =>
        new(Account(voter), Vote, nonce, [new(Parameter.DampingBp, damping), .. others.Select(each => new Preference(each.Parameter, each.Value))]);
}
