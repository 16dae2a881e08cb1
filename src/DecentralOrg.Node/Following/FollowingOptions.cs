namespace DecentralOrg.Node.Following;

/// <summary>How the chain is followed.</summary>
public sealed record FollowingOptions
{
    /// <summary>The first block that is read; nothing of the organization may stand before it. 0 by default.</summary>
    public ulong FirstBlock { get; init; }

    /// <summary>
    /// Blocks behind the head that can still be taken back, where the endpoint itself does not say which are final. 64 by
    /// default: two epochs of Ethereum. Too few make an alarm of what is an ordinary reorganization.
    /// </summary>
    public ulong Window { get; init; } = 64;

    /// <summary>The widest range of blocks whose logs are asked for at once; 2,000 by default. It is narrowed where the endpoint refuses.</summary>
    public ulong WidestRange { get; init; } = 2_000;

    /// <summary>Blocks near the head that are committed together; 32 by default.</summary>
    public int LiveBlocks { get; init; } = 32;

    /// <summary>How often the head is asked for; 2 seconds by default.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);
}
