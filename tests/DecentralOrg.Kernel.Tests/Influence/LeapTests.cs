using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

public sealed class LeapTests
{
    private const int Budget = 1_000_000;

    /// <summary>
    /// Parts that shrink by ratios of their own, as their members spend more or less of their points, one feeding the next: what
    /// a leap by one ratio for all gets wrong.
    /// </summary>
    private static readonly Gen<(CreditGraph Graph, InfluenceParameters Parameters, ulong[] Reputation)> Parted =
        from damping in Gen.OneOfConst(3000, 5000, 8500, 9500)
        from parts in Gen.Select(Gen.Int[2, 60], Gen.Int[1, 100], Gen.Int[1, 12]).Array[1, 6]
        from seed in Gen.Int
        select Draw(damping, parts, new Random(seed));

    [Test]
    public void Whatever_shrinks_by_whatever_ratio_ends_in_the_least_fixed_point() =>
        Gen.Select(Parted, Gen.Int[1, 4], Gen.Bool).Sample(
            (epoch, threads, byUse) =>
            {
                var layout = byUse ? RowLayout.ByUse : RowLayout.Numbered;
                var (x, _) = RowByRow(epoch.Graph, epoch.Reputation, epoch.Parameters);
                return new InfluenceSolver(epoch.Graph, epoch.Reputation, epoch.Parameters, layout).Solve(threads).Values.AsSpan().SequenceEqual(x);
            },
            iter: 300);

    [Test]
    public void Leaps_end_the_search_in_less_than_half_the_sweeps([Values(1, 3)] int threads)
    {
        var (graph, parameters, reputation) = Draw(9500, [(3000, 100, 10)], new Random(1));
        var (x, sweeps) = RowByRow(graph, reputation, parameters);
        var solution = new InfluenceSolver(graph, reputation, parameters).Solve(threads);
        Assert.That(solution.Values.AsSpan().SequenceEqual(x), Is.True);
        Assert.That(solution.Sweeps, Is.LessThan(sweeps / 2));
    }

    /// <summary>Where rows could rise by an eighth of their leap only, phases ended early and there were more of them: 48 sweeps.</summary>
    [Test]
    public void Search_that_shrinks_fast_needs_no_more_phases_for_its_leaps()
    {
        var (graph, parameters, reputation) = Draw(5000, [(1000, 100, 60)], new Random(1));
        var solution = new InfluenceSolver(graph, reputation, parameters).Solve(1);
        Assert.That(solution.Sweeps, Is.LessThan(36));
    }

    [Test]
    public void Leap_waits_until_all_rises_shrink_by_the_same_ratio_and_takes_four_fifths_of_what_is_to_come()
    {
        var policy = new LeapPolicy(members: 10);
        policy.Begin();
        policy.Swept(8_000_000, unsteady: 8_000_000);
        policy.Swept(4_000_000, unsteady: 4_000_000);
        Assert.That(policy.Distance(ulong.MaxValue), Is.Zero, "A ratio is known after the next sweep only.");
        policy.Swept(2_000_000, unsteady: 100_000);
        Assert.That(policy.Distance(ulong.MaxValue), Is.Zero, "Rises shrink unequally.");
        policy.Swept(1_000_000, unsteady: 1_000);
        Assert.That(policy.Distance(ulong.MaxValue), Is.EqualTo(800_000));
        Assert.That(policy.Distance(700_000), Is.EqualTo(700_000), "Further than all can rise.");
        policy.Landed(200_000);
        Assert.That(policy.Distance(ulong.MaxValue), Is.EqualTo(160_000), "From where it landed, by the same ratio.");
    }

    [Test]
    public void Leap_that_failed_is_tried_again_after_ever_more_sweeps()
    {
        var policy = new LeapPolicy(members: 10);
        policy.Begin();
        var waited = new List<int>();
        var brought = 1L << 60;
        for (var failures = 0; failures < 4; failures++)
        {
            var sweeps = 0;
            while (policy.Distance(ulong.MaxValue) == 0)
            {
                policy.Swept(brought /= 2, unsteady: 0);
                sweeps++;
            }
            waited.Add(sweeps);
            policy.Failed();
        }
        Assert.That(waited, Is.Ordered.Ascending);
        Assert.That(waited[^1], Is.GreaterThan(waited[0]));
    }

    [Test]
    public void Thread_that_fails_ends_the_others()
    {
        // Above the solution, which the solver cannot know, sums do not fit.
        var (graph, parameters, reputation) = Draw(5000, [(3000, 100, 10)], new Random(1));
        var start = new ulong[graph.Members];
        Array.Fill(start, ulong.MaxValue);
        var solver = new InfluenceSolver(graph, reputation, parameters, RowLayout.Numbered, start);
        Exception?[] ends = new Exception?[3];
        Thread[] threads = [.. ends.Select((_, i) => new Thread(() => ends[i] = Assert.Catch(() => solver.Work(CancellationToken.None))))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            Assert.That(thread.Join(TimeSpan.FromSeconds(30)), Is.True, "A thread still waits.");
        Assert.That(ends, Has.Some.InstanceOf<OverflowException>());
        Assert.That(ends, Has.All.InstanceOf<OverflowException>().Or.InstanceOf<InvalidOperationException>());
    }

    /// <param name="damping">The damping.</param>
    /// <param name="parts">Of each part the members, the percentage of their points that each spends, and his credits.</param>
    /// <param name="random">What draws.</param>
    private static (CreditGraph Graph, InfluenceParameters Parameters, ulong[] Reputation) Draw(int damping, (int Members, int Percent, int Credits)[] parts, Random random)
    {
        var members = parts.Sum(part => part.Members);
        var credits = new List<LogCredit>();
        var first = 0;
        foreach (var (size, percent, each) in parts)
        {
            for (var from = first; from < first + size; from++)
            {
                for (var credit = 0; credit < each; credit++)
                {
                    // One in sixteen goes on, to members of later parts.
                    var to = random.Next(16) == 0 ? random.Next(first, members) : random.Next(first, first + size);
                    if (to != from)
                        credits.Add(new LogCredit(from, to, (uint)Math.Max(1, Budget / 100 * percent / each)));
                }
            }
            first += size;
        }
        ulong[] reputation = [.. Enumerable.Range(0, members).Select(_ => (ulong)random.Next(1_000_000_000))];
        return (CreditGraph.From(members, credits), new InfluenceParameters(damping, Budget), reputation);
    }

    /// <summary>The least fixed point by the plain rows of the formula, over and over, and how often.</summary>
    private static (ulong[] X, int Sweeps) RowByRow(CreditGraph graph, ulong[] reputation, InfluenceParameters parameters)
    {
        var seeds = SeedsOf(graph.Members, reputation, parameters);
        var x = seeds.ToArray();
        for (var sweeps = 1; ; sweeps++)
        {
            var rising = false;
            for (var member = 0; member < x.Length; member++)
            {
                var value = (ulong)Row(graph, seeds[member], x, parameters, member);
                rising |= value > x[member];
                x[member] = value;
            }
            if (!rising)
                return (x, sweeps);
        }
    }
}
