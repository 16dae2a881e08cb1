using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

public sealed class InfluenceSolverTests
{
    private const int Members = 20_000;
    private const int Budget = 1_000_000;

    /// <summary>So large that it is cut into dozens of chunks, with members whom thousands credit, silent ones, and nearly all points given: hundreds of sweeps.</summary>
    private static readonly Lazy<CreditGraph> Large = new(() => Draw(Members, credits: 200_000, seed: 1));

    private static readonly ulong[] Reputation = [.. Enumerable.Range(0, Members).Select(member => (ulong)(member % 7) * 1_000_003)];

    [Test]
    public void Every_number_of_threads_layout_and_damping_ends_in_the_same_bits(
        [Values(1000, 5000, 8500, 8501, 9500)] int damping, [Values(1, 2, 3, 7)] int threads, [Values] RowLayout layout)
    {
        var parameters = new InfluenceParameters(damping, Budget);
        var solver = new InfluenceSolver(Large.Value, Reputation, parameters, layout);
        Assert.That(solver.Solved, Is.False);
        WorkWith(threads, solver);
        Assert.That(solver.Solved, Is.True);
        Assert.That(solver.Progress.Risen, Is.Zero);
        var result = solver.Solve(threads);
        Assert.Multiple(() =>
        {
            Assert.That(result.Values.AsSpan().SequenceEqual(Expected(damping)), Is.True);
            Assert.That(result.Seeds.AsSpan().SequenceEqual(SeedsOf(Members, Reputation, parameters)), Is.True);
            Assert.That(Enumerable.Range(0, 100).Select(member => solver[member]), Is.EqualTo(result.Values.Take(100)));
        });
    }

    /// <summary>
    /// Stopped wherever it just is, until that was on the way ten times: the values never fall, never pass the solution, and
    /// those in the end are its.
    /// </summary>
    [Test]
    public void Solver_that_is_stopped_goes_on_from_where_it_was([Values(1, 3)] int threads, [Values] RowLayout layout)
    {
        var parameters = new InfluenceParameters(8500, Budget);
        var expected = Expected(8500);
        for (var stopped = 0; stopped < 10;)
        {
            var solver = new InfluenceSolver(Large.Value, Reputation, parameters, layout);
            var before = SeedsOf(Members, Reputation, parameters);
            while (!solver.Solved)
            {
                var sweeps = solver.Progress.Sweeps;
                using var stop = new CancellationTokenSource();
                var workers = Start(threads, solver, stop.Token);
                while (!solver.Solved && solver.Progress.Sweeps == sweeps)
                    Thread.Yield();
                stop.Cancel();
                Join(workers);
                stopped += solver.Solved ? 0 : 1;
                ulong[] now = [.. Enumerable.Range(0, Members).Select(member => solver[member])];
                Assert.That(before.Zip(now).All(pair => pair.First <= pair.Second), Is.True, "A value fell.");
                Assert.That(now.Zip(expected).All(pair => pair.First <= pair.Second), Is.True, "A value passed the solution.");
                before = now;
            }
            Assert.That(before.SequenceEqual(expected), Is.True);
        }
    }

