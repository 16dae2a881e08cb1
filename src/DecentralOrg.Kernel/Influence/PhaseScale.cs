using System.Runtime.CompilerServices;

namespace DecentralOrg.Kernel.Influence;

/// <summary>In which multiples of a unit the rows of a phase rise, and the arithmetic of a row in them.</summary>
/// <remarks>
/// A row's spare is what it passes its value by at the beginning of the phase; with what its givers have risen since, and
/// without what it has risen itself, it says how much further the row can rise. It is a fixed-point number that is rounded down,
/// which leaves something to the next phase and brings no value above the solution. Only in the last phases, where little
/// enough is left (<see cref="Exact"/>), it is in parts of the damping's denominator, and what a row has is exact.
/// </remarks>
internal readonly struct PhaseScale
{
    /// <summary>
    /// The spare of a row that falls so far short of its value that 64 bits do not hold it: it does not rise in this phase. In an
    /// exact one it could not, as it falls short by more than all rows pass their values by together; before, the next phase sees.
    /// </summary>
    private const long FarShort = long.MinValue;

    /// <summary>Bits that a spare may have, so that a leap and the rounds of its check fit beside it.</summary>
    private const int SpareBits = 61;

    /// <summary>Bits behind the point that are enough: what rounding to whole multiples leaves out is more by far.</summary>
    private const int MostFraction = 20;

    private readonly Damping damping;
    private readonly int fraction;
    private readonly ulong factor;

    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="passed">What all rows pass their values by, in whole units.</param>
    /// <param name="mostPassed">What the row does that passes its value by most.</param>
    public PhaseScale(InfluenceParameters parameters, int rows, ulong passed, ulong mostPassed)
    {
        damping = parameters.Damping;
        (fraction, factor) = damping.Fixed(MostFraction);
        // What all values together lack: what rows pass them by, and of each less than a unit, divided by what damping leaves.
        var left = (ulong)(InfluenceParameters.WholeBp - parameters.DampingBp);
        var residual = (UInt128)passed + (ulong)rows;
        var lacking = UInt128.Min(Influence.Whole, residual * InfluenceParameters.WholeBp / left);
        // So that the sum of a row fits, as nobody gives more points than the budget, and twice of it, to which the rounds of a
        // check can bring it before they bring it down; and a rise, if the largest is twice what its row passes it by, divided as
        // above. If it is more, it fits the next phase.
        var sum = Bits(lacking) + 1 + Bits((ulong)parameters.PointsPerEpoch) - 63;
        var rise = Bits((UInt128)mostPassed * InfluenceParameters.WholeBp / left) + 1 - 32;
        Shift = Math.Max(0, Math.Max(sum, rise));
        Most = (ulong)(lacking >> Shift);
        // What rows pass their values by shrinks in all, as nobody gives more than the budget: so no spare gets above that, but
        // for a leap.
        Exact = Shift == 0 && Bits(residual) + Bits(damping.Denominator) <= SpareBits;
        FurthestLeap = Exact ? (1UL << SpareBits) / damping.Denominator : ulong.MaxValue;
    }

    /// <summary>A multiple is 2^shift units.</summary>
    public int Shift { get; }

    /// <summary>By how many multiples all values together can rise at most.</summary>
    public ulong Most { get; }

    /// <summary>By how many all together may leap, so that spares fit until it is checked.</summary>
    public ulong FurthestLeap { get; }

    /// <summary>Whether multiples are units, and rows exact.</summary>
    public bool Exact { get; }

    /// <summary>A unit or more, as a spare.</summary>
    public long Unit => Exact ? (long)damping.Denominator : 1L << Math.Max(0, fraction - Shift);

    /// <summary>A row's spare at the beginning of the phase, rounded down.</summary>
    /// <param name="units">What it passes its value by, in whole units; less than nothing if it falls short.</param>
    /// <param name="parts">What it has beyond these, in parts of the denominator.</param>
    public long Spare(long units, ulong parts)
    {
        if (Exact)
            return units < -(1L << SpareBits) / (long)damping.Denominator ? FarShort : (units * (long)damping.Denominator) + (long)parts;
        var further = fraction - Shift;
        if (further <= 0)
            return units >> -further;
        return units < -(1L << (SpareBits - further)) ? FarShort : (units << further) + (long)damping.Divide(parts << further);
    }

    /// <summary>By how many multiples a row can rise, rounded down; less than nothing if it has risen too far.</summary>
    /// <param name="spare">Its spare.</param>
    /// <param name="sum">What its givers have risen, in multiples, times their points.</param>
    /// <param name="rise">What it has risen itself, in multiples.</param>
    /// <param name="margin">What it has to keep, as a spare.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Change(long spare, ulong sum, uint rise, long margin)
    {
        if (spare == FarShort)
            return -rise;
        // Some products do not fit, but what comes of them does.
        return unchecked(Exact
            ? Multiples(spare + ((long)sum * (long)damping.Numerator) - (rise * (long)damping.Denominator) - margin)
            : ((spare + (long)Math.BigMul(sum, factor, out _) - margin) >> fraction) - rise);
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

    private static int Bits(UInt128 value) => 128 - (int)UInt128.LeadingZeroCount(value);
}
