using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

/// <summary>Whose reputation influence came from, and by which ways.</summary>
public sealed class ProvenanceTests
{
    [Test]
    public void Sources_and_remainder_add_up_to_the_unit_wherever_it_ends() =>
        Gen.Select(EpochCase.Any, Gen.Int[0, 23], Gen.Int[1, 200], Gen.Int[1, 40]).Sample((epoch, member, mostCredits, bits) =>
        {
            member %= epoch.Members;
            var influence = Solve(epoch.Graph, epoch.Reputation, epoch.Parameters);
            var provenance = Provenance.Of(epoch.Graph, influence, epoch.Parameters, member, bits, mostCredits);
            var sum = provenance.Sources.Aggregate((UInt128)provenance.Remainder, (sum, source) => sum + source.Units);
            return provenance.Member == member
                && sum == influence.Values[member]
                && provenance.Sources.All(source => influence.Seeds[source.Member] > 0 && source.Units > 0)
                && provenance.Sources.Select(source => source.Member).Distinct().Count() == provenance.Sources.Length;
        });

    [Test]
    public void Influence_comes_from_whose_seed_it_would_be_missing_with()
    {
        var (graph, reputation, parameters) = Large();
        var influence = Solve(graph, reputation, parameters);
        var provenance = Provenance.Of(graph, influence, parameters, member: 0, remainderBits: 30, mostCredits: int.MaxValue);
        Assert.That(provenance.Remainder, Is.LessThan(influence.Values[0] >> 20));
        Assert.That(provenance.Sources, Has.Length.GreaterThan(20));
        // Influence is a sum over all seeds: what comes from one is what is left if all others are nothing.
        foreach (var source in provenance.Sources)
        {
            var alone = new ulong[reputation.Length];
            alone[source.Member] = influence.Seeds[source.Member];
            var expected = Linear(graph, alone, parameters)[0];
            Assert.That(source.Units, Is.EqualTo(expected).Within((influence.Values[0] >> 20) + 1_000));
        }
    }

    [Test]
    public void Flows_into_a_member_are_his_parts_and_into_others_what_passes_them()
    {
        // 0 → 1 → 2, and 0 → 2 directly.
        var parameters = new InfluenceParameters(5000, 1_000);
        var graph = CreditGraph.From(3, [new(0, 1, 500), new(1, 2, 1_000), new(0, 2, 500)]);
        var influence = Solve(graph, [1], parameters);
        var provenance = Provenance.Of(graph, influence, parameters, 2, remainderBits: 40);
        var (half, whole) = (Whole / 8, influence.Values[2]);
        Assert.That(influence.Values, Is.EqualTo(new[] { Whole / 2, half, half + (half / 2) }));
        var flows = provenance.Flows.ToDictionary(flow => (flow.From, flow.To), flow => flow.Units);
        Assert.That(flows.Keys, Is.EquivalentTo([(0, 2), (1, 2), (0, 1)]));
        Assert.That(flows[(0, 2)], Is.EqualTo(half).Within(8));
        Assert.That(flows[(1, 2)], Is.EqualTo(half / 2).Within(8));
        Assert.That(flows[(0, 1)], Is.EqualTo(half / 2).Within(8));
        Assert.That(provenance.Sources.Single().Units, Is.EqualTo(whole).Within(16));
    }

    [Test]
    public void Who_has_nothing_has_it_from_nobody()
    {
        var graph = CreditGraph.From(2, [new(0, 1, 5)]);
        var parameters = new InfluenceParameters(5000, 10);
        var influence = Solve(graph, [0, 0], parameters);
        var provenance = Provenance.Of(graph, influence, parameters, 1);
        Assert.That((provenance.Sources.Length, provenance.Flows.Length, provenance.Remainder), Is.EqualTo((0, 0, 0UL)));
        Assert.That(InfluencePath.Strongest(graph, influence, parameters, 1, 5), Is.Empty);
    }

