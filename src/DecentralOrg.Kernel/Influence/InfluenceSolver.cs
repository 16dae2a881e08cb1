using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DecentralOrg.Kernel.Influence;

/// <summary>How far a solver has come.</summary>
/// <param name="Sweeps">How often all rows were passed over.</param>
/// <param name="Risen">By how much all values together have risen in the last of these, in units of 2^-60 of all influence; 0 once solved.</param>
public readonly record struct SolverProgress(int Sweeps, ulong Risen);

/// <summary>
/// Finds the least fixed point of a large graph with as many threads as one gives it: <c>x_i ← max(x_i, F_i(x))</c>, row by
/// row, from below, until no row wants more. No thread waits for another, and rows read whatever values are there; the bits of
/// the result are the same whatever the threads, the order and the layout (protocol, chapter 4).
/// </summary>
/// <remarks>
/// <para>
/// The rows are cut into chunks of about as many credits each. Threads take chunk after chunk, over and over. A chunk has one
/// thread at a time, so a value is written by one only, as one aligned word: who reads it sees an old or a new value, never
/// parts of both, and both are below the solution. That the solution is reached is known from <see cref="changes"/>, which is
/// counted up after what a chunk wrote, and from <see cref="clean"/>, which holds for each chunk the count at the beginning of
/// its last pass if that wrote nothing: once all of them are today's count, every row was computed from today's values.
/// </para>
/// <para>
/// The sum of a row has 80 bits. It is kept as two sums of 64 bits, over the upper and the lower half of each value, so that a
/// credit costs two multiplications and two additions without carries, about as much as reading it.
/// </para>
/// <para>
/// While solving it takes 20 bytes a member beside the graph, and in the layout <see cref="RowLayout.ByUse"/> 12 more and 8 for
/// each pair.
/// </para>
/// </remarks>
public sealed class InfluenceSolver
{
    /// <summary>Credits in a chunk: so many that taking one costs nothing beside them, so few that threads end together.</summary>
    private const int ChunkPairs = 1 << 14;

    /// <summary>Products of half a value and points, below 2^52, that fit 64 bits together.</summary>
    private const int Slice = 1 << 12;

    private readonly Damping damping;
    private readonly int[] starts;
    private readonly ulong[] pairs;
    private readonly ulong[] seeds;
    private readonly ulong[] x;
    private readonly int[]? places;
    private readonly int[] chunks;
    private readonly int[] taken;
    private readonly long[] clean;
    private long changes;
    private long claims;
    private ulong risen;
    private ulong risenBefore;

    /// <param name="graph">The credits of the epoch.</param>
    /// <param name="reputation">Reputation by member number; beyond its length it is 0. Together below 2^54.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="layout">In which order it holds members and rows.</param>
    /// <param name="start">Where to start from, as in <see cref="Influence.Solve"/>.</param>
    /// <exception cref="ArgumentException">Reputation out of range, a vector longer than the members, a giver over budget.</exception>
    public InfluenceSolver(
        CreditGraph graph, ReadOnlySpan<ulong> reputation, InfluenceParameters parameters, RowLayout layout = RowLayout.Numbered, ReadOnlySpan<ulong> start = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(parameters);
        // Over budget the map no longer contracts: the search would not end.
        if (graph.GreatestSpending > parameters.PointsPerEpoch)
            throw new ArgumentException($"A member gives {graph.GreatestSpending} points of {parameters.PointsPerEpoch}.", nameof(graph));
        if (start.Length > graph.Members)
            throw new ArgumentException($"The start has {start.Length} values for {graph.Members} members.", nameof(start));
        damping = new Damping(parameters);
        seeds = Influence.SeedsOf(graph.Members, reputation, parameters);
        (starts, pairs) = graph.Arrays;
        if (layout == RowLayout.ByUse)
        {
            places = PlacesByUse(graph);
            (starts, pairs) = Placed(graph, places);
            seeds = Placed(seeds, places);
        }
        x = (ulong[])seeds.Clone();
        for (var member = 0; member < start.Length; member++)
        {
            ref var value = ref x[PlaceOf(member)];
            value = Math.Max(value, start[member]);
        }
        chunks = Chunks(starts);
        taken = new int[chunks.Length - 1];
        clean = new long[chunks.Length - 1];
        clean.AsSpan().Fill(-1);
    }

