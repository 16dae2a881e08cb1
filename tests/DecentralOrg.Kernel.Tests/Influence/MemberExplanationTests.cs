using System.Numerics;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

public sealed class MemberExplanationTests
{
    private static readonly Gen<(EpochCase Epoch, int Member)> Explained =
        Gen.Select(EpochCase.Any, Gen.Int[0, 23], Gen.Int[1, 3], (epoch, member, contributions) =>
        {
            LogCredit[] credits = [.. epoch.Credits.Select((credit, i) => credit with { Contribution = Contribution(i % contributions) })];
            return (epoch with { Credits = credits }, member % epoch.Members);
        });

    [Test]
    public void Seed_parts_and_remainder_add_up_to_the_unit() =>
        Explained.Sample(one =>
        {
            var (influence, why) = Explain(one.Epoch, one.Member);
            var own = one.Epoch.Credits.Where(credit => credit.To == one.Member).ToArray();
            BigInteger sum = why.Seed;
            foreach (var (credit, units) in why.Parts)
            {
                var part = one.Epoch.Parameters.DampingBp * (BigInteger)influence.Values[credit.From] * credit.Points / (10_000 * (BigInteger)one.Epoch.Parameters.PointsPerEpoch);
                if (part != units)
                    return false;
                sum += units;
            }
            return why.Parts.Select(part => part.Credit).SequenceEqual(own)
                && why.Influence == influence.Values[one.Member]
                && sum + why.Remainder == why.Influence
                && why.Remainder <= (ulong)Math.Max(0, own.Length - 1);
        });

    [Test]
    public void Parts_by_giver_and_by_contribution_are_all_parts_the_most_first() =>
        Explained.Sample(one =>
        {
            var (_, why) = Explain(one.Epoch, one.Member);
            var all = why.Parts.Aggregate(0UL, (sum, part) => sum + part.Units);
            var givers = why.ByGiver().ToArray();
            var contributions = why.ByContribution().ToArray();
            return givers.Aggregate(0UL, (sum, giver) => sum + giver.Units) == all
                && givers.All(found => found.Units == why.Parts.Where(part => part.Credit.From == found.Giver).Aggregate(0UL, (sum, part) => sum + part.Units))
                && contributions.Aggregate(0UL, (sum, contribution) => sum + contribution.Units) == all
                && givers.Select(giver => giver.Giver).Distinct().Count() == givers.Length
                && contributions.All(found => found.Units == why.Parts.Where(part => part.Credit.Contribution == found.Contribution).Aggregate(0UL, (sum, part) => sum + part.Units))
                && contributions.Select(contribution => contribution.Contribution).Distinct().Count() == contributions.Length
                && givers.Zip(givers.Skip(1)).All(pair => pair.First.Units >= pair.Second.Units)
                && contributions.Zip(contributions.Skip(1)).All(pair => pair.First.Units >= pair.Second.Units);
        });

    [Test]
    public void Lever_that_is_pulled_raises_influence_by_what_it_says_at_least_and_none_is_larger() =>
        Explained.Sample(one =>
        {
            var (influence, why) = Explain(one.Epoch, one.Member);
            var spent = new uint[one.Epoch.Members];
            foreach (var credit in one.Epoch.Credits)
                spent[credit.From] += credit.Points;
            var budget = (uint)one.Epoch.Parameters.PointsPerEpoch;
            var levers = why.Levers(influence, spent, one.Epoch.Parameters, 3);
            foreach (var lever in levers)
            {
                var raised = one.Epoch with { Credits = [.. one.Epoch.Credits, new LogCredit(lever.Member, one.Member, lever.Points)] };
                // Less than a unit is lost to rounding in his row.
                if (Solve(raised.Graph, raised.Reputation, raised.Parameters).Values[one.Member] < why.Influence + lever.Units)
                    return false;
            }
            var best = Enumerable.Range(0, one.Epoch.Members).Where(other => other != one.Member)
                .Select(other => Part(influence.Values[other], Math.Min(Math.Max(1, budget / 100), budget - spent[other]), one.Epoch.Parameters))
                .Where(units => units > 0).OrderDescending().Take(3);
            return levers.Select(lever => lever.Units).SequenceEqual(best);
        });

    [Test]
    public void Lever_takes_a_hundredth_of_the_budget_or_what_is_left()
    {
        var parameters = new InfluenceParameters(5000, 1_000);
        // Each of four has an eighth from reputation; 3 has no point left, 2 three.
        var epoch = new EpochCase(parameters, [new(0, 1), new(0, 1), new(0, 1), new(0, 1)], 5, [new(2, 4, 997), new(3, 4, 1_000)], 0, 0);
        var (influence, why) = Explain(epoch, 0);
        var levers = why.Levers(influence, [0, 0, 997, 1_000, 0], parameters, 10);
        Assert.That(levers, Is.EqualTo(new Lever[]
        {
            // 4 has half of what 2 and 3 gave of theirs.
            new(1, 10, Part(Whole / 8, 10, parameters)),
            new(4, 10, Part(influence.Values[4], 10, parameters)),
            new(2, 3, Part(Whole / 8, 3, parameters)),
        }));
        Assert.That(why.Levers(influence, [0, 0, 997, 1_000, 0], parameters, 0), Is.Empty);
        // Less than a hundred points in all: one at least.
        var few = new InfluenceParameters(5000, 7);
        Assert.That(why.Levers(influence, [0, 6, 7, 7, 7], few, 10), Is.EqualTo(new Lever[] { new(1, 1, Part(Whole / 8, 1, few)) }));
    }

    [Test]
    public void Of_levers_that_bring_the_same_the_first_by_number_are_given() =>
        Gen.Select(Gen.Int[0, 3].Array[1, 30], Gen.Int[0, 8]).Sample((reputation, count) =>
        {
            var parameters = new InfluenceParameters(5000, 1_000);
            var epoch = new EpochCase(parameters, [.. reputation.Select(value => new MemberState(0, (ulong)value))], reputation.Length + 1, [], 0, 0);
            var (influence, why) = Explain(epoch, reputation.Length);
            var expected = Enumerable.Range(0, reputation.Length).Where(member => reputation[member] > 0).OrderByDescending(member => reputation[member]).Take(count);
            return why.Levers(influence, new uint[epoch.Members], parameters, count).Select(lever => lever.Member).SequenceEqual(expected);
        });

    [Test]
    public void Who_has_nothing_is_explained_by_nothing()
    {
        var epoch = new EpochCase(new InfluenceParameters(5000, 10), [], 2, [new(0, 1, 10)], 0, 0);
        var (influence, why) = Explain(epoch, 1);
        Assert.That((why.Influence, why.Seed, why.Remainder), Is.EqualTo((0UL, 0UL, 0UL)));
        Assert.That(why.Parts.Single().Units, Is.Zero);
        Assert.That(why.ByGiver(), Is.EqualTo(new[] { (0, 0UL) }));
        Assert.That(why.Levers(influence, [10, 0], epoch.Parameters, 3), Is.Empty);
    }

    private static (DecentralOrg.Kernel.Influence.Influence Influence, MemberExplanation Why) Explain(EpochCase epoch, int member)
    {
        var influence = Solve(epoch.Graph, epoch.Reputation, epoch.Parameters);
        return (influence, MemberExplanation.Of(influence, epoch.Credits, epoch.Parameters, member));
    }

    private static Bytes32 Contribution(int number) => Bytes32.TryParse($"0x{number:x64}", out var id) ? id : throw new FormatException();
}
