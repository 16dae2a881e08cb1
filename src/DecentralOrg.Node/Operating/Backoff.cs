namespace DecentralOrg.Node.Operating;

/// <summary>
/// How long to wait after a failure: a quarter of a second, doubled up to eight seconds, each time between half of it and all
/// of it, so that nodes that lost the same endpoint do not come back to it at the same moment.
/// </summary>
/// <param name="random">Draws the part.</param>
internal sealed class Backoff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private TimeSpan next = First;

    public TimeSpan Next()
    {
        var whole = next;
        next = 2 * next < Longest ? 2 * next : Longest;
        return whole * (0.5 + 0.5 * random.NextDouble());
    }

    public void Reset() => next = First;
}
