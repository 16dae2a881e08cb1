using System.Numerics;

namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// Raises a vector from below to the least fixed point by forward push: as in the algorithm of that name for personalised
/// PageRank (Andersen, Chung and Lang 2006), every member has a residual, and a push moves it into his value and its damped
/// shares into the residuals of those whom he credited.
/// </summary>
/// <remarks>
/// <para>
/// The residual is kept to the last digit: whole units of 2^-60, and a remainder in parts of the denominator of
/// <c>d / (10000 · B)</c>. Only whole units are pushed. When no residual has one, every row gives its value; as no value passed
/// the least fixed point on the way (a row of a vector below it gives no more than it), that is the one reached, whatever the
/// order.
/// </para>
/// <para>
/// The worklist is a sweep in order of numbers, over and over, that skips blocks where nothing arrived; what arrives ahead of
/// the sweep is taken along in the same one. Measured on 1,000 members with 20 credits each: less than half the pushes of
/// rounds that read the values of the round before, and 0.6 to 0.9 of the time of a first-in-first-out queue, which pushes as
/// often but asks at every edge whether the recipient is queued already. Sweeps without blocks take a tenth to a seventh less
/// where all members are touched, and would walk over all of a large organization where few are.
/// </para>
/// </remarks>
internal sealed class ForwardPush
{
    private const int BlockBits = 6;

    // d / (10000 · B) in lowest terms: then products mostly stay within 64 bits.
    private readonly ulong numerator;
    private readonly ulong denominator;

    /// <summary>Bits of the most that can wait at a row for each unit of all residuals.</summary>
    private readonly int gainBits;

    private ulong[] values = [];
    private ulong[] residuals = [];
    private ulong[] remainders = [];
    private ulong[] inbox = [];
    private OutCredits[] credits = [];
    private bool[] pending = [];
    private bool[] risen = [];
    private int[] changed = [];
    private int changes;
    private ulong mass;

    public ForwardPush(InfluenceParameters parameters)
    {
        var whole = (ulong)InfluenceParameters.WholeBp * (ulong)parameters.PointsPerEpoch;
        var divisor = (ulong)BigInteger.GreatestCommonDivisor(parameters.DampingBp, whole);
        numerator = (ulong)parameters.DampingBp / divisor;
        denominator = whole / divisor;
        // Of the mass m of all residuals, nothing is ever made, and all pushes together are at most m / (1 - d / 10000). So the
        // sum of w times what was pushed that waits at a row is at most B · m · 10000 / d, because it is part of m, and at most
        // B · m / (1 - d / 10000): whatever d, at most 2 · B · m.
        gainBits = BitLength(2 * (ulong)parameters.PointsPerEpoch);
    }

    /// <summary>The number of members.</summary>
    public int Members { get; private set; }

    /// <summary>Each member's value, by number.</summary>
    public ReadOnlySpan<ulong> Values => values.AsSpan(0, Members);

    /// <summary>The members whose values rose in the last <see cref="Run"/>, each once.</summary>
    public ReadOnlySpan<int> Changed => changed.AsSpan(0, changes);

    /// <summary>By how much all values together rose since the beginning.</summary>
    public ulong Risen { get; private set; }

    /// <summary>Adds a member with value and residual 0.</summary>
    public void AddMember()
    {
        if (Members == values.Length)
            Grow(Math.Max(1 << BlockBits, 2 * Members));
        Members++;
    }

    /// <summary>Adds whole units to a residual. The vector is a solution again after <see cref="Run"/>.</summary>
    public void AddResidual(int member, ulong units)
    {
        residuals[member] += units;
        pending[member >> BlockBits] = true;
        mass += units;
    }

    /// <summary>Adds a credit, which brings the recipient a part of the giver's value. The vector is a solution again after <see cref="Run"/>.</summary>
    public void AddCredit(int from, int to, uint points)
    {
        credits[from].Add(to, points);
        AddResidual(to, Whole(to, numerator * ((UInt128)values[from] * points)));
    }

