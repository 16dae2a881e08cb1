namespace DecentralOrg.Kernel.Governance;

/// <summary>How unevenly something is spread over members, in 1/10000.</summary>
public static class Inequality
{
    private const int WholeBp = 10_000;

    /// <summary>
    /// The Gini coefficient (Gini 1912), rounded down: 0 if all have the same or nobody has anything, nearly 10000 if one has all.
    /// </summary>
    /// <param name="values">What each member has; 2^22 members at most.</param>
    public static int GiniBp(ReadOnlySpan<ulong> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        UInt128 total = 0, ranked = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            total += sorted[i];
            ranked += (UInt128)sorted[i] * (ulong)(i + 1);
        }
        if (total == 0)
            return 0;
        var members = (UInt128)(ulong)sorted.Length;
        return (int)(((2 * ranked) - ((members + 1) * total)) * WholeBp / (members * total));
    }

    /// <summary>The share of all that those have who have most, rounded down.</summary>
    /// <param name="values">What each member has.</param>
    /// <param name="count">How many of them; more than there are are all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static int TopShareBp(ReadOnlySpan<ulong> values, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var sorted = values.ToArray();
        Array.Sort(sorted);
        UInt128 total = 0, top = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            total += sorted[i];
            if (i >= sorted.Length - count)
                top += sorted[i];
        }
        return total == 0 ? 0 : (int)(top * WholeBp / total);
    }
}
