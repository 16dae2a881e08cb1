using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace DecentralOrg.Kernel.Influence;

/// <summary>What a pass over a chunk's rows came to.</summary>
/// <param name="Risen">By how many multiples all rows have risen, less those by which they were brought down.</param>
/// <param name="Held">Whether a row is not where it wants to be: brought down by a check, or risen to what 32 bits hold.</param>
/// <param name="Unsteady">By how many multiples all rows together have risen otherwise than by the given ratio of their last rise.</param>
internal readonly record struct RowPass(long Risen, bool Held, long Unsteady);

/// <summary>The values of a solver's members and the arithmetic of its rows; which row is worked on when is the solver's.</summary>
/// <remarks>
/// What a sweep costs is reading the givers' values, so those are 32 bits wide: the rise of each since the beginning of a phase,
/// in multiples of 2^<see cref="shift"/> units. By how much a row passes its value at the beginning is computed once, to the last
/// digit (<see cref="bases"/>); then it is one multiplication and one addition a credit. Rounding down, to whole multiples and to
/// what 32 bits hold, never brings a value above the solution, and whatever it leaves out is left to the next phase.
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
    private uint[] rises;

    /// <summary>What that was before the last sweep, or before the last leap.</summary>
    private uint[] before;

    /// <summary>What it will be once the rows that are worked on at the same time are through (<see cref="Keep"/>).</summary>
    private uint[] next;
    private readonly int[] chunks;
    private int shift;

    /// <summary>Whether row sums, times the numerator, need more than 64 bits.</summary>
    private bool wide;

    public RisingRows(CreditGraph graph, ulong[] seeds, ReadOnlySpan<ulong> start, InfluenceParameters parameters, RowLayout layout)
    {
        this.parameters = parameters;
        damping = new Damping(parameters);
        this.seeds = seeds;
        x = (ulong[])seeds.Clone();
        for (var member = 0; member < start.Length; member++)
            x[member] = Math.Max(x[member], start[member]);
        (starts, pairs) = graph.Arrays;
        if (layout == RowLayout.ByUse)
        {
            placed = new PlacedRows(graph);
            (starts, pairs) = (placed.Starts, placed.Pairs);
            (this.seeds, x) = (placed.Place(seeds), placed.Place(x));
        }
        rises = new uint[x.Length];
        before = new uint[x.Length];
        next = new uint[x.Length];
        bases = new Int128[x.Length];
        chunks = Cut(starts);
    }

    /// <summary>The number of members.</summary>
    public int Members => x.Length;

    /// <summary>The number of chunks that the rows are cut into, of about as many credits each.</summary>
    public int Chunks => chunks.Length - 1;

    /// <summary>How many units a multiple is.</summary>
    public ulong Multiple => 1UL << shift;

    /// <summary>How many multiples all values together can rise in this phase, at most.</summary>
    public ulong Most { get; private set; }

    /// <summary>A member's value; where it leapt from, as long as that is checked.</summary>
    public ulong Value(int member, bool leaping)
    {
        var place = placed is null ? member : placed[member];
        return x[place] + ((ulong)(leaping ? before : rises)[place] << shift);
    }

    /// <summary>The values by member, once all that was risen is part of them.</summary>
    public Influence Solution(int sweeps) => placed is null
        ? new Influence(seeds, x, sweeps)
        : new Influence(placed.Return(seeds), placed.Return(x), sweeps);

    /// <summary>Copies a chunk's credits into the order of its rows, if that is another than the graph's.</summary>
    public void Place(int chunk) => placed?.Fill(chunks[chunk], chunks[chunk + 1]);

    /// <summary>Gives back what only <see cref="Place"/> needs.</summary>
    public void Placed() => placed?.Filled();

    /// <summary>Makes what a chunk's rows have risen part of their values, which ends a phase.</summary>
    public void Fold(int chunk)
    {
        var (first, end) = (chunks[chunk], chunks[chunk + 1]);
        for (var row = first; row < end; row++)
            x[row] += (ulong)rises[row] << shift;
        Array.Clear(rises, first, end - first);
        Array.Clear(before, first, end - first);
    }

    /// <summary>Computes the bases of a chunk's rows; what they pass their values by, in whole units, together and at most.</summary>
    public (ulong All, ulong Most) Base(int chunk)
    {
        var (all, most) = (0UL, 0UL);
        for (var row = chunks[chunk]; row < chunks[chunk + 1]; row++)
        {
            // A row falls short where the solution is started from, because the others come up to it only then.
            var parts = (Int128)(Inflow(row) * damping.Numerator) - (Int128)((UInt128)(x[row] - seeds[row]) * damping.Denominator);
            bases[row] = parts;
            var units = parts < damping.Denominator ? 0 : damping.DivRem((UInt128)parts).Units;
            all += units;
            most = Math.Max(most, units);
        }
        return (all, most);
    }

    /// <summary>Chooses the multiple of a phase, when all rows have their bases.</summary>
    /// <param name="passed">What all rows pass their values by, in whole units.</param>
    /// <param name="mostPassed">What the row does that passes its value by most.</param>
    public void Scale(ulong passed, ulong mostPassed)
    {
        // What all values together lack: what rows pass them by, and of each less than a unit, divided by what damping leaves.
        var left = (ulong)(InfluenceParameters.WholeBp - parameters.DampingBp);
        var lacking = UInt128.Min(Influence.Whole, ((UInt128)passed + (ulong)x.Length) * InfluenceParameters.WholeBp / left);
        // So that the sum of a row fits, as nobody gives more points than the budget, and twice of it, to which the rounds of a
        // check can bring it before they bring it down; and a rise, if the largest is twice what its row passes it by, divided as
        // above. If it is more, it fits the next phase.
        var bits = Bits(lacking) + 1;
        var sum = bits + Bits((ulong)parameters.PointsPerEpoch) - 63;
        var rise = Bits((UInt128)mostPassed * InfluenceParameters.WholeBp / left) + 1 - 32;
        shift = Math.Max(0, Math.Max(sum, rise));
        wide = bits - shift + Bits(damping.Denominator) > 61;
        Most = (ulong)(lacking >> shift);
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
    public RowPass Check(int chunk) => Pass(chunk, Mode.Check);

    /// <summary>Makes what was swept or checked the rise of the rows of these chunks.</summary>
    public void Keep(int fromChunk, int toChunk) =>
        Array.Copy(next, chunks[fromChunk], rises, chunks[fromChunk], chunks[toChunk] - chunks[fromChunk]);

    /// <summary>Makes where all rows leapt to their rises.</summary>
    public void Leapt() => (before, rises, next) = (rises, next, before);

    /// <summary>Brings all rows back to where they leapt from.</summary>
    public void Return() => Array.Copy(before, rises, rises.Length);

    private RowPass Pass(int chunk, Mode mode, ulong ratio = 0)
    {
        // Every giver is a member and every row within the arrays, as the graph's builder sees to: no bounds are checked.
        ref var all = ref MemoryMarshal.GetArrayDataReference(rises);
        ref var first = ref MemoryMarshal.GetArrayDataReference(pairs);
        var result = mode == Mode.Settle ? rises : next;
        var end = chunks[chunk + 1];
        nint ahead = starts[^1] - starts[end] < Ahead ? 0 : Ahead;
        // A unit is this many parts of a multiple.
        var margin = mode == Mode.Check ? (long)(damping.Denominator >> shift) + 1 : 0;
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
            var change = wide ? ChangeWide(row, sum, rise, margin) : Change(row, sum, rise, margin);
            var now = rise;
            if (change > 0)
            {
                // Within a check an eighth of the leap in each round: sums have room for twice what all can rise.
                var most = mode == Mode.Check ? Math.Min((rise - before[row]) / 8, uint.MaxValue - rise) : uint.MaxValue - rise;
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

    /// <summary>By how many multiples a row has more than it has risen and the margin, rounded down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Change(nint row, ulong sum, uint rise, long margin)
    {
        // 64 bits are enough for what is lacking, in parts of the denominator, and so for all of these.
        return Multiples(unchecked((long)(bases[row] >> shift) + ((long)sum * (long)damping.Numerator) - (rise * (long)damping.Denominator) - margin));
    }

    /// <summary>The same where 64 bits are not enough.</summary>
    private long ChangeWide(nint row, ulong sum, uint rise, long margin)
    {
        var spare = (bases[row] >> shift) + (Int128)((UInt128)sum * damping.Numerator) - (Int128)((UInt128)rise * damping.Denominator) - margin;
        // Mostly they are, and dividing 128 bits takes as long as many credits.
        if (unchecked((long)spare) == spare)
            return Multiples((long)spare);
        return spare >= 0 ? (long)damping.DivRem((UInt128)spare).Units : (long)((spare - (long)damping.Denominator + 1) / (long)damping.Denominator);
    }

    /// <summary>Whole multiples in parts of the denominator, rounded down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Multiples(long parts)
    {
        var denominator = (long)damping.Denominator;
        return parts >= denominator ? (long)damping.Divide((ulong)parts)
            : parts >= 0 ? 0
            : ((parts + 1) / denominator) - 1;
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

    private static int Bits(UInt128 value) => 128 - (int)UInt128.LeadingZeroCount(value);

    /// <summary>Where each chunk's rows begin; one more for the end of the last.</summary>
    private static int[] Cut(int[] starts)
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

    private enum Mode
    {
        Sweep,
        Settle,
        Check,
    }
}
