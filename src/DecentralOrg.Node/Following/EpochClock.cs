using DecentralOrg.Ethereum;

namespace DecentralOrg.Node.Following;

/// <summary>What time it is for the contracts, and when the open epoch can be closed.</summary>
/// <param name="chain">The endpoint.</param>
/// <param name="followed">The organization.</param>
/// <param name="time">The node's clock.</param>
internal sealed class EpochClock(IChain chain, FollowedOrganization followed, TimeProvider time)
{
    private (uint Epoch, DateTimeOffset At)? closes;

    /// <summary>The time of the last block, whatever this machine's clock says.</summary>
    public async Task<DateTimeOffset> LastBlockAsync(CancellationToken stop) =>
        DateTimeOffset.FromUnixTimeSeconds((long)(await chain.GetBlockAsync(stop: stop))!.Timestamp);

    /// <summary>
    /// The time of the next block, as far as it can be told: a chain for development can be ahead of the clock, and its last
    /// block can be old.
    /// </summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken stop)
    {
        var last = await LastBlockAsync(stop);
        var now = time.GetUtcNow();
        return last > now ? last : now;
    }

    /// <summary>When the open epoch can be closed. The chain is asked once for each epoch.</summary>
    public async Task<DateTimeOffset> ClosesAsync(CancellationToken stop)
    {
        var (epoch, seconds) = followed.View!.Read(organization => (organization.Ledger.Epoch, organization.Epochs[^1].Terms.EpochSeconds));
        if (closes is not { } known || known.Epoch != epoch)
        {
            var opened = await followed.Contracts!.Settlement.OpenedAtAsync(stop: stop);
            closes = known = (epoch, DateTimeOffset.FromUnixTimeSeconds((long)opened) + TimeSpan.FromSeconds(seconds));
        }
        return known.At;
    }
}
