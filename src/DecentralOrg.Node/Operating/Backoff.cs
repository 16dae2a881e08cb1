namespace DecentralOrg.Node.Operating;

/// <summary>
/// How long to wait after a failure, doubled from time to time, each time between half of it and all of it, so that nodes
/// that lost the same endpoint do not come back to it at the same moment.
/// </summary>
/// <param name="random">Draws the part.</param>
/// <param name="first">The first wait.</param>
/// <param name="longest">The longest.</param>
internal sealed class Backoff(Random random, TimeSpan first, TimeSpan longest)
{
    private TimeSpan? grown;

    /// <summary>From a quarter of a second to eight seconds: for a loop, whose next step may find another endpoint.</summary>
    public Backoff(Random random) : this(random, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(8))
    {
    }

    public TimeSpan Next()
    {
        var whole = grown ?? first;
        grown = 2 * whole < longest ? 2 * whole : longest;
        return whole * (0.5 + 0.5 * random.NextDouble());
    }

    public void Reset() => grown = null;
}
