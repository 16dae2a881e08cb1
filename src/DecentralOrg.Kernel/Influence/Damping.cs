using System.Numerics;

namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// The fraction <c>d / (10000 · B)</c> in lowest terms, that every row multiplies its inflow by: numerator up to 14 bits,
/// denominator up to 34. In lowest terms because products then mostly stay within 64 bits.
/// </summary>
internal readonly record struct Damping
{
    /// <summary>Bits of a digit of the long division: two of them and a remainder hold what a row can have.</summary>
    private const int Digit = 30;

    /// <summary>How often the denominator fits 2^64 - 1.</summary>
    private readonly ulong reciprocal;

    /// <param name="dampingBp">d, 0..9500.</param>
    /// <param name="pointsPerEpoch">B, 1..2^20.</param>
    public Damping(int dampingBp, int pointsPerEpoch)
    {
        var whole = (ulong)InfluenceParameters.WholeBp * (ulong)pointsPerEpoch;
        var divisor = (ulong)BigInteger.GreatestCommonDivisor(dampingBp, whole);
        Numerator = (ulong)dampingBp / divisor;
        Denominator = whole / divisor;
        reciprocal = ulong.MaxValue / Denominator;
    }

    /// <summary>What is multiplied by.</summary>
    public ulong Numerator { get; }

    /// <summary>What is divided by.</summary>
    public ulong Denominator { get; }

    /// <summary>What so many points bring of a giver's influence, up to 2^60, rounded down to whole units.</summary>
    public ulong Part(ulong giver, uint points) => DivRem((UInt128)Numerator * giver * points).Units;

    /// <summary>Divides parts of a unit by the denominator, rounded down: by multiplication, in a third of the time.</summary>
    public ulong Divide(ulong parts)
    {
        // The product's upper half falls short by one at most, as the reciprocal does by less than one.
        var units = Math.BigMul(parts, reciprocal, out _);
        return parts - (units * Denominator) < Denominator ? units : units + 1;
    }

    /// <summary>The fraction as a fixed-point number to multiply by, rounded down.</summary>
    /// <param name="most">How many bits behind the point a product needs at most.</param>
    /// <returns>How many it has, and the number: the upper 64 of 128 bits of it times another have so many behind the point.</returns>
    public (int Bits, ulong Factor) Fixed(int most)
    {
        if (Numerator == 0)
            return (most, 0);
        var bits = Math.Min(most, (int)ulong.Log2((Denominator - 1) / Numerator));
        return (bits, (ulong)(((UInt128)Numerator << (64 + bits)) / Denominator));
    }

    /// <summary>Divides parts of a unit, from -2^94 to below 2^94, by the denominator, rounded down.</summary>
    /// <returns>Whole units, and what is left of parts, which is not less than nothing.</returns>
    public (long Units, ulong Left) FloorRem(Int128 parts)
    {
        var (units, left) = DivRem((UInt128)(parts < 0 ? -1 - parts : parts));
        return parts < 0 ? (-1 - (long)units, Denominator - 1 - left) : ((long)units, left);
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
