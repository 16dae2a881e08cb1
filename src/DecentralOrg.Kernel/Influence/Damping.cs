using System.Numerics;

namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// The fraction <c>d / (10000 · B)</c> in lowest terms, that every row multiplies its inflow by: numerator up to 14 bits,
/// denominator up to 34. In lowest terms because products then mostly stay within 64 bits.
/// </summary>
internal readonly struct Damping
{
    /// <summary>Bits of a digit of the long division: two of them and a remainder hold what a row can have.</summary>
    private const int Digit = 30;

    /// <summary>How often the denominator fits 2^64 - 1.</summary>
    private readonly ulong reciprocal;

    public Damping(InfluenceParameters parameters)
    {
        var whole = (ulong)InfluenceParameters.WholeBp * (ulong)parameters.PointsPerEpoch;
        var divisor = (ulong)BigInteger.GreatestCommonDivisor(parameters.DampingBp, whole);
        Numerator = (ulong)parameters.DampingBp / divisor;
        Denominator = whole / divisor;
        reciprocal = ulong.MaxValue / Denominator;
    }

    /// <summary>What is multiplied by.</summary>
    public ulong Numerator { get; }

    /// <summary>What is divided by.</summary>
    public ulong Denominator { get; }

    /// <summary>Divides parts of a unit by the denominator, rounded down: by multiplication, in a third of the time.</summary>
    public ulong Divide(ulong parts)
    {
        // The product's upper half falls short by one at most, as the reciprocal does by less than one.
        var units = Math.BigMul(parts, reciprocal, out _);
        return parts - (units * Denominator) < Denominator ? units : units + 1;
    }

    /// <summary>Divides parts of a unit, below 2^94, by the denominator.</summary>
    /// <returns>Whole units, and what is left of parts.</returns>
    public (ulong Units, ulong Left) DivRem(UInt128 parts)
    {
        if (parts <= ulong.MaxValue)
            return Math.DivRem((ulong)parts, Denominator);
        // Long division, because dividing 128 bits is slow.
        var (high, left) = Math.DivRem((ulong)(parts >> Digit), Denominator);
        (var low, left) = Math.DivRem((left << Digit) + (ulong)(parts & ((1UL << Digit) - 1)), Denominator);
        return ((high << Digit) + low, left);
    }
}
