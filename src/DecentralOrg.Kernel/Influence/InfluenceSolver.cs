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
/// in multiples of 2^<see cref="shift"/> units. By how much a row passes its value at the beginning is computed once, to the last
/// digit (<see cref="bases"/>); then it is one multiplication and one addition a credit. When a sweep brings less than rounding
/// to multiples leaves out, the rises become part of the values, and the next phase is finer. Rounding down, to whole multiples
/// and to what 32 bits hold, never brings a value above the solution, and whatever it leaves out is left to the next phase. Once
/// no row passes its value by a unit at the beginning of a phase, that is the solution.
/// </para>
/// <para>
/// The rows are cut into chunks of about as many credits each. Threads take chunk after chunk, over and over. A chunk has one
/// thread at a time, so a rise is written by one only, as one aligned word: who reads it sees an old or a new one, and both are
/// below the solution. The values themselves change only between phases, by one thread that has all chunks.
/// </para>
/// <para>
/// While solving it takes 36 bytes a member beside the graph, and in the layout <see cref="RowLayout.ByUse"/> 24 more and 8 for
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
    private readonly InfluenceParameters parameters;
    private readonly PlacedRows? placed;
    private readonly int[] starts;
    private readonly ulong[] pairs;
    private readonly ulong[] seeds;

    /// <summary>Each row's value at the beginning of the phase.</summary>
    private readonly ulong[] x;

    /// <summary>By how much each row passes its value then, in parts of the denominator; less than nothing if it falls short.</summary>
    private readonly Int128[] bases;

    /// <summary>By how much it has risen since, in multiples of 2^shift.</summary>
    private readonly uint[] rises;
    private readonly int[] chunks;
    private readonly int[] taken;

    /// <summary>Whether a chunk's bases are those of the phase.</summary>
    private readonly bool[] based;
    private int unbased;

    /// <summary>What all rows pass their values by, in whole units, and the row that does most: for all chunks that have their bases.</summary>
    private ulong passed;
    private ulong mostPassed;

    /// <summary>Whether all bases are computed, so that rows rise.</summary>
    private bool rising;
    private int shift;

    /// <summary>Whether row sums, times the numerator, need more than 64 bits.</summary>
    private bool wide;
    private long firstClaim;
    private int turning;
    private bool solved;
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
        rises = new uint[x.Length];
        bases = new Int128[x.Length];
        chunks = Chunks(starts);
        taken = new int[chunks.Length - 1];
        based = new bool[taken.Length];
        unbased = taken.Length;
        solved = taken.Length == 0;
    }

    /// <summary>The number of members.</summary>
    public int Members => x.Length;

    /// <summary>Whether the values are the solution.</summary>
    public bool Solved => Volatile.Read(ref solved);

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
        while (!Solved && !stop.IsCancellationRequested)
        {
            var claim = Interlocked.Increment(ref claims) - 1;
            var chunk = (int)(claim % taken.Length);
            if (chunk == 0)
                EndSweep(claim);
            if (Interlocked.Exchange(ref taken[chunk], 1) == 0)
            {
                var worked = Pass(chunk);
                Volatile.Write(ref taken[chunk], 0);
                if (worked)
                {
                    wait.Reset();
                    continue;
                }
            }
            // What is left is in another thread's chunk.
            wait.SpinOnce();
        }
    }

    /// <summary>Ends the phase if the last sweep brought less than is left out of all rows by rounding to multiples.</summary>
    private void EndSweep(long claim)
    {
        var sweep = Interlocked.Exchange(ref risen, 0);
        Volatile.Write(ref risenBefore, sweep);
        if (!Volatile.Read(ref rising) || claim < Volatile.Read(ref firstClaim) + taken.Length)
            return;
        if (sweep <= (shift == 0 ? 0 : ((ulong)x.Length << shift) / 2) && Interlocked.Exchange(ref turning, 1) == 0)
        {
            Turn();
            Volatile.Write(ref turning, 0);
        }
    }

    /// <summary>Computes a chunk's bases, if it has none in this phase, or lets its rows rise; false if there is nothing to do.</summary>
    private bool Pass(int chunk)
    {
        var (first, end) = (chunks[chunk], chunks[chunk + 1]);
        if (Volatile.Read(ref rising))
        {
            var rise = wide ? RaiseWide(first, end) : Raise(first, end);
            if (rise > 0)
                Interlocked.Add(ref risen, rise << shift);
            return true;
        }
        if (based[chunk])
            return false;
        var (sum, most) = (0UL, 0UL);
        for (var row = first; row < end; row++)
        {
            var units = Base(row);
            sum += units;
            most = Math.Max(most, units);
        }
        based[chunk] = true;
        Interlocked.Add(ref passed, sum);
        for (var seen = Volatile.Read(ref mostPassed); seen < most;)
            seen = Interlocked.CompareExchange(ref mostPassed, most, seen);
        if (Interlocked.Decrement(ref unbased) == 0)
            Rise();
        return true;
    }

    /// <summary>Begins the second part of a phase, when all rows have their bases.</summary>
    private void Rise()
    {
        if (passed == 0)
        {
            Volatile.Write(ref solved, true);
            return;
        }
        // What all values together lack: what rows pass them by, and of each less than a unit, divided by what damping leaves.
        var left = (ulong)(InfluenceParameters.WholeBp - parameters.DampingBp);
        var lacking = Bits(UInt128.Min(Influence.Whole, ((UInt128)passed + (ulong)x.Length) * InfluenceParameters.WholeBp / left));
        // So that the sum of a row fits, as nobody gives more points than the budget; and a rise, if the largest is twice what
        // its row passes it by, divided as above. If it is more, it fits the next phase.
        var sum = lacking + Bits((ulong)parameters.PointsPerEpoch) - 63;
        var rise = Bits((UInt128)mostPassed * InfluenceParameters.WholeBp / left) + 1 - 32;
        shift = Math.Max(0, Math.Max(sum, rise));
        wide = lacking - shift + Bits(damping.Denominator) > 61;
        firstClaim = Volatile.Read(ref claims);
        Volatile.Write(ref rising, true);
    }

    /// <summary>Begins a phase.</summary>
    private void Turn()
    {
        // With all chunks in its hands, no other thread reads or writes.
        var wait = new SpinWait();
        foreach (ref var chunk in taken.AsSpan())
        {
            while (Interlocked.Exchange(ref chunk, 1) != 0)
                wait.SpinOnce();
        }
        for (var row = 0; row < x.Length; row++)
            x[row] += (ulong)rises[row] << shift;
        Array.Clear(rises);
        Array.Clear(based);
        (unbased, passed, mostPassed) = (based.Length, 0, 0);
        rising = false;
        foreach (ref var chunk in taken.AsSpan())
            Volatile.Write(ref chunk, 0);
    }

    /// <summary>Computes a row's base; its whole units, which nothing is if the row falls short of its value.</summary>
    private ulong Base(int row)
    {
        // A row falls short where the solution is started from, because the others come up to it only then.
        var parts = (Int128)(Inflow(row) * damping.Numerator) - (Int128)((UInt128)(x[row] - seeds[row]) * damping.Denominator);
        bases[row] = parts;
        return parts < damping.Denominator ? 0 : damping.DivRem((UInt128)parts).Units;
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

    /// <summary>Lets rows rise to what they have; by how many multiples together.</summary>
    private ulong Raise(int row, int end)
    {
        // No bounds are checked, as above. 64 bits are enough for what is lacking, in parts of the denominator, and so for all
        // of these.
        var (starts, denominator, numerator, shift) = (this.starts, (long)damping.Denominator, (long)damping.Numerator, this.shift);
        ref var all = ref MemoryMarshal.GetArrayDataReference(rises);
        ref var first = ref MemoryMarshal.GetArrayDataReference(pairs);
        var risen = 0UL;
        for (nint at = starts[row]; row < end; row++)
        {
            var sum = 0UL;
            for (nint stop = starts[row + 1]; at < stop; at++)
            {
                var pair = Unsafe.Add(ref first, at);
                unchecked
                {
                    sum += Unsafe.Add(ref all, (nint)(uint)pair) * (pair >> 32);
                }
            }
            ref var rise = ref Unsafe.Add(ref all, row);
            var left = unchecked((long)(bases[row] >> shift) + ((long)sum * numerator) - (rise * denominator));
            if (left >= denominator)
                risen += Raise(ref rise, damping.Divide((ulong)left));
        }
        return risen;
    }

    /// <summary>The same where 64 bits are not enough.</summary>
    private ulong RaiseWide(int row, int end)
    {
        var risen = 0UL;
        for (; row < end; row++)
        {
            var sum = 0UL;
            foreach (var pair in pairs.AsSpan(starts[row]..starts[row + 1]))
                sum += rises[(int)(pair & uint.MaxValue)] * (pair >> 32);
            var left = (bases[row] >> shift) + (Int128)((UInt128)sum * damping.Numerator) - (Int128)((UInt128)rises[row] * damping.Denominator);
            if (left >= damping.Denominator)
                risen += Raise(ref rises[row], damping.DivRem((UInt128)left).Units);
        }
        return risen;
    }

    private static ulong Raise(ref uint rise, ulong multiples)
    {
        multiples = Math.Min(multiples, uint.MaxValue - rise);
        rise += (uint)multiples;
        return multiples;
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
