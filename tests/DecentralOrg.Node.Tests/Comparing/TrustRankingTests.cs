using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Comparing;

namespace DecentralOrg.Node.Tests.Comparing;

internal sealed class TrustRankingTests
{
    private const double Tolerance = 1e-9;

    [Test]
    public void Both_are_the_solution_of_their_equations([Values(0, 5000, 8500, 9500)] int dampingBp, [Values(1, 2, 3)] int seed)
    {
        const int members = 12;
        var random = new Random(seed);
        // The last two credit nobody.
        LogCredit[] credits =
        [
            .. from i in Enumerable.Range(0, 40)
               let giver = random.Next(members - 2)
               select new LogCredit(giver, (giver + random.Next(1, members)) % members, (uint)random.Next(1, 1_000)),
        ];
        ulong[] reputation = [.. Enumerable.Range(0, members - 1).Select(_ => (ulong)random.Next(100))];
        var graph = CreditGraph.From(members, credits);
        var all = reputation.Sum(value => (double)value);
        double[] trusted = [.. reputation.Select(value => value / all), 0];
        Assert.That(TrustRanking.EigenTrust(graph, reputation, dampingBp), Is.EqualTo(Solve(credits, trusted, dampingBp / 10_000.0)).Within(Tolerance));
        double[] alike = [.. Enumerable.Repeat(1.0 / members, members)];
        Assert.That(TrustRanking.PageRank(graph, dampingBp), Is.EqualTo(Solve(credits, alike, dampingBp / 10_000.0)).Within(Tolerance));
    }

    [Test]
    public void Few_points_bring_as_much_as_many_if_they_are_all_that_was_given()
    {
        var few = CreditGraph.From(3, [new(0, 1, 1), new(0, 2, 1)]);
        var many = CreditGraph.From(3, [new(0, 1, 500_000), new(0, 2, 500_000)]);
        Assert.That(TrustRanking.EigenTrust(few, [1], 5000), Is.EqualTo(TrustRanking.EigenTrust(many, [1], 5000)).Within(Tolerance));
        // 1 and 2 have a quarter of what 0 has, and give it back to whom is trusted: x = 1/2 + 1/2 · 2 · x / 4.
        Assert.That(TrustRanking.EigenTrust(few, [1], 5000), Is.EqualTo([2 / 3.0, 1 / 6.0, 1 / 6.0]).Within(Tolerance));
    }

    [Test]
    public void Order_of_credits_and_of_parts_of_them_makes_no_difference()
    {
        LogCredit[] credits = [new(0, 1, 300), new(1, 2, 20), new(2, 0, 7), new(0, 2, 50), new(0, 1, 100), new(3, 1, 1)];
        LogCredit[] others = [new(3, 1, 1), new(0, 2, 50), new(0, 1, 400), new(2, 0, 7), new(1, 2, 20)];
        Assert.That(
            TrustRanking.EigenTrust(CreditGraph.From(4, others), [3, 0, 1], 8500),
            Is.EqualTo(TrustRanking.EigenTrust(CreditGraph.From(4, credits), [3, 0, 1], 8500)));
        Assert.That(TrustRanking.PageRank(CreditGraph.From(4, others), 8500), Is.EqualTo(TrustRanking.PageRank(CreditGraph.From(4, credits), 8500)));
    }

    [TestCase(0)]
    [TestCase(5000)]
    [TestCase(9500)]
    public void Of_two_who_credit_each_other_the_trusted_one_has_what_the_series_says(int dampingBp)
    {
        // x = (1 - d) + d · y and y = d · x.
        var damping = dampingBp / 10_000.0;
        var graph = CreditGraph.From(2, [new(0, 1, 3), new(1, 0, 1_000)]);
        Assert.That(TrustRanking.EigenTrust(graph, [5], dampingBp), Is.EqualTo([1 / (1 + damping), damping / (1 + damping)]).Within(Tolerance));
        Assert.That(TrustRanking.PageRank(graph, dampingBp), Is.EqualTo([0.5, 0.5]).Within(Tolerance));
    }

    [Test]
    public void In_a_star_the_middle_has_what_all_around_give_and_gives_to_all()
    {
        // 0 gives nothing, so that all get as much of it: x = (1 + 4 · d) · y in the middle, and x + 4 · y = 1.
        var graph = CreditGraph.From(5, [new(1, 0, 9), new(2, 0, 1), new(3, 0, 500), new(4, 0, 7)]);
        var around = 1 / (5 + (4 * 0.85));
        Assert.That(
            TrustRanking.PageRank(graph, 8500),
            Is.EqualTo([(1 + (4 * 0.85)) * around, around, around, around, around]).Within(Tolerance));
    }

