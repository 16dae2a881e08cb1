using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace DecentralOrg.Kernel.Influence;

/// <summary>What a pass over a chunk's rows came to.</summary>
/// <param name="Risen">By how many multiples all rows have risen, less those by which they were brought down.</param>
/// <param name="Held">Whether a row is not where it wants to be: brought down by a check, or risen to what 32 bits hold.</param>
/// <param name="Unsteady">By how many multiples all rows together have risen otherwise than by the given ratio of their last rise.</param>
internal readonly record struct RowPass(long Risen, bool Held, long Unsteady);

/// <summary>The values of a solver's members, and what is done to its rows; which row is worked on when is the solver's.</summary>
/// <remarks>
/// What a sweep costs is reading the givers' values, so those are 32 bits wide: the rise of each since the beginning of a phase,
/// in multiples of units (<see cref="PhaseScale"/>). By how much a row passes its value at the beginning is computed once, to the
/// last digit; then it is one multiplication and one addition a credit. Rounding down, to whole multiples and to what 32 bits
/// hold, never brings a value above the solution, and whatever it leaves out is left to the next phase.
/// </remarks>
internal sealed class RisingRows
{
    /// <summary>Bits behind the point of a ratio of two sums of rises.</summary>
    internal const int RatioBits = 20;

    /// <summary>The furthest reach, so that it times 32 bits fits 64.</summary>
    private const ulong FurthestReach = 1UL << (63 - 32);

    /// <summary>Credits in a chunk: so many that taking one costs nothing beside them, so few that threads end together.</summary>
    private const int ChunkPairs = 1 << 13;

    /// <summary>Products of half a value and points, below 2^52, that fit 64 bits together.</summary>
    private const int Slice = 1 << 12;

    /// <summary>
    /// How many credits ahead a giver's rise is asked for: about what memory takes to answer. The processor looks ahead by itself,
    /// but not beyond a row whose length it guessed wrong, and most rows are short.
    /// </summary>
    private const int Ahead = 40;

    private readonly InfluenceParameters parameters;
    private readonly PlacedRows? placed;
    private readonly int[] starts;
    private readonly ulong[] pairs;

    /// <summary>Each member's seed.</summary>
    private readonly ulong[] seedOf;

    /// <summary>Where each member starts from, until rows are placed.</summary>
    private ulong[] startOf;

    /// <summary>Each row's seed.</summary>
    private readonly ulong[] seeds;

    /// <summary>Each row's value at the beginning of the phase.</summary>
    private readonly ulong[] x;

    /// <summary>What each row passes its value by then: whole units, less than nothing if it falls short, until the phase has its scale.</summary>
    private long[] spares;

    /// <summary>What it passes these units by, in parts of the denominator.</summary>
    private ulong[] parts;

    /// <summary>The values by member, once all are found.</summary>
    private ulong[] values = [];

    /// <summary>By how much each row has risen since, in multiples.</summary>
    private uint[] rises;

    /// <summary>What that was before the last sweep, or before the last leap.</summary>
    private uint[] before;

    /// <summary>What it will be once the rows that are worked on at the same time are through (<see cref="Keep"/>).</summary>
    private uint[] next;

    /// <summary>Where each chunk's rows begin; one more for the end of the last. Those without credits are in chunks of their own.</summary>
    private readonly int[] chunks;
    private PhaseScale scale;

    public RisingRows(CreditGraph graph, ulong[] seeds, ReadOnlySpan<ulong> start, InfluenceParameters parameters, RowLayout layout)
    {
        this.parameters = parameters;
        seedOf = startOf = seeds;
        if (start.Length > 0)
        {
            startOf = (ulong[])seeds.Clone();
            for (var member = 0; member < start.Length; member++)
                startOf[member] = Math.Max(seeds[member], start[member]);
        }
        if (layout == RowLayout.ByUse)
        {
            placed = new PlacedRows(graph);
            (starts, pairs, Rows) = (placed.Starts, placed.Pairs, placed.Rows);
            this.seeds = GC.AllocateUninitializedArray<ulong>(seeds.Length);
            x = GC.AllocateUninitializedArray<ulong>(seeds.Length);
        }
        else
        {
            (starts, pairs) = graph.Arrays;
            Rows = graph.Members;
            this.seeds = seeds;
            (x, startOf) = ([.. startOf], []);
        }
        rises = new uint[x.Length];
        before = new uint[x.Length];
        next = new uint[x.Length];
        spares = new long[Rows];
        parts = new ulong[Rows];
        chunks = [.. Cut(starts, 0, Rows), .. Cut(starts, Rows, x.Length), x.Length];
        Chunks = Array.IndexOf(chunks, Rows);
    }

