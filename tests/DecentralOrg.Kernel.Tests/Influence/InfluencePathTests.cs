using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

/// <summary>By which ways reputation became influence.</summary>
public sealed class InfluencePathTests
{
    private const int Budget = 1_000;

    /// <summary>Steps of the ways that are all tried.</summary>
    private const int Steps = 7;

    /// <summary>More than rounding takes from a way of some steps: a few units a step.</summary>
    private const double Rounding = 64;

    /// <summary>Epochs of 2..4 members, of whom some have no reputation and some give nothing.</summary>
    private static readonly Gen<EpochCase> Small =
        from members in Gen.Int[2, 4]
        from damping in Gen.OneOfConst(500, 1000, 3000)
        from reputation in Gen.Int[0, 5].Array[members]
        from pairs in Gen.OneOf(Gen.Const(0), Gen.Int[1, Budget / 3], Gen.Const(Budget / 4)).Array[members * members]
        select new EpochCase(
            new InfluenceParameters(damping, Budget),
            [.. reputation.Select(value => new MemberState(0, (ulong)value))],
            members,
            [.. pairs.Select((points, pair) => new LogCredit(pair / members, pair % members, (uint)points)).Where(credit => credit.From != credit.To && credit.Points > 0)],
            0, 0);

    [Test]
    public void Strongest_ways_are_the_strongest_of_all_ways_that_there_are() =>
        Gen.Select(Small, Gen.Int[0, 3], Gen.Int[1, 8]).Sample((epoch, member, count) =>
        {
            member %= epoch.Members;
            var influence = Solve(epoch.Graph, epoch.Reputation, epoch.Parameters);
            var found = InfluencePath.Strongest(epoch.Graph, influence, epoch.Parameters, member, count);
            var all = Ways(epoch, influence, [member], 1, Steps).Where(way => way.Units > 0).OrderByDescending(way => way.Units).ToArray();
            // What longer ways can bring at most; below it they are not all tried.
            var untried = Math.Pow(epoch.Parameters.DampingBp / 10_000.0, Steps + 1) * Whole;
            foreach (var (path, way) in found.Zip(all).TakeWhile(pair => pair.Second.Units > untried + Rounding))
            {
                // Ways with the same units can stand in any order.
                var own = all.SingleOrDefault(other => other.Members.SequenceEqual(path.Members)).Units;
                if (Math.Abs(path.Units - way.Units) > Rounding || Math.Abs(path.Units - own) > Rounding)
                    return false;
            }
            return found.Length <= count
                && (found.Length == count || all.Count(way => way.Units > untried + Rounding) <= found.Length)
                && found.Zip(found.Skip(1)).All(pair => pair.First.Units >= pair.Second.Units)
                && found.Select(path => string.Join(" ", path.Members)).Distinct().Count() == found.Length;
        }, iter: 2_000);

    [Test]
    public void Ways_lead_from_whose_reputation_it_is_to_whose_influence_it_is()
    {
        // 0 → 1 → 2 → 3, all points, and half of each arrives.
        var (graph, influence, parameters) = Solved([7], new(0, 1, Budget), new(1, 2, Budget), new(2, 3, Budget));
        var path = InfluencePath.Strongest(graph, influence, parameters, 3, 5).Single();
        Assert.That(path.Members, Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(path.Units, Is.EqualTo(Whole / 16));
        var own = InfluencePath.Strongest(graph, influence, parameters, 0, 5).Single();
        Assert.That(own.Members, Is.EqualTo(new[] { 0 }));
        Assert.That(own.Units, Is.EqualTo(Whole / 2));
    }

    [Test]
    public void In_a_circle_each_round_is_a_way_of_its_own()
    {
        var (graph, influence, parameters) = Solved([7], new(0, 1, Budget), new(1, 0, Budget));
        var paths = InfluencePath.Strongest(graph, influence, parameters, 0, 4);
        Assert.That(
            paths.Select(path => string.Join(" ", path.Members)),
            Is.EqualTo(["0", "0 1 0", "0 1 0 1 0", "0 1 0 1 0 1 0"]));
        for (var round = 0; round < paths.Length; round++)
            Assert.That((double)paths[round].Units, Is.EqualTo(Whole / 2 * Math.Pow(4, -round)).Within(Rounding));
    }

    [Test]
    public void Of_ways_that_bring_the_same_there_are_as_many_as_asked_for()
    {
        var (graph, influence, parameters) = Solved([2, 2, 2, 2], new(0, 4, 400), new(1, 4, 400), new(2, 4, 400), new(3, 4, 400));
        for (var count = 0; count < 6; count++)
        {
            var paths = InfluencePath.Strongest(graph, influence, parameters, 4, count);
            Assert.That(paths, Has.Length.EqualTo(Math.Min(count, 4)));
            Assert.That(paths.Select(path => path.Members[0]), Is.Unique.And.All.LessThan(4));
            Assert.That(paths.Select(path => path.Units).Distinct().Count(), Is.LessThanOrEqualTo(1));
        }
    }

    [Test]
    public void No_more_credits_are_looked_at_than_asked_for()
    {
        var (graph, influence, parameters) = Solved([9, 1], new(0, 1, 900), new(1, 0, 900));
        // Each row has one credit: so many steps back, and as many ways.
        for (var most = 0; most < 10; most++)
            Assert.That(InfluencePath.Strongest(graph, influence, parameters, 0, 100, most), Has.Length.EqualTo(most));
    }

    [Test]
    public void Who_has_nothing_has_it_by_no_way()
    {
        var (graph, influence, parameters) = Solved([0, 0], new LogCredit(0, 1, 5));
        Assert.That(InfluencePath.Strongest(graph, influence, parameters, 1, 5), Is.Empty);
    }

    private static (CreditGraph Graph, DecentralOrg.Kernel.Influence.Influence Influence, InfluenceParameters Parameters) Solved(
        ulong[] reputation, params LogCredit[] credits)
    {
        var parameters = new InfluenceParameters(5000, Budget);
        var graph = CreditGraph.From(5, credits);
        return (graph, Solve(graph, reputation, parameters), parameters);
    }

    /// <summary>All ways back that begin with this one, of at most so many steps more, by plain multiplication.</summary>
    private static IEnumerable<(int[] Members, double Units)> Ways(
        EpochCase epoch, DecentralOrg.Kernel.Influence.Influence influence, int[] way, double share, int steps)
    {
        yield return (way, share * influence.Seeds[way[0]]);
        if (steps == 0)
            yield break;
        foreach (var credit in epoch.Credits.Where(credit => credit.To == way[0]))
        {
            var through = share * epoch.Parameters.DampingBp / 10_000.0 * credit.Points / Budget;
            foreach (var longer in Ways(epoch, influence, [credit.From, .. way], through, steps - 1))
                yield return longer;
        }
    }
}
