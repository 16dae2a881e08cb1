using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>Sweeps of the solver alone, from the seeds.</summary>
internal sealed class SolverSweep
{
    private readonly RisingRows rows;

    public SolverSweep(BenchGraph bench, InfluenceParameters parameters, RowLayout layout)
    {
        rows = new RisingRows(bench.Graph, Kernel.Influence.Influence.SeedsOf(bench.Graph.Members, bench.Reputation, parameters), [], parameters, layout);
        var (passed, mostPassed) = (0UL, 0UL);
        for (var chunk = 0; chunk < rows.AllChunks; chunk++)
            rows.Place(chunk);
        rows.Placed();
        for (var chunk = 0; chunk < rows.Chunks; chunk++)
        {
            var (all, most) = rows.Base(chunk);
            passed += all;
            mostPassed = Math.Max(mostPassed, most);
        }
        rows.Choose(passed, mostPassed);
        for (var chunk = 0; chunk < rows.Chunks; chunk++)
            rows.Scale(chunk);
    }

    /// <summary>Sweeps once with so many threads.</summary>
    public void Run(int threads)
    {
        PlainSweep.EachChunk(rows.Chunks, threads, chunk => rows.Sweep(chunk, ratio: 1));
        rows.Keep(0, rows.Chunks);
    }
}
