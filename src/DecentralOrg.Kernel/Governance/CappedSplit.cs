using System.Numerics;

namespace DecentralOrg.Kernel.Governance;

/// <summary>Splits an amount in proportion to scores, with a cap on what one can get; what is cut off goes to those after it.</summary>
public static class CappedSplit
{
    /// <summary>
    /// Goes through the scores in descending order, equal ones in their given order, and gives each
    /// <c>min(floor(score · remaining / sum of the scores not yet handled), cap)</c>. As each takes its part of what remains,
    /// no unit is lost to rounding: all parts add up to <paramref name="total"/> exactly, unless the cap cuts off the last or
    /// there is no score; and without a cap nobody gets less than his share rounded down.
    /// </summary>
    /// <param name="scores">The scores, in any unit.</param>
    /// <param name="total">What is split, in any unit.</param>
    /// <param name="cap">The most that one gets, in the unit of <paramref name="total"/>.</param>
    /// <returns>The parts, in the order of the scores.</returns>
    public static UInt128[] Of(ReadOnlySpan<UInt128> scores, UInt128 total, UInt128 cap)
    {
        var given = scores.ToArray();
        var parts = new UInt128[given.Length];
        var left = given.Aggregate(BigInteger.Zero, (sum, score) => sum + score);
        var remaining = total;
        foreach (var i in Enumerable.Range(0, given.Length).OrderByDescending(i => given[i]))
        {
            // From here on all scores are zero.
            if (given[i] == 0)
                break;
            parts[i] = UInt128.Min((UInt128)((BigInteger)given[i] * remaining / left), cap);
            remaining -= parts[i];
            left -= given[i];
        }
        return parts;
    }
}
