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
/// What a sweep costs is reading the givers' values, so those are 32 bits wide: the rise of each since the beginning of a phase,
/// in multiples of 2^<see cref="shift"/> units. What a row has of the values at the beginning of the phase is computed once, to the
/// last digit (<see cref="bases"/>); then it is one multiplication and one addition a credit. Once no row wants a multiple more,
/// the rises become part of the values, and the next phase is finer; the last counts single units. Rounding down, to whole
/// multiples and to what 32 bits hold, never brings a value above the solution, and whatever it leaves is left to the next phase.
/// </para>
/// <para>
/// The rows are cut into chunks of about as many credits each. Threads take chunk after chunk, over and over. A chunk has one
/// thread at a time, so a rise is written by one only, as one aligned word: who reads it sees an old or a new one, and both are
/// below the solution. That a phase is over is known from <see cref="changes"/>, which is counted up after what a chunk wrote,
/// and from <see cref="clean"/>, which holds for each chunk the count at the beginning of its last pass if that wrote nothing:
/// once all of them are today's count, every row was computed from today's rises.
/// </para>
/// <para>
/// While solving it takes 28 bytes a member beside the graph, and in the layout <see cref="RowLayout.ByUse"/> 24 more and 8 for
/// each pair.
/// </para>
/// </remarks>
public sealed class InfluenceSolver
{
    /// <summary>Credits in a chunk: so many that taking one costs nothing beside them, so few that threads end together.</summary>
    private const int ChunkPairs = 1 << 14;

    /// <summary>Products of half a value and points, below 2^52, that fit 64 bits together.</summary>
    private const int Slice = 1 << 12;

    /// <summary>Bits of what a row has, so that its base and what is added in a phase are below 2^63 together.</summary>
    private const int RowBits = 61;

    private readonly Damping damping;
    private readonly InfluenceParameters parameters;
    private readonly PlacedRows? placed;
    private readonly int[] starts;
    private readonly ulong[] pairs;
    private readonly ulong[] seeds;

    /// <summary>Each row's value at the beginning of the phase.</summary>
    private readonly ulong[] x;

    /// <summary>By how much it has risen since, in multiples of 2^shift.</summary>
    private readonly uint[] rises;

    /// <summary>By how much each row passed its value then, in 2^shift parts of the denominator, rounded down.</summary>
    private readonly long[] bases;
    private readonly int[] chunks;
    private readonly int[] taken;
    private readonly long[] clean;

    /// <summary>The phase whose bases a chunk holds.</summary>
    private readonly int[] based;
    private int phase = 1;
    private int shift;

