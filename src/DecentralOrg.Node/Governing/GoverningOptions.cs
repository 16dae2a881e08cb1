namespace DecentralOrg.Node.Governing;

/// <summary>What a node does for members who govern.</summary>
public sealed record GoverningOptions
{
    /// <summary>
    /// Signed votes, delegations and proposals of one account that are brought to the chain in one epoch, at most: 16 by default, which is
    /// about 2 million gas. Further ones are refused until the next epoch opens. What they may cost in gas is bounded by the
    /// budget of an epoch as well, for each account, and by the purse of an epoch (<see cref="Publishing.PublishingOptions.PurseWei"/>)
    /// for all accounts together.
    /// </summary>
    public int MessagesPerEpoch { get; init; } = 16;
}
