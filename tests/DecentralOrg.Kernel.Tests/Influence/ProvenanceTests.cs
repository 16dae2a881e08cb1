using System.Numerics;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

/// <summary>Whose reputation influence came from, and by which credits.</summary>
public sealed class ProvenanceTests
{
    /// <summary>More than rounding can take in graphs as small as these: some units for each credit that is looked at.</summary>
    private const ulong Rounding = 1 << 20;

    private static readonly Gen<(EpochCase Epoch, int Member)> Traced =
        Gen.Select(EpochCase.Any, Gen.Int[0, 23], (epoch, member) => (epoch, member % epoch.Members));

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
    public void What_comes_from_each_is_what_the_equations_say_short_of_no_more_than_the_remainder() =>
        Traced.Sample(one =>
        {
            var (epoch, member) = one;
            var (influence, provenance) = Trace(epoch, member);
            var (brought, whole) = Brought(epoch, member);
            var sources = provenance.Sources.ToDictionary(source => source.Member, source => source.Units);
            // Rounding in every row takes the influence itself that far below the solution without rounding.
            var kept = 10_000 - epoch.Parameters.DampingBp;
            var most = provenance.Remainder + ((BigInteger)epoch.Members * 10_000 / kept) + 1;
            for (var from = 0; from < epoch.Members; from++)
            {
                var missing = (influence.Seeds[from] * brought[from]) - (sources.GetValueOrDefault(from) * whole);
                if (missing < 0 || missing > most * whole)
                    return false;
            }
            return provenance.Remainder <= (influence.Values[member] >> 40) + Rounding;
        });

    [Test]
    public void What_credits_carry_is_what_the_equations_say() =>
        Traced.Sample(one =>
        {
            var (epoch, member) = one;
            var (influence, provenance) = Trace(epoch, member);
            var (brought, whole) = Brought(epoch, member);
            var flows = provenance.Flows.ToDictionary(flow => (flow.From, flow.To), flow => flow.Units);
            BigInteger budget = 10_000 * (BigInteger)epoch.Parameters.PointsPerEpoch, kept = 10_000 - epoch.Parameters.DampingBp;
            foreach (var pair in epoch.Credits.GroupBy(credit => (credit.From, credit.To)))
            {
                var points = pair.Aggregate(BigInteger.Zero, (sum, credit) => sum + credit.Points);
                var expected = epoch.Parameters.DampingBp * points * influence.Values[pair.Key.From] * brought[pair.Key.To];
                flows.Remove(pair.Key, out var flow);
                var missing = expected - (flow * budget * whole);
                // What is left untraced would have passed on and on.
                if (missing < 0 || missing * kept > (provenance.Remainder + Rounding) * 10_000 * budget * whole)
                    return false;
            }
            return flows.Count == 0;
        });

    [Test]
    public void Tracing_ends_early_as_asked_and_brings_the_more_the_later_it_ends()
    {
        var (graph, reputation, parameters) = Large();
        var influence = Solve(graph, reputation, parameters);
        var longest = Enumerable.Range(0, graph.Members).Max(member => graph.Received(member).Length);
        var before = influence.Values[0];
        foreach (var most in (int[])[0, 1, 100, 1_000, 5_000, int.MaxValue])
        {
            var provenance = Provenance.Of(graph, influence, parameters, 0, mostCredits: most);
            Assert.That(provenance.Remainder, Is.LessThanOrEqualTo(before));
            Assert.That(provenance.Flows, Has.Length.LessThan((long)most + longest));
            Assert.That(provenance.Sources.IsEmpty, Is.EqualTo(most == 0));
            before = provenance.Remainder;
        }
        Assert.That(before, Is.LessThanOrEqualTo((influence.Values[0] >> 10) + Rounding), "One part in 2^10, unless something else is asked for.");
        Assert.That(Provenance.Of(graph, influence, parameters, 0, remainderBits: 0).Remainder, Is.EqualTo(influence.Values[0]));
        Assert.That(Provenance.Of(graph, influence, parameters, 0, remainderBits: 63, mostCredits: int.MaxValue).Remainder, Is.LessThan(Rounding));
    }

    [TestCase(-1)]
    [TestCase(64)]
    public void Parts_that_influence_cannot_have_are_refused(int bits)
    {
        var (graph, reputation, parameters) = Large();
        var influence = Solve(graph, reputation, parameters);
        Assert.That(
            () => Provenance.Of(graph, influence, parameters, 0, bits),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("remainderBits"));
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

    /// <summary>Influence, and all of it traced but one part in 2^40.</summary>
    private static (DecentralOrg.Kernel.Influence.Influence Influence, Provenance Provenance) Trace(EpochCase epoch, int member)
    {
        var influence = Solve(epoch.Graph, epoch.Reputation, epoch.Parameters);
        return (influence, Provenance.Of(epoch.Graph, influence, epoch.Parameters, member, remainderBits: 40, mostCredits: int.MaxValue));
    }

    /// <summary>
    /// How much of each member's influence becomes the member's, over all ways: the first by the second. Solved exactly, by
    /// elimination without fractions (Bareiss 1968), whose pivots cannot be zero: a giver's damped points are less than the whole.
    /// </summary>
    private static (BigInteger[] Brought, BigInteger Whole) Brought(EpochCase epoch, int member)
    {
        // y_i = [i = member] + d / (10000 · B) · Σ_k w_ik · y_k, times 10000 · B.
        var budget = 10_000 * (BigInteger)epoch.Parameters.PointsPerEpoch;
        var rows = new BigInteger[epoch.Members][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new BigInteger[rows.Length + 1];
            rows[i][i] = budget;
            rows[i][rows.Length] = i == member ? budget : 0;
        }
        foreach (var credit in epoch.Credits)
            rows[credit.From][credit.To] -= (BigInteger)epoch.Parameters.DampingBp * credit.Points;
        var before = BigInteger.One;
        for (var pivot = 0; pivot < rows.Length; pivot++)
        {
            foreach (var row in rows.Where(row => row != rows[pivot]))
            {
                var factor = row[pivot];
                for (var column = 0; column < row.Length; column++)
                    row[column] = ((rows[pivot][pivot] * row[column]) - (factor * rows[pivot][column])) / before;
            }
            before = rows[pivot][pivot];
        }
        return ([.. rows.Select(row => row[^1])], before);
    }
}
