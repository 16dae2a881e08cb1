using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Tests.Influence;

public sealed class CreditGraphBuilderTests
{
    /// <summary>More credits than are gathered at once, so that they are merged some times, with many of the same pairs and few.</summary>
    [Test]
    public void Graph_of_many_credits_holds_the_sum_of_every_pair([Values(40, 3_000)] int members, [Values(1, 7)] int seed)
    {
        var random = new Random(seed);
        var builder = new CreditGraphBuilder(members);
        var sums = new Dictionary<(int To, int From), uint>();
        for (var i = 0; i < 100_000; i++)
        {
            var (from, to) = (random.Next(members), random.Next(members));
            var points = (uint)random.Next(1, 12);
            if (from == to || builder.Spent[from] + points > InfluenceParameters.GreatestPointsPerEpoch)
                continue;
            builder.Add(from, to, points);
            sums[(to, from)] = sums.GetValueOrDefault((to, from)) + points;
        }
        var spent = builder.Spent.ToArray();
        var graph = builder.Build();
        var held =
            from to in Enumerable.Range(0, members)
            from credit in graph.Received(to).ToArray()
            select ((to, credit.Giver), credit.Points);
        Assert.Multiple(() =>
        {
            Assert.That(held, Is.EqualTo(sums.OrderBy(sum => sum.Key).Select(sum => (sum.Key, sum.Value))));
            Assert.That(graph.Pairs, Is.EqualTo(sums.Count));
            Assert.That(graph.GreatestSpending, Is.EqualTo(spent.Max()));
            Assert.That(spent, Is.EqualTo(Enumerable.Range(0, members).Select(member => (uint)sums.Where(sum => sum.Key.From == member).Sum(sum => sum.Value))));
        });
    }

    [Test]
    public void Pair_with_the_greatest_budget_in_one_credit_or_point_by_point_is_the_same()
    {
        const uint budget = InfluenceParameters.GreatestPointsPerEpoch;
        var builder = new CreditGraphBuilder(3);
        for (var i = 0; i < budget; i++)
            builder.Add(1, 0, 1);
        builder.Add(2, 0, budget);
        var graph = builder.Build();
        Assert.That(graph.Received(0).ToArray().Select(credit => (credit.Giver, credit.Points)), Is.EqualTo([(1, budget), (2, budget)]));
    }

    [Test]
    public void Greatest_numbers_of_members_fit()
    {
        const int last = CreditGraph.MostMembers - 1;
        var graph = CreditGraph.From(CreditGraph.MostMembers, [new LogCredit(last, 0, 1), new LogCredit(0, last, 2), new LogCredit(last - 1, last, 3)]);
        Assert.Multiple(() =>
        {
            Assert.That((graph.Received(0)[0].Giver, graph.Received(0)[0].Points), Is.EqualTo((last, 1u)));
            Assert.That(graph.Received(last).ToArray().Select(credit => (credit.Giver, credit.Points)), Is.EqualTo([(0, 2u), (last - 1, 3u)]));
            Assert.That(graph.Received(1).Length, Is.Zero);
            Assert.That(() => new CreditGraphBuilder(CreditGraph.MostMembers + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new CreditGraphBuilder(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new CreditGraphBuilder(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Builder_is_empty_after_its_graph()
    {
        var builder = new CreditGraphBuilder(2);
        builder.Add(0, 1, 5);
        Assert.That(builder.Build().Pairs, Is.EqualTo(1));
        Assert.That(builder.Build().Pairs, Is.Zero);
        builder.Add(0, 1, InfluenceParameters.GreatestPointsPerEpoch);
        Assert.That(builder.Build().GreatestSpending, Is.EqualTo((uint)InfluenceParameters.GreatestPointsPerEpoch));
    }

    [Test]
    public void What_is_refused_changes_nothing()
    {
        var builder = new CreditGraphBuilder(2);
        builder.Add(0, 1, 7);
        Assert.That(() => builder.Add(0, 1, InfluenceParameters.GreatestPointsPerEpoch - 6), Throws.ArgumentException.With.Message.Contains("Member 0"));
        Assert.That(() => builder.Add(0, 2, 1), Throws.ArgumentException.With.Message.Contains("0 to 2"));
        Assert.That(builder.Spent.ToArray(), Is.EqualTo(new uint[] { 7, 0 }));
        Assert.That(builder.Build().Received(1)[0].Points, Is.EqualTo(7u));
    }
}