    /// <summary>1 if something in this phase was too large for its bits.</summary>
    private int capped;
    private int turning;
    private int solved;
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
        this.parameters = parameters;
        damping = new Damping(parameters);
        seeds = Influence.SeedsOf(graph.Members, reputation, parameters);
        x = (ulong[])seeds.Clone();
        for (var member = 0; member < start.Length; member++)
            x[member] = Math.Max(x[member], start[member]);
        (starts, pairs) = graph.Arrays;
        if (layout == RowLayout.ByUse)
        {
            placed = new PlacedRows(graph);
            (starts, pairs) = (placed.Starts, placed.Pairs);
            (seeds, x) = (placed.Place(seeds), placed.Place(x));
        }
        shift = ShiftFor(Influence.Whole, Influence.Whole);
        rises = new uint[x.Length];
        bases = new long[x.Length];
        chunks = Chunks(starts);
        taken = new int[chunks.Length - 1];
        based = new int[taken.Length];
        clean = new long[taken.Length];
        clean.AsSpan().Fill(-1);
        solved = taken.Length == 0 ? 1 : 0;
    }

    /// <summary>The number of members.</summary>
    public int Members => x.Length;

    /// <summary>Whether the values are the solution.</summary>
    public bool Solved => Volatile.Read(ref solved) != 0;

    /// <summary>How far it has come; safe to ask for from any thread at any time.</summary>
    public SolverProgress Progress => new((int)(Volatile.Read(ref claims) / Math.Max(1, taken.Length)), Solved ? 0 : Volatile.Read(ref risenBefore));

    /// <summary>
    /// A member's value while no thread works on the solution: influence in units of 2^-60 once <see cref="Solved"/>, and never
    /// above it before.
    /// </summary>
    public ulong this[int member]
    {
        get
        {
            var place = placed is null ? member : placed[member];
            return x[place] + ((ulong)rises[place] << shift);
        }
    }

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
        return placed is null
            ? new Influence(seeds, x, Progress.Sweeps)
            : new Influence(placed.Return(seeds), placed.Return(x), Progress.Sweeps);
    }

    /// <summary>Works on the solution until it is reached. Any number of threads can do so at the same time.</summary>
    /// <param name="stop">Ends the work early, between two chunks; what was found so far stays.</param>
    public void Work(CancellationToken stop)
    {
        var wait = new SpinWait();
        var idle = 0;
        while (!Solved && !stop.IsCancellationRequested)
        {
            // A whole round without a change: the time to ask whether the phase is over.
            if (idle >= taken.Length)
            {
                idle = 0;
                // If it is not, what is left is in another thread's chunk.
                if (!PhaseIsOver())
                    wait.SpinOnce();
                else if (Interlocked.Exchange(ref turning, 1) == 0)
                    Turn();
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
        if (Volatile.Read(ref clean[chunk]) == Volatile.Read(ref changes) || Interlocked.Exchange(ref taken[chunk], 1) != 0)
            return false;
        // Read now, because what was written under the last claim of this chunk counts before it is given back.
        var now = Volatile.Read(ref changes);
        var (first, end) = (chunks[chunk], chunks[chunk + 1]);
        if (based[chunk] != phase)
        {
            for (var row = first; row < end; row++)
                Base(row);
            based[chunk] = phase;
        }
        var rise = 0UL;
        for (var row = first; row < end; row++)
            rise += Raise(row);
        if (rise > 0)
        {
            Interlocked.Increment(ref changes);
            Interlocked.Add(ref risen, rise << shift);
        }
        else
        {
            Volatile.Write(ref clean[chunk], now);
        }
        Volatile.Write(ref taken[chunk], 0);
        return rise > 0;
    }

    private bool PhaseIsOver()
    {
        var now = Volatile.Read(ref changes);
        foreach (ref readonly var seen in clean.AsSpan())
        {
            if (Volatile.Read(in seen) != now)
                return false;
        }
        return true;
    }

    /// <summary>Ends a phase and begins the next one, if another thread did not just do so.</summary>
    private void Turn()
    {
        // With all chunks in its hands, no other thread reads or writes. What one of them wrote in between was nothing, as the
        // phase is over, or is seen here.
        var wait = new SpinWait();
        for (var chunk = 0; chunk < taken.Length; chunk++)
        {
            while (Interlocked.Exchange(ref taken[chunk], 1) != 0)
                wait.SpinOnce();
        }
        if (!Solved && PhaseIsOver())
            Refine();
        for (var chunk = 0; chunk < taken.Length; chunk++)
            Volatile.Write(ref taken[chunk], 0);
        Volatile.Write(ref turning, 0);
    }

    private void Refine()
    {
        var largest = 0UL;
        for (var row = 0; row < x.Length; row++)
        {
            x[row] += (ulong)rises[row] << shift;
            rises[row] = 0;
            largest = Math.Max(largest, x[row]);
        }
        if (shift == 0 && capped == 0)
        {
            Volatile.Write(ref solved, 1);
            return;
        }
        // With something left out, rows can lack any amount, so that it goes on as it was. Otherwise each lacks less than a
        // multiple, and all values together what all rows do, divided by what damping leaves.
        if (capped == 0)
        {
            var lacking = ((UInt128)x.Length << shift) * InfluenceParameters.WholeBp / (ulong)(InfluenceParameters.WholeBp - parameters.DampingBp);
            shift = Math.Min(shift, ShiftFor(UInt128.Min(lacking, Influence.Whole), largest));
        }
        capped = 0;
        phase++;
        Interlocked.Increment(ref changes);
    }

    /// <summary>As fine a phase as has room for it.</summary>
    /// <param name="lacking">What all values together can rise by at most.</param>
    /// <param name="largest">The largest value: if one rises by more than its share, the phase is repeated.</param>
    private int ShiftFor(UInt128 lacking, ulong largest)
    {
        var row = Bits(lacking) + Bits((ulong)parameters.PointsPerEpoch) + Bits(damping.Numerator) - RowBits;
        var rise = Bits(lacking) + Bits(largest) - Bits(Influence.Whole) - (8 * sizeof(uint));
        return Math.Max(0, Math.Max(row, rise));
    }

    /// <summary>By how much a row passes its value, of all values at the beginning of the phase.</summary>
    private void Base(int row)
    {
        var inflow = Inflow(row);
        // Less than nothing where the solution is started from above the row, because the others come up to it only then.
        var parts = (Int128)(inflow * damping.Numerator) - (Int128)((UInt128)(x[row] - seeds[row]) * damping.Denominator);
        parts >>= shift;
        const long most = 1L << RowBits;
        if (parts > most)
        {
            parts = most;
            Volatile.Write(ref capped, 1);
        }
        bases[row] = (long)Int128.Max(parts, -most);
    }

    /// <summary>The givers' values times their points, at the beginning of the phase; below 2^81.</summary>
    private UInt128 Inflow(int row)
    {
        // Every giver is a member and every row within the arrays, as the graph's builder sees to: no bounds are checked.
        ref var values = ref MemoryMarshal.GetArrayDataReference(x);
        ref var first = ref MemoryMarshal.GetArrayDataReference(pairs);
        UInt128 inflow = 0;
        // 80 bits, kept as two sums over the upper and the lower half of each value. They wrap nowhere: 2^12 products below 2^52
        // fit, and of the upper halves all.
        ulong high = 0;
        nint at = starts[row];
        nint end = starts[row + 1];
        while (at < end)
        {
            ulong low = 0;
            for (var stop = at + Math.Min(Slice, end - at); at < stop; at++)
            {
                var pair = Unsafe.Add(ref first, at);
                unchecked
                {
                    var value = Unsafe.Add(ref values, (nint)(uint)pair);
                    low += (uint)value * (pair >> 32);
                    high += (value >> 32) * (pair >> 32);
                }
            }
            inflow += low;
        }
        return inflow + ((UInt128)high << 32);
    }

    /// <summary>Lets a row rise to what it has; by how many multiples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Raise(int row)
    {
        // No bounds are checked, as above, and no sum wraps, because of how the shift is chosen.
        ref var all = ref MemoryMarshal.GetArrayDataReference(rises);
        ref var first = ref MemoryMarshal.GetArrayDataReference(pairs);
        nint end = starts[row + 1];
        var sum = 0UL;
        for (nint at = starts[row]; at < end; at++)
        {
            var pair = Unsafe.Add(ref first, at);
            unchecked
            {
                sum += Unsafe.Add(ref all, (nint)(uint)pair) * (pair >> 32);
            }
        }
        ref var rise = ref Unsafe.Add(ref all, row);
        var left = bases[row] + (long)(sum * damping.Numerator) - (long)(rise * damping.Denominator);
        if (left < (long)damping.Denominator)
            return 0;
        var more = (ulong)left / damping.Denominator;
        if (more > uint.MaxValue - rise)
        {
            more = uint.MaxValue - rise;
            Volatile.Write(ref capped, 1);
        }
        rise += (uint)more;
        return more;
    }

    private static int Bits(UInt128 value) => 128 - (int)UInt128.LeadingZeroCount(value);

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
