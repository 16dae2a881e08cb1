using System.Numerics;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
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
                && contributions.Aggregate(0UL, (sum, contribution) => sum + contribution.Units) == all
                && givers.Select(giver => giver.Giver).Distinct().Count() == givers.Length
                && contributions.All(found => found.Units == why.Parts.Where(part => part.Credit.Contribution == found.Contribution).Aggregate(0UL, (sum, part) => sum + part.Units))
                && givers.Zip(givers.Skip(1)).All(pair => pair.First.Units >= pair.Second.Units);
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

    private static (DecentralOrg.Kernel.Influence.Influence Influence, MemberExplanation Why) Explain(EpochCase epoch, int member)
    {
        var influence = Solve(epoch.Graph, epoch.Reputation, epoch.Parameters);
        return (influence, MemberExplanation.Of(influence, epoch.Credits, epoch.Parameters, member));
    }

    private static Bytes32 Contribution(int number) => Bytes32.TryParse($"0x{number:x64}", out var id) ? id : throw new FormatException();
}