    [Test]
    public async Task Rounding_keeps_nothing_from_coming_to_an_end()
    {
        // All give 0 all they have, and 0 gives all of them as much: every other sweep its sum is rounded otherwise, for ever.
        const int members = 1_000;
        LogCredit[] credits = [.. from member in Enumerable.Range(1, members - 1) from credit in (LogCredit[])[new(member, 0, (uint)(member % 997) + 1), new(0, member, 1)] select credit];
        var ranks = await Task.Run(() => TrustRanking.PageRank(CreditGraph.From(members, credits), 9500)).WaitAsync(TimeSpan.FromMinutes(1));
        // x = d · (members - 1) · y + (1 - d) / members and (members - 1) · y = 1 - x.
        var middle = (1 + (0.95 * (members - 1))) / (members * 1.95);
        Assert.That(ranks[0], Is.EqualTo(middle).Within(Tolerance));
        Assert.That(ranks[1..], Is.EqualTo(Enumerable.Repeat((1 - middle) / (members - 1), members - 1)).Within(Tolerance));
    }

    [Test]
    public void Who_credits_nobody_has_it_back_where_trust_begins()
    {
        // Nobody gives anything: all is where reputation lies, whatever the damping.
        var graph = CreditGraph.From(3, []);
        Assert.That(TrustRanking.EigenTrust(graph, [1, 3], 9500), Is.EqualTo([0.25, 0.75, 0]).Within(Tolerance));
        Assert.That(TrustRanking.PageRank(graph, 9500), Is.EqualTo([1 / 3.0, 1 / 3.0, 1 / 3.0]).Within(Tolerance));
        Assert.That(TrustRanking.PageRank(CreditGraph.From(1, []), 8500), Is.EqualTo([1.0]).Within(Tolerance));
    }

    [TestCase(-1)]
    [TestCase(10_000)]
    [TestCase(20_000)]
    public void Damping_that_would_never_come_to_an_end_is_refused(int dampingBp)
    {
        // With 10000, all of it would go to and fro between the two for ever.
        var graph = CreditGraph.From(2, [new(0, 1, 1), new(1, 0, 1)]);
        Assert.That(() => TrustRanking.EigenTrust(graph, [1], dampingBp), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("dampingBp"));
        Assert.That(() => TrustRanking.PageRank(graph, dampingBp), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("dampingBp"));
    }

    [Test]
    public void Reputation_of_who_is_no_member_is_refused() =>
        Assert.That(
            () => TrustRanking.EigenTrust(CreditGraph.From(2, []), [1, 1, 1], 5000),
            Throws.ArgumentException.With.Message.Contains("3 reputations for 2 members"));

    [Test]
    public void In_a_circle_all_have_the_same() =>
        Assert.That(
            TrustRanking.PageRank(CreditGraph.From(5, [.. Enumerable.Range(0, 5).Select(giver => new LogCredit(giver, (giver + 1) % 5, 7))]), 8500),
            Is.EqualTo(Enumerable.Repeat(0.2, 5)).Within(Tolerance));

    [Test]
    public void Without_reputation_nobody_is_trusted_and_without_members_nobody_is_ranked()
    {
        Assert.That(TrustRanking.EigenTrust(CreditGraph.From(2, [new(0, 1, 1)]), [0, 0], 5000), Is.EqualTo(new double[2]));
        Assert.That(TrustRanking.EigenTrust(CreditGraph.From(0, []), [], 5000), Is.Empty);
        Assert.That(TrustRanking.PageRank(CreditGraph.From(0, []), 5000), Is.Empty);
    }

    /// <summary>Solves x = d · Wᵀx + (1 - d) · p by Gaussian elimination, where who gives nothing gives by p.</summary>
    private static double[] Solve(LogCredit[] credits, double[] preference, double damping)
    {
        var members = preference.Length;
        var rows = new double[members][];
        for (var to = 0; to < members; to++)
        {
            rows[to] = new double[members + 1];
            for (var from = 0; from < members; from++)
            {
                var given = credits.Where(credit => credit.From == from).Sum(credit => (double)credit.Points);
                var share = given == 0
                    ? preference[to]
                    : credits.Where(credit => credit.From == from && credit.To == to).Sum(credit => (double)credit.Points) / given;
                rows[to][from] = (to == from ? 1 : 0) - (damping * share);
            }
            rows[to][members] = (1 - damping) * preference[to];
        }
        for (var pivot = 0; pivot < members; pivot++)
        {
            var best = Enumerable.Range(pivot, members - pivot).MaxBy(row => Math.Abs(rows[row][pivot]));
            (rows[pivot], rows[best]) = (rows[best], rows[pivot]);
            for (var row = 0; row < members; row++)
            {
                if (row == pivot)
                    continue;
                var factor = rows[row][pivot] / rows[pivot][pivot];
                for (var column = pivot; column <= members; column++)
                    rows[row][column] -= factor * rows[pivot][column];
            }
        }
        return [.. Enumerable.Range(0, members).Select(row => rows[row][members] / rows[row][row])];
    }
}
