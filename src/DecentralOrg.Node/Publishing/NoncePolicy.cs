namespace DecentralOrg.Node.Publishing;

/// <summary>
/// Which nonce is next. It follows from what is reserved and from the chain, each time anew: a counter of its own would
/// drift from both (openzeppelin-relayer#683 and the five issues after it).
/// </summary>
/// <param name="most">Most transactions that may wait for a block at once.</param>
internal sealed class NoncePolicy(int most)
{
    /// <summary>
    /// The next nonce; null while enough transactions wait. It is the one after the highest reserved, or the chain's own;
    /// or, where a reorganization took a stranger's transaction back, the hole that it left before ours, however many wait
    /// behind it.
    /// </summary>
    /// <param name="chain">The account's nonce at the head.</param>
    /// <param name="used">The first nonce above all that this node knows to be used for good. An endpoint that lags says less than is so.</param>
    /// <param name="reserved">Nonces of live intents.</param>
    /// <param name="waiting">How many of them wait for a block.</param>
    public ulong? Next(ulong chain, ulong used, IReadOnlySet<ulong> reserved, int waiting)
    {
        if (Holes(chain, used, reserved) is [var hole, ..])
            return hole;
        if (waiting >= most)
            return null;
        var next = Math.Max(chain, used);
        while (reserved.Contains(next))
            next++;
        return next;
    }

    /// <summary>The nonces that nobody uses before one that is reserved: what comes after them is never mined.</summary>
    public static IReadOnlyList<ulong> Holes(ulong chain, ulong used, IReadOnlySet<ulong> reserved)
    {
        var holes = new List<ulong>();
        var next = Math.Max(chain, used);
        foreach (var nonce in reserved.Where(nonce => nonce >= next).Order())
        {
            for (; next < nonce; next++)
                holes.Add(next);
            next = nonce + 1;
        }
        return holes;
    }
}
