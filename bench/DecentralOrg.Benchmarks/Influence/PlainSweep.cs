using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>
/// What a sweep is compared with: a power iteration in double precision over the same rows, which writes its results to a
/// second vector and rounds them as it likes.
/// </summary>
internal sealed class PlainSweep
{
    private const int ChunkPairs = 1 << 14;

    private readonly int[] starts;
    private readonly ulong[] pairs;
    private readonly int[] chunks;
    private readonly double factor;
    private readonly double[] seeds;
    private double[] values;
    private double[] next;

    /// <param name="rows">Where each row begins, and one more for the end of the last; all pairs, points in the upper half and giver in the lower.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    public PlainSweep((int[] Starts, ulong[] Pairs) rows, InfluenceParameters parameters)
    {
        (starts, pairs) = rows;
        factor = (double)parameters.DampingBp / InfluenceParameters.WholeBp / parameters.PointsPerEpoch;
        var members = starts.Length - 1;
        seeds = new double[members];
        Array.Fill(seeds, (1 - ((double)parameters.DampingBp / InfluenceParameters.WholeBp)) / members);
        values = [.. seeds];
        next = new double[members];
        var ends = new List<int> { 0 };
        for (var row = 1; row <= members; row++)
        {
            if (starts[row] - starts[ends[^1]] >= ChunkPairs || row == members)
                ends.Add(row);
        }
        chunks = [.. ends];
    }

    /// <summary>Sweeps once with so many threads.</summary>
    public void Run(int threads)
    {
        EachChunk(chunks.Length - 1, threads, chunk => Sweep(chunks[chunk], chunks[chunk + 1]));
        (values, next) = (next, values);
    }

    /// <summary>Does so many chunks with so many threads, each with whichever comes first.</summary>
    internal static void EachChunk(int chunks, int threads, Action<int> work)
    {
        var taken = -1;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            for (var chunk = Interlocked.Increment(ref taken); chunk < chunks; chunk = Interlocked.Increment(ref taken))
                work(chunk);
        });
    }

    private void Sweep(int row, int end)
    {
        var x = values;
        for (; row < end; row++)
        {
            var sum = 0.0;
            foreach (var pair in pairs.AsSpan(starts[row]..starts[row + 1]))
                sum += x[(int)(pair & uint.MaxValue)] * (double)(uint)(pair >> 32);
            next[row] = seeds[row] + (factor * sum);
        }
    }
}
