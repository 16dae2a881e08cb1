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