    /// <summary>The number of members.</summary>
    public int Members => x.Length;

    /// <summary>Whether the values are the solution.</summary>
    public bool Solved
    {
        get
        {
            var now = Volatile.Read(ref changes);
            foreach (ref readonly var seen in clean.AsSpan())
            {
                if (Volatile.Read(in seen) != now)
                    return false;
            }
            return true;
        }
    }

    /// <summary>How far it has come; safe to ask for from any thread at any time.</summary>
    public SolverProgress Progress => new((int)(Volatile.Read(ref claims) / Math.Max(1, taken.Length)), Solved ? 0 : Volatile.Read(ref risenBefore));

    /// <summary>A member's value: influence in units of 2^-60 once <see cref="Solved"/>, and never above it before.</summary>
    public ulong this[int member] => Volatile.Read(ref x[PlaceOf(member)]);

    /// <summary>Solves with so many threads of the pool, this one among them.</summary>
    /// <param name="threads">How many; no more are used than there are chunks.</param>
    /// <param name="stop">Ends it early. What was found so far stays: solving again goes on from there.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Influence Solve(int threads, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        threads = Math.Min(threads, Math.Max(1, taken.Length));
        if (threads == 1)
            Work(stop);
        else
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Work(stop));
        stop.ThrowIfCancellationRequested();
        return Result();
    }

    /// <summary>Works on the solution until it is reached. Any number of threads can do so at the same time.</summary>
    /// <param name="stop">Ends the work early, between two chunks; what was found so far stays.</param>
    public void Work(CancellationToken stop)
    {
        var wait = new SpinWait();
        var idle = 0;
        while (!stop.IsCancellationRequested)
        {
            // A whole round without a change: the time to ask whether it was the last one.
            if (idle >= taken.Length)
            {
                if (Solved)
                    return;
                idle = 0;
                // What is left is in another thread's chunk.
                wait.SpinOnce();
            }
            idle = Pass(Claim()) ? 0 : idle + 1;
        }
    }

    private int Claim()
    {
        var claim = Interlocked.Increment(ref claims) - 1;
        var chunk = (int)(claim % taken.Length);
        if (chunk == 0)
            Volatile.Write(ref risenBefore, Interlocked.Exchange(ref risen, 0));
        return chunk;
    }

    /// <summary>Computes a chunk's rows, unless nothing can have changed or another thread is at it; whether a value rose.</summary>
    private bool Pass(int chunk)
    {
        var now = Volatile.Read(ref changes);
        if (Volatile.Read(ref clean[chunk]) == now || Interlocked.Exchange(ref taken[chunk], 1) != 0)
            return false;
        // Read again, because what was written under the last claim of this chunk counts before it is given back.
        now = Volatile.Read(ref changes);
        var rise = 0UL;
        for (var row = chunks[chunk]; row < chunks[chunk + 1]; row++)
            rise += Raise(row);
        if (rise > 0)
        {
            Interlocked.Increment(ref changes);
            Interlocked.Add(ref risen, rise);
        }
        else
        {
            Volatile.Write(ref clean[chunk], now);
        }
        Volatile.Write(ref taken[chunk], 0);
        return rise > 0;
    }

    /// <summary>Raises a value to what its row gives; by how much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Raise(int row)
    {
        // Every giver is a member and every row within the arrays, as the graph's builder sees to: no bounds are checked.
        ref var values = ref MemoryMarshal.GetArrayDataReference(x);
        ref var first = ref MemoryMarshal.GetArrayDataReference(pairs);
        nint at = starts[row];
        nint end = starts[row + 1];
        if (at == end)
            return 0;
        UInt128 inflow = 0;
        // Sums wrap nowhere: 2^12 products below 2^52 fit, and of the upper halves all, as all inflow is below 2^81.
        unchecked
        {
            ulong high = 0;
            do
            {
                ulong low = 0;
                var stop = at + Math.Min(Slice, end - at);
                for (; at < stop; at++)
                {
                    var pair = Unsafe.Add(ref first, at);
                    var value = Unsafe.Add(ref values, (nint)(uint)pair);
                    var points = pair >> 32;
                    low += (uint)value * points;
                    high += (value >> 32) * points;
                }
                inflow += low;
            }
            while (at < end);
            inflow += (UInt128)high << 32;
            // By how much the row passes its value, in parts of the denominator: mostly less than a unit, which is known without a
            // division. Less than nothing where the solution is started from, because the others come up to it only then.
            var earned = Unsafe.Add(ref values, row) - seeds[row];
            var parts = (Int128)((inflow * damping.Numerator) - ((UInt128)earned * damping.Denominator));
            if (parts < damping.Denominator)
                return 0;
            var (rise, _) = damping.Divide((UInt128)parts);
            Unsafe.Add(ref values, row) += rise;
            return rise;
        }
    }

    private Influence Result()
    {
        if (places is null)
            return new Influence(seeds, x, Progress.Sweeps);
        var (ownSeeds, values) = (new ulong[x.Length], new ulong[x.Length]);
        for (var member = 0; member < x.Length; member++)
            (ownSeeds[member], values[member]) = (seeds[places[member]], x[places[member]]);
        return new Influence(ownSeeds, values, Progress.Sweeps);
    }

    private int PlaceOf(int member) => places is null ? member : places[member];

    /// <summary>Each member's place among all by how many he credited, the most first.</summary>
    private static int[] PlacesByUse(CreditGraph graph)
    {
        var uses = new int[graph.Members];
        for (var member = 0; member < graph.Members; member++)
        {
            foreach (var credit in graph.Received(member))
                uses[credit.Giver]++;
        }
        var members = new int[graph.Members];
        for (var member = 0; member < members.Length; member++)
            members[member] = member;
        Array.Sort(uses, members);
        for (var i = 0; i < members.Length; i++)
            uses[members[i]] = members.Length - 1 - i;
        return uses;
    }

    private static (int[] Starts, ulong[] Pairs) Placed(CreditGraph graph, int[] places)
    {
        var starts = new int[graph.Members + 1];
        for (var member = 0; member < graph.Members; member++)
            starts[places[member] + 1] = graph.Received(member).Length;
        for (var place = 0; place < graph.Members; place++)
            starts[place + 1] += starts[place];
        var pairs = new ulong[graph.Pairs];
        for (var member = 0; member < graph.Members; member++)
        {
            var at = starts[places[member]];
            foreach (var credit in graph.Received(member))
                pairs[at++] = new InCredit(places[credit.Giver], credit.Points).Packed;
        }
        return (starts, pairs);
    }

    private static ulong[] Placed(ulong[] values, int[] places)
    {
        var placed = new ulong[values.Length];
        for (var member = 0; member < values.Length; member++)
            placed[places[member]] = values[member];
        return placed;
    }

    /// <summary>Where each chunk's rows begin; one more for the end of the last.</summary>
    private static int[] Chunks(int[] starts)
    {
        var chunks = new List<int> { 0 };
        var members = starts.Length - 1;
        for (var row = 1; row <= members; row++)
        {
            // A row counts as some credits more, because writing its value costs as much, and most rows are short.
            var cost = starts[row] - starts[chunks[^1]] + (4L * (row - chunks[^1]));
            if (cost >= ChunkPairs || row == members)
                chunks.Add(row);
        }
        return [.. chunks];
    }
}
