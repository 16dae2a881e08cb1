using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>
/// A random power-law graph (R-MAT, Chakrabarti, Zhan and Faloutsos 2004, with the probabilities of the Graph 500 benchmark:
/// 0.57, 0.19, 0.19, 0.05). Every giver spreads all his points evenly over his credits. The same graph every time.
/// </summary>
/// <param name="Scale">There are 2^scale members.</param>
/// <param name="Credits">The number of credits; those of a pair are one arc.</param>
internal sealed record Rmat(int Scale, int Credits)
{
    public const int Budget = 1_000_000;

    public int Members => 1 << Scale;

    /// <summary>A million members give sixteen million credits.</summary>
    public static Rmat Million => new(20, 16_000_000);

    /// <summary>Four million members give sixty-four million credits.</summary>
    public static Rmat FourMillion => new(22, 64_000_000);

    public ulong[] Reputation()
    {
        var state = 7UL;
        return [.. Enumerable.Range(0, Members).Select(_ => 1 + (Next(ref state) % 1_000_000_000))];
    }

    public CreditGraph Draw() => DrawBut(0).Graph;

    /// <summary>All but the last credits, and these.</summary>
    public (CreditGraph Graph, LogCredit[] Last) DrawBut(int last)
    {
        var credits = new int[Members];
        foreach (var (from, _) in Ends())
            credits[from]++;
        var builder = new CreditGraphBuilder(Members);
        var held = new List<LogCredit>(last);
        var drawn = 0;
        foreach (var (from, to) in Ends())
        {
            var points = (uint)(Budget / credits[from]);
            if (drawn++ < Credits - last)
                builder.Add(from, to, points);
            else
                held.Add(new LogCredit(from, to, points, Bytes32.Zero));
        }
        return (builder.Build(), [.. held]);
    }

    private IEnumerable<(int From, int To)> Ends()
    {
        var state = 1UL;
        for (var drawn = 0; drawn < Credits;)
        {
            var (from, to) = (0, 0);
            for (var bit = 0; bit < Scale; bit++)
            {
                var draw = Next(ref state) >> 32;
                // Thresholds are 0.57, 0.76 and 0.95 of 2^32.
                var quadrant = draw < 2_448_131_358 ? 0 : draw < 3_264_175_144 ? 1 : draw < 4_080_218_931 ? 2 : 3;
                from = (from << 1) | (quadrant >> 1);
                to = (to << 1) | (quadrant & 1);
            }
            if (from == to)
                continue;
            drawn++;
            yield return (from, to);
        }
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine and runtime.</summary>
    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