    /// <summary>The number of members.</summary>
    public int Members => x.Length;

    /// <summary>The number of rows that sweeps go over.</summary>
    public int Rows { get; }

    /// <summary>The number of chunks that these are cut into, of about as many credits each.</summary>
    public int Chunks { get; }

    /// <summary>The number of chunks of all rows; those that sweeps leave out are the last.</summary>
    public int AllChunks => chunks.Length - 1;

    /// <summary>How many units a multiple is.</summary>
    public ulong Multiple => 1UL << scale.Shift;

    /// <summary>Whether multiples are units, and what <see cref="Settle"/> ends in is the solution.</summary>
    public bool Exact => scale.Exact;

    /// <summary>How many multiples all values together can leap, when they have risen by so many in this phase.</summary>
    public ulong Room(ulong risen) => Math.Min(scale.Most - Math.Min(scale.Most, risen), scale.FurthestLeap);

    /// <summary>A member's value; where it leapt from, as long as that is checked.</summary>
    public ulong Value(int member, bool leaping)
    {
        if (startOf.Length > 0)
            return startOf[member];
        var place = placed is null ? member : placed[member];
        return rises.Length == 0 ? x[place] : x[place] + ((ulong)(leaping ? before : rises)[place] << scale.Shift);
    }

    /// <summary>The values by member, once they are by member again.</summary>
    public Influence Solution(int sweeps) => new(seedOf, placed is null ? x : values, sweeps);

    /// <summary>Brings a chunk's rows into their order, if that is another than the graph's: credits, seeds and values.</summary>
    public void Place(int chunk)
    {
        if (placed is null)
            return;
        var (first, end) = (chunks[chunk], chunks[chunk + 1]);
        placed.Fill(first, end);
        placed.Place(seedOf, seeds, first, end);
        placed.Place(startOf, x, first, end);
    }

    /// <summary>Gives back what only <see cref="Place"/> needs.</summary>
    public void Placed()
    {
        placed?.Filled();
        startOf = [];
    }

    /// <summary>All that was risen is part of the values, and nothing rises: gives back what only that needs, for <see cref="Unplace"/>.</summary>
    public void Found()
    {
        (rises, before, next, spares, parts) = ([], [], [], [], []);
        values = placed is null ? [] : GC.AllocateUninitializedArray<ulong>(x.Length);
    }

    /// <summary>Brings values back into the order of members: a part of them for each chunk.</summary>
    public void Unplace(int chunk) =>
        placed?.Unplace(x, values, (int)((long)Members * chunk / AllChunks), (int)((long)Members * (chunk + 1) / AllChunks));

    /// <summary>Makes what a chunk's rows have risen part of their values, which ends a phase.</summary>
    public void Fold(int chunk)
    {
        var (first, end) = (chunks[chunk], chunks[chunk + 1]);
        for (var row = first; row < end; row++)
            x[row] += (ulong)rises[row] << scale.Shift;
        Array.Clear(rises, first, end - first);
        Array.Clear(before, first, end - first);
    }