    /// <summary>Pushes until every row gives its value.</summary>
    public void Run()
    {
        foreach (var member in Changed)
            risen[member] = false;
        changes = 0;
        while (mass > 0)
        {
            // What arrives at a row is summed in 64 bits, so that an edge costs one multiplication and one addition. So that it
            // fits, large residuals are pushed in multiples of 2^shift, and what they leave behind in the next pass.
            // Members, because the remainders are no part of the mass, and less than a unit each.
            var shift = Math.Max(0, BitLength(mass + (ulong)Members) + gainBits - 64);
            Drain(shift);
            mass = 0;
            for (var member = 0; shift > 0 && member < Members; member++)
            {
                if (residuals[member] == 0)
                    continue;
                mass += residuals[member];
                pending[member >> BlockBits] = true;
            }
        }
    }

    /// <summary>Pushes until no residual has 2^shift units.</summary>
    private void Drain(int shift)
    {
        var blocks = pending.AsSpan(0, (Members + (1 << BlockBits) - 1) >> BlockBits);
        for (var block = blocks.IndexOf(true); block >= 0; block = blocks.IndexOf(true))
        {
            while (block < blocks.Length)
            {
                blocks[block] = false;
                var end = Math.Min(Members, (block + 1) << BlockBits);
                for (var member = block << BlockBits; member < end; member++)
                {
                    if ((inbox[member] | residuals[member] >> shift) != 0)
                        Push(member, shift);
                }
                var next = blocks[(block + 1)..].IndexOf(true);
                block = next < 0 ? blocks.Length : block + 1 + next;
            }
        }
    }

    private void Push(int member, int shift)
    {
        var residual = residuals[member] + Arrived(member, shift);
        var units = residual >> shift;
        residuals[member] = residual - (units << shift);
        if (units == 0)
            return;
        Raise(member, units << shift);
        var sums = inbox;
        var marks = pending;
        foreach (var edge in credits[member].Edges)
        {
            sums[edge.Recipient] += units * edge.Points;
            marks[edge.Recipient >> BlockBits] = true;
        }
    }

    private void Raise(int member, ulong units)
    {
        values[member] += units;
        Risen += units;
        if (risen[member])
            return;
        risen[member] = true;
        changed[changes++] = member;
    }

    /// <summary>Empties a member's inbox: the whole units of residual in it.</summary>
    private ulong Arrived(int member, int shift)
    {
        var sum = inbox[member];
        inbox[member] = 0;
        return shift == 0 && Math.BigMul(sum, numerator, out var product) == 0
            ? Whole(member, product)
            : Whole(member, (UInt128)sum * numerator << shift);
    }

    /// <summary>Adds parts of a unit to a remainder, and takes the whole units out of it.</summary>
    private ulong Whole(int member, UInt128 parts)
    {
        parts += remainders[member];
        if (parts <= ulong.MaxValue)
        {
            (var whole, remainders[member]) = Math.DivRem((ulong)parts, denominator);
            return whole;
        }
        // Long division by digits of 30 bits: the divisor has at most 34, the dividend 94, and dividing 128 bits is slow.
        const int digit = 30;
        var (high, rest) = Math.DivRem((ulong)(parts >> digit), denominator);
        (var low, remainders[member]) = Math.DivRem((rest << digit) + (ulong)(parts & ((1UL << digit) - 1)), denominator);
        return (high << digit) + low;
    }

    private void Grow(int capacity)
    {
        Array.Resize(ref values, capacity);
        Array.Resize(ref residuals, capacity);
        Array.Resize(ref remainders, capacity);
        Array.Resize(ref inbox, capacity);
        Array.Resize(ref credits, capacity);
        Array.Resize(ref pending, capacity >> BlockBits);
        Array.Resize(ref risen, capacity);
        Array.Resize(ref changed, capacity);
    }

    private static int BitLength(ulong value) => 64 - BitOperations.LeadingZeroCount(value);
}