    [Test]
    public void Stopped_solve_says_so_and_can_be_repeated()
    {
        var solver = new InfluenceSolver(Large.Value, Reputation, new InfluenceParameters(5000, Budget));
        Assert.That(() => solver.Solve(2, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(solver.Solved, Is.False);
        Assert.That(solver.Solve(2).Values.AsSpan().SequenceEqual(Expected(5000)), Is.True);
    }

    [Test]
    public void Any_start_below_the_solution_ends_in_it([Values] RowLayout layout)
    {
        var expected = Expected(8500);
        var random = new Random(3);
        // Halfway, at it, and nowhere; and for some members not given at all.
        ulong[] start = [.. expected.Take(Members / 2).Select(value => (ulong)(value * (random.Next(3) / 2m)))];
        var solver = new InfluenceSolver(Large.Value, Reputation, new InfluenceParameters(8500, Budget), layout, start);
        Assert.That(Enumerable.Range(0, start.Length).All(member => solver[member] >= start[member]), Is.True);
        Assert.That(solver.Solve(2).Values.AsSpan().SequenceEqual(expected), Is.True);
    }

    [Test]
    public void Small_epochs_are_those_of_one_thread_and_of_the_formula() =>
        Gen.Select(EpochCase.Any, Gen.Int[1, 4], Gen.Bool).Sample((epoch, threads, byUse) =>
        {
            var layout = byUse ? RowLayout.ByUse : RowLayout.Numbered;
            var influence = new InfluenceSolver(epoch.Graph, epoch.Reputation, epoch.Parameters, layout).Solve(threads);
            return Enumerable.Range(0, epoch.Members).All(member => epoch.Row(member, influence.Values) == influence.Values[member])
                && influence.Values.SequenceEqual(Solve(epoch.Graph, epoch.Reputation, epoch.Parameters).Values);
        });

    /// <summary>
    /// A row longer than what sums up in 64 bits, from givers with the largest values there can be: half of them over 2^32, so
    /// that both halves of each count.
    /// </summary>
    [Test]
    public void Longest_rows_with_the_largest_values_are_exact([Values(4095, 4096, 4097, 20_000)] int givers, [Values] RowLayout layout)
    {
        var parameters = new InfluenceParameters(9500, 1 << 20);
        var graph = CreditGraph.From(givers + 1, [.. Enumerable.Range(1, givers).Select(from => new LogCredit(from, 0, 1 << 20))]);
        ulong[] reputation = [.. Enumerable.Range(0, givers + 1).Select(member => member % 2 == 0 ? 1UL : (1UL << 54) / (ulong)(givers + 1))];
        var influence = new InfluenceSolver(graph, reputation, parameters, layout).Solve(2);
        Assert.That(influence.Values.AsSpan()[1..].SequenceEqual(influence.Seeds.AsSpan()[1..]), Is.True);
        Assert.That((UInt128)influence.Values[0], Is.EqualTo(Row(graph, influence.Seeds[0], influence.Values.AsSpan(), parameters, 0)));
    }

    [Test]
    public void Nobody_and_nothing_is_solved_at_once([Values] RowLayout layout, [Values(0, 1, 5)] int members)
    {
        var influence = new InfluenceSolver(CreditGraph.From(members, []), [], new InfluenceParameters(5000, Budget), layout).Solve(3);
        Assert.That(influence.Values, Is.EqualTo(new ulong[members]));
    }

    [Test]
    public void Without_a_thread_nothing_is_solved() =>
        Assert.That(
            () => new InfluenceSolver(Large.Value, Reputation, new InfluenceParameters(5000, Budget)).Solve(0),
            Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static CreditGraph Draw(int members, int credits, int seed)
    {
        var random = new Random(seed);
        var builder = new CreditGraphBuilder(members, credits);
        var points = (uint)(Budget / (credits / members));
        for (var i = 0; i < credits; i++)
        {
            // The last tenth are silent, and recipients are mostly those with low numbers.
            var from = random.Next(members * 9 / 10);
            var to = (int)((long)random.Next(members) * random.Next(members) / members);
            if (from != to && builder.Spent[from] + points <= Budget)
                builder.Add(from, to, points);
        }
        return builder.Build();
    }

    /// <summary>The solution by the plain rows of the formula, over and over.</summary>
    private static ulong[] Expected(int damping) => Solutions.GetOrAdd(damping, static damping =>
    {
        var parameters = new InfluenceParameters(damping, Budget);
        var seeds = SeedsOf(Members, Reputation, parameters);
        var x = seeds.ToArray();
        for (var rising = true; rising;)
        {
            rising = false;
            for (var member = 0; member < x.Length; member++)
            {
                var value = (ulong)Row(Large.Value, seeds[member], x, parameters, member);
                rising |= value > x[member];
                x[member] = value;
            }
        }
        return x;
    });

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, ulong[]> Solutions = new();

    private static void WorkWith(int threads, InfluenceSolver solver) => Join(Start(threads, solver, CancellationToken.None));

    /// <summary>Real threads, more than there are cores: the pool would run them one after the other.</summary>
    private static Thread[] Start(int threads, InfluenceSolver solver, CancellationToken stop)
    {
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() => solver.Work(stop)))];
        foreach (var worker in workers)
            worker.Start();
        return workers;
    }

    private static void Join(Thread[] workers)
    {
        foreach (var worker in workers)
            worker.Join();
    }
}