    /// <summary>Computes what a chunk's rows pass their values by, which begins a phase; in whole units, together and at most.</summary>
    public (ulong All, ulong Most) Base(int chunk)
    {
        var damping = parameters.Damping;
        var (all, most) = (0UL, 0UL);
        for (var row = chunks[chunk]; row < chunks[chunk + 1]; row++)
        {
            // A row falls short where the solution is started from, because the others come up to it only then.
            var (units, left) = damping.FloorRem((Int128)(Inflow(row) * damping.Numerator) - (Int128)((UInt128)(x[row] - seeds[row]) * damping.Denominator));
            (spares[row], parts[row]) = (units, left);
            var passed = (ulong)Math.Max(0, units);
            all += passed;
            most = Math.Max(most, passed);
        }
        return (all, most);
    }

    /// <summary>Chooses the scale of a phase, when it is known what all rows pass their values by.</summary>
    /// <param name="passed">All together, in whole units.</param>
    /// <param name="mostPassed">The row that does by most.</param>
    public void Choose(ulong passed, ulong mostPassed) => scale = new PhaseScale(parameters, Rows, passed, mostPassed);

    /// <summary>Brings what a chunk's rows pass their values by to the phase's scale.</summary>
    public void Scale(int chunk)
    {
        for (var row = chunks[chunk]; row < chunks[chunk + 1]; row++)
            spares[row] = scale.Spare(spares[row], parts[row]);
    }

    /// <summary>Lets a chunk's rows rise to what they have, for <see cref="Keep"/>.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="ratio">By which ratio rises shrink from sweep to sweep, in 2^-<see cref="RatioBits"/>.</param>
    public RowPass Sweep(int chunk, ulong ratio) => Pass(chunk, Mode.Sweep, ratio);

    /// <summary>Lets a chunk's rows rise to what they have, at once.</summary>
    public RowPass Settle(int chunk) => Pass(chunk, Mode.Settle);

    /// <summary>
    /// Takes a chunk's rows beyond where they are, for <see cref="Leapt"/>: by so much of what they have risen since the last
    /// leap, or in the last sweep if none was since.
    /// </summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="reach">How far, in 2^-<see cref="RatioBits"/>.</param>
    public RowPass Leap(int chunk, ulong reach)
    {
        reach = Math.Min(reach, FurthestReach);
        var leapt = 0L;
        for (var row = chunks[chunk]; row < chunks[chunk + 1]; row++)
        {
            var rise = rises[row];
            var further = Math.Min(((rise - before[row]) * reach) >> RatioBits, uint.MaxValue - rise);
            next[row] = rise + (uint)further;
            leapt += (long)further;
        }
        return new RowPass(leapt, Held: false, Unsteady: 0);
    }

    /// <summary>
    /// Checks where a chunk's rows leapt to, for <see cref="Keep"/>. Rows that have a unit more than their values are right
    /// there, and rise to a unit less than what they have; others are brought down to that, but not to below where they leapt from.
    /// </summary>
    /// <remarks>
    /// When no row of all was brought down in one round, no value is above the solution. For let y be values of which each is
    /// either not above the solution x or at least a unit below its row, y ≤ F(y) - 1; and e what they are above it. As a row of
    /// the solution rounds off less than a unit, where e is not 0 it is less than what the row makes of e; and rows together
    /// make less of it than there is, as nobody gives more than the budget, and damping takes its part. So e is 0. That rows
    /// were checked against values which rose later makes no difference: rows only have more then.
    /// </remarks>
    /// <param name="chunk">The chunk.</param>
    /// <param name="most">By which part of its leap a row rises at most: sums have room for twice what all can rise.</param>
    public RowPass Check(int chunk, uint most) => Pass(chunk, Mode.Check, leapPart: most);

    /// <summary>Makes what was swept or checked the rise of the rows of these chunks.</summary>
    public void Keep(int fromChunk, int toChunk) =>
        Array.Copy(next, chunks[fromChunk], rises, chunks[fromChunk], chunks[toChunk] - chunks[fromChunk]);

    /// <summary>Makes where all rows leapt to their rises.</summary>
    public void Leapt() => (before, rises, next) = (rises, next, before);

    /// <summary>Brings all rows back to where they leapt from.</summary>
    public void Return() => Array.Copy(before, rises, rises.Length);

