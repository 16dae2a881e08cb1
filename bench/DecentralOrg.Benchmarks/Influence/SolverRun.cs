using System.Diagnostics;
using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>Solving a graph from nothing, in seconds.</summary>
/// <param name="One">With one thread: placing the rows, if they are placed, and solving.</param>
/// <param name="Two">The same with two.</param>
/// <param name="Sweep">A sweep with two threads, the average of all that it took.</param>
/// <param name="Plain">A sweep of <see cref="PlainSweep"/> over the same rows with two threads, the average of as many.</param>
/// <param name="Sweeps">How many sweeps it took.</param>
internal sealed record SolverRun(double One, double Two, double Sweep, double Plain, int Sweeps)
{
    /// <exception cref="InvalidOperationException">One thread and two come to different results.</exception>
    public static SolverRun Of(BenchGraph bench, InfluenceParameters parameters, RowLayout layout)
    {
        var (one, _, first) = Solve(bench, parameters, layout, threads: 1);
        var (two, solving, second) = Solve(bench, parameters, layout, threads: 2);
        if (!first.Values.AsSpan().SequenceEqual(second.Values.AsSpan()))
            throw new InvalidOperationException($"{bench.Name}: one thread and two come to different results.");
        var rows = Rows(bench.Graph, layout);
        var plain = new PlainSweep(rows, parameters);
        plain.Run(threads: 2);
        var start = Stopwatch.GetTimestamp();
        for (var sweep = 0; sweep < second.Sweeps; sweep++)
            plain.Run(threads: 2);
        return new SolverRun(one, two, solving / second.Sweeps, Stopwatch.GetElapsedTime(start).TotalSeconds / second.Sweeps, second.Sweeps);
    }

    private static (int[] Starts, ulong[] Pairs) Rows(CreditGraph graph, RowLayout layout)
    {
        if (layout == RowLayout.Numbered)
            return graph.Arrays;
        var placed = new PlacedRows(graph);
        placed.Fill(0, graph.Members);
        return (placed.Starts, placed.Pairs);
    }

    private static (double All, double Solving, Kernel.Influence.Influence Solution) Solve(BenchGraph bench, InfluenceParameters parameters, RowLayout layout, int threads)
    {
        var start = Stopwatch.GetTimestamp();
        var solver = new InfluenceSolver(bench.Graph, bench.Reputation, parameters, layout);
        var made = Stopwatch.GetTimestamp();
        var solution = solver.Solve(threads);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, Stopwatch.GetElapsedTime(made).TotalSeconds, solution);
    }
}
