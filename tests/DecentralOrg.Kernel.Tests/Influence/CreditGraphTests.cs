using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Tests.Influence;

public sealed class CreditGraphTests
{
    [Test]
    public void Credits_of_a_pair_are_summed_and_givers_are_in_order()
    {
        var graph = CreditGraph.From(4, [new(3, 0, 5), new(1, 0, 2), new(3, 0, 7), new(0, 2, 1), new(3, 2, 9)]);
        Assert.Multiple(() =>
        {
            Assert.That((graph.Members, graph.Pairs, graph.GreatestSpending), Is.EqualTo((4, 4, 21u)));
            Assert.That(Givers(graph, 0), Is.EqualTo([1, 3]));
            Assert.That(graph.Received(0)[1].Points, Is.EqualTo(12u));
            Assert.That(Givers(graph, 1), Is.Empty);
            Assert.That(Givers(graph, 2), Is.EqualTo([0, 3]));
            Assert.That(Givers(graph, 3), Is.Empty);
        });
    }

    [Test]
    public void Graph_holds_the_sum_of_every_pair() =>
        EpochCase.Any.Sample(epoch =>
        {
            var graph = epoch.Graph;
            var held = from to in Enumerable.Range(0, graph.Members)
                       from credit in graph.Received(to).ToArray()
                       select (From: credit.Giver, To: to, Points: (long)credit.Points);
            var summed = from credit in epoch.Credits
                         group credit by (credit.From, credit.To) into pair
                         orderby pair.Key.To, pair.Key.From
                         select (pair.Key.From, pair.Key.To, Points: pair.Sum(credit => credit.Points));
            return held.SequenceEqual(summed);
        });

    [TestCase(0, 2, 1u)]
    [TestCase(2, 0, 1u)]
    [TestCase(-1, 0, 1u)]
    [TestCase(0, -1, 1u)]
    [TestCase(1, 1, 1u)]
    [TestCase(0, 1, 0u)]
    [TestCase(0, 1, (1u << 20) + 1)]
    public void What_no_ledger_takes_is_no_graph(int from, int to, uint points) =>
        Assert.That(() => CreditGraph.From(2, [new LogCredit(from, to, points)]), Throws.ArgumentException);

    [Test]
    public void Nobody_gives_more_than_the_greatest_budget_in_all() =>
        Assert.That(() => CreditGraph.From(3, [new(0, 1, 1 << 20), new(0, 2, 1)]), Throws.ArgumentException.With.Message.Contains("Member 0"));

    [Test]
    public void Nobody_is_a_graph_as_well() => Assert.That(CreditGraph.From(0, []).Members, Is.Zero);

    private static int[] Givers(CreditGraph graph, int member) => [.. graph.Received(member).ToArray().Select(credit => credit.Giver)];
}