    private RowPass Pass(int chunk, Mode mode, ulong ratio = 0, uint leapPart = 0)
    {
        // Every giver is a member and every row within the arrays, as the graph's builder sees to: no bounds are checked.
        ref var all = ref MemoryMarshal.GetArrayDataReference(rises);
        ref var first = ref MemoryMarshal.GetArrayDataReference(pairs);
        var result = mode == Mode.Settle ? rises : next;
        var end = chunks[chunk + 1];
        nint ahead = starts[^1] - starts[end] < Ahead ? 0 : Ahead;
        var phase = scale;
        var margin = mode == Mode.Check ? phase.Unit : 0;
        var (risen, held, unsteady) = (0L, false, 0L);
        for (nint row = chunks[chunk], at = starts[row]; row < end; row++)
        {
            var sum = 0UL;
            for (nint stop = starts[row + 1]; at < stop; at++)
            {
                var pair = Unsafe.Add(ref first, at);
                unchecked
                {
                    if (Sse.IsSupported)
                        Prefetch(ref Unsafe.Add(ref all, (nint)(uint)Unsafe.Add(ref first, at + ahead)));
                    sum += Unsafe.Add(ref all, (nint)(uint)pair) * (pair >> 32);
                }
            }
            var rise = Unsafe.Add(ref all, row);
            var change = phase.Change(spares[row], sum, rise, margin);
            var now = rise;
            if (change > 0)
            {
                var most = mode == Mode.Check ? Math.Min((rise - before[row]) / leapPart, uint.MaxValue - rise) : uint.MaxValue - rise;
                held |= mode != Mode.Check && change > most;
                now += (uint)Math.Min(change, most);
            }
            else if (change < 0 && mode == Mode.Check && rise > before[row])
            {
                now = (uint)Math.Max(before[row], rise + change);
                held = true;
            }
            risen += (long)now - rise;
            if (mode == Mode.Sweep)
            {
                unsteady += Math.Abs((long)(now - rise) - (long)(((rise - before[row]) * ratio) >> RatioBits));
                before[row] = rise;
            }
            result[row] = now;
        }
        return new RowPass(risen, held, unsteady);
    }

    /// <summary>The givers' values times their points, at the beginning of the phase; below 2^81.</summary>
    private UInt128 Inflow(int row)
    {
        // No bounds are checked, as above.
        ref var values = ref MemoryMarshal.GetArrayDataReference(x);
        ref var first = ref MemoryMarshal.GetArrayDataReference(pairs);
        UInt128 inflow = 0;
        // 80 bits, kept as two sums over the upper and the lower half of each value. They wrap nowhere: 2^12 products below 2^52
        // fit, and of the upper halves all.
        ulong high = 0;
        nint at = starts[row];
        nint end = starts[row + 1];
        nint ahead = starts[^1] - end < Ahead ? 0 : Ahead;
        while (at < end)
        {
            ulong low = 0;
            for (var stop = at + Math.Min(Slice, end - at); at < stop; at++)
            {
                var pair = Unsafe.Add(ref first, at);
                unchecked
                {
                    if (Sse.IsSupported)
                        Prefetch(ref Unsafe.Add(ref values, (nint)(uint)Unsafe.Add(ref first, at + ahead)));
                    var value = Unsafe.Add(ref values, (nint)(uint)pair);
                    low += (uint)value * (pair >> 32);
                    high += (value >> 32) * (pair >> 32);
                }
            }
            inflow += low;
        }
        return inflow + ((UInt128)high << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch<T>(ref T value) => Sse.Prefetch0(Unsafe.AsPointer(ref value));

    /// <summary>Where the chunks of some rows begin.</summary>
    private static IEnumerable<int> Cut(int[] starts, int first, int end)
    {
        for (var (row, begin) = (first, first); row < end; row++)
        {
            // A row counts as some credits more, because writing its value costs as much, and most rows are short.
            if (row == first || starts[row] - starts[begin] + (4L * (row - begin)) >= ChunkPairs)
                yield return begin = row;
        }
    }

    private enum Mode
    {
        Sweep,
        Settle,
        Check,
    }
}