    [Test]
    public void Strongest_ways_are_those_of_all_ways_that_are_not_longer()
    {
        var random = new Random(5);
        for (var run = 0; run < 30; run++)
        {
            const int members = 5;
            var parameters = new InfluenceParameters(3000, 1_000);
            LogCredit[] credits = [.. Enumerable.Range(0, members).SelectMany(giver => Enumerable.Range(1, 2).Select(step => new LogCredit(giver, (giver + step) % members, (uint)random.Next(1, 500))))];
            var graph = CreditGraph.From(members, credits);
            ulong[] reputation = [.. Enumerable.Range(0, members).Select(_ => (ulong)random.Next(1, 100))];
            var influence = Solve(graph, reputation, parameters);
            var found = InfluencePath.Strongest(graph, influence, parameters, 0, 6);
            // Each step brings less than a third: no way of eight steps or more is among the first.
            var all = Ways(graph, influence, parameters, 0, [0], 1, 8).OrderByDescending(way => way.Units).Take(6).ToArray();
            Assert.That(found.Select(path => string.Join(" ", path.Members)), Is.EqualTo(all.Select(way => string.Join(" ", way.Members))));
            foreach (var (path, way) in found.Zip(all))
                Assert.That((double)path.Units, Is.EqualTo(way.Units).Within(1).Percent);
        }
    }

    [Test]
    public void No_more_ways_are_given_than_asked_for_nor_more_credits_looked_at()
    {
        var (graph, reputation, parameters) = Large();
        var influence = Solve(graph, reputation, parameters);
        Assert.That(InfluencePath.Strongest(graph, influence, parameters, 0, 1), Has.Length.EqualTo(1));
        Assert.That(InfluencePath.Strongest(graph, influence, parameters, 0, 100, mostCredits: 1), Has.Length.LessThanOrEqualTo(1));
        Assert.That(InfluencePath.Strongest(graph, influence, parameters, 0, 0), Is.Empty);
    }

    private static (CreditGraph Graph, ulong[] Reputation, InfluenceParameters Parameters) Large()
    {
        const int members = 60;
        var random = new Random(2);
        var credits = new List<LogCredit>();
        for (var i = 0; i < 600; i++)
        {
            var giver = random.Next(members);
            credits.Add(new LogCredit(giver, (giver + random.Next(1, members)) % members, (uint)random.Next(1, 60)));
        }
        ulong[] reputation = [.. Enumerable.Range(0, members).Select(member => member % 2 == 0 ? (ulong)random.Next(1, 1_000) : 0)];
        return (CreditGraph.From(members, credits), reputation, new InfluenceParameters(8500, 2_000));
    }

    /// <summary>Influence without rounding, from seeds as they are.</summary>
    private static double[] Linear(CreditGraph graph, ulong[] seeds, InfluenceParameters parameters)
    {
        var x = new double[graph.Members];
        for (var sweep = 0; sweep < 1_000; sweep++)
        {
            for (var member = 0; member < x.Length; member++)
            {
                var inflow = 0.0;
                foreach (var credit in graph.Received(member))
                    inflow += x[credit.Giver] * credit.Points;
                x[member] = seeds[member] + (parameters.DampingBp / 10_000.0 * inflow / parameters.PointsPerEpoch);
            }
        }
        return x;
    }

    /// <summary>All ways back from a member of at most so many steps, by plain multiplication.</summary>
    private static IEnumerable<(int[] Members, double Units)> Ways(
        CreditGraph graph, DecentralOrg.Kernel.Influence.Influence influence, InfluenceParameters parameters, int at, int[] way, double share, int steps)
    {
        yield return (way, share * influence.Seeds[at]);
        if (steps == 0)
            yield break;
        foreach (var credit in graph.Received(at).ToArray())
        {
            var through = share * parameters.DampingBp / 10_000.0 * credit.Points / parameters.PointsPerEpoch;
            foreach (var longer in Ways(graph, influence, parameters, credit.Giver, [credit.Giver, .. way], through, steps - 1))
                yield return longer;
        }
    }
}
