using System.Diagnostics;
using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>Solving a graph from nothing, in seconds.</summary>
/// <param name="One">With one thread: placing the rows, if they are placed, and solving.</param>
/// <param name="Two">The same with two.</param>
/// <param name="Sweep">A sweep with two threads, the mean of as many as it took.</param>
/// <param name="Plain">A sweep of <see cref="PlainSweep"/> over the same rows with two threads, the mean of as many.</param>
/// <param name="Sweeps">How many sweeps it took.</param>
internal sealed record SolverRun(double One, double Two, double Sweep, double Plain, int Sweeps)
{
    private const int Large = 1 << 20;

    /// <exception cref="InvalidOperationException">One thread and two come to different results.</exception>
    public static SolverRun Of(BenchGraph bench, InfluenceParameters parameters, RowLayout layout)
    {
        var (one, first) = Solve(bench, parameters, layout, threads: 1);
        var (two, second) = Solve(bench, parameters, layout, threads: 2);
        if (!first.Values.AsSpan().SequenceEqual(second.Values.AsSpan()))
            throw new InvalidOperationException($"{bench.Name}: one thread and two come to different results.");
        var plain = new PlainSweep(Rows(bench.Graph, layout), parameters);
        var own = new SolverSweep(bench, parameters, layout);
        return new SolverRun(one, two, Seconds(own.Run, second.Sweeps), Seconds(plain.Run, second.Sweeps), second.Sweeps);
    }

    /// <summary>What a sweep takes in the mean, after one that is not counted.</summary>
    private static double Seconds(Action<int> run, int sweeps)
    {
        run(2);
        var start = Stopwatch.GetTimestamp();
        for (var sweep = 0; sweep < sweeps; sweep++)
            run(2);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / sweeps;
    }

    private static (int[] Starts, ulong[] Pairs) Rows(CreditGraph graph, RowLayout layout)
    {
        if (layout == RowLayout.Numbered)
            return graph.Arrays;
        var placed = new PlacedRows(graph);
        placed.Fill(0, graph.Members);
        return (placed.Starts, placed.Pairs);
    }

    private static (double Seconds, Kernel.Influence.Influence Solution) Solve(BenchGraph bench, InfluenceParameters parameters, RowLayout layout, int threads)
    {
        // What the run before left is not this one's to collect. Where it is little, collecting leaves caches cold.
        if (bench.Graph.Pairs >= Large)
            GC.Collect();
        var start = Stopwatch.GetTimestamp();
        var solution = new InfluenceSolver(bench.Graph, bench.Reputation, parameters, layout).Solve(threads);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, solution);
    }
}
