namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// When a solver leaps, and how far. After some sweeps what is left shrinks by the same ratio in each, and nearly in the same
/// proportion everywhere (power iteration): the sum of what is to come is a geometric series then, and all but a fifth of it
/// can be taken at once. Whether that was too far is the check's to say; here it costs time only.
/// </summary>
internal sealed class LeapPolicy
{
    /// <summary>Which part of what is to come is not taken: room for rows that shrink by other ratios.</summary>
    private const int Kept = 5;

    /// <summary>Which part of all rises can be otherwise than by the ratio.</summary>
    private const int Steady = 32;

    /// <summary>Below this many multiples a member rounding is most of what a sweep brings.</summary>
    private const int Least = 2;

    private readonly int members;
    private bool steady;
    private long risen;
    private int waiting;
    private int patience = 1;

    public LeapPolicy(int members) => this.members = members;

    /// <summary>What a sweep brings of what the one before it brought, in 2^-<see cref="RisingRows.RatioBits"/>; 0 as long as that is not known.</summary>
    public ulong Ratio { get; private set; }

    /// <summary>A phase begins: what was left shrinks as it did, but what rounding left out does not yet.</summary>
    public void Begin() => (Ratio, steady, risen, waiting) = (0, false, 0, 0);

    /// <summary>A sweep brought so many multiples, and so many otherwise than by the ratio.</summary>
    public void Swept(long multiples, long unsteady)
    {
        steady = Ratio > 0 && unsteady <= multiples / Steady;
        Ratio = multiples > 0 && multiples < risen ? (ulong)(((UInt128)multiples << RisingRows.RatioBits) / (ulong)risen) : 0;
        risen = multiples;
        waiting = Math.Max(0, waiting - 1);
    }

    /// <summary>A leap was right; the last round of its check brought so many multiples, as a sweep from there would.</summary>
    public void Landed(long multiples) => (risen, patience) = (multiples, 1);

    /// <summary>A leap went too far: the next is tried after twice as many sweeps as this one.</summary>
    public void Failed()
    {
        (risen, steady, waiting) = (0, false, patience);
        patience = Math.Min(2 * patience, 1 << 10);
    }

    /// <summary>How many multiples to leap, all together; 0 for none.</summary>
    /// <param name="most">How many there can be at most.</param>
    public ulong Distance(ulong most)
    {
        if (!steady || waiting > 0 || Ratio == 0 || risen < (long)Least * members)
            return 0;
        var left = (UInt128)(ulong)risen * Ratio / ((1UL << RisingRows.RatioBits) - Ratio);
        return (ulong)UInt128.Min(left - (left / Kept), most);
    }
}
