using DecentralOrg.Ethereum;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Following;

/// <summary>
/// Follows what another node writes to a database that both use, and asks the chain only how far that node is behind. Writes
/// nothing.
/// </summary>
internal sealed class ReplicaLoop(EndpointPool endpoints, IChain chain, NodeOptions options, Database database, FollowedOrganization followed) : INodeLoop
{
    private readonly FactStore facts = new(database);
    private ChainPoint? last;

    public TimeSpan Pause => options.Following.Poll;

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        if (followed.View is null && !TryConnect())
            return false;
        var since = facts.Since(last);
        if (since.Stands && since.Logs.Count > 0)
            followed.View!.Apply(since.Logs, _ => null, facts.Logs);
        else if (!since.Stands && (last is not null || since.Logs.Count > 0))
            followed.View!.Rebuild(since.Logs);
        last = since.Logs.Count > 0 ? new ChainPoint(since.Logs[^1].BlockNumber, since.Logs[^1].BlockHash) : since.Stands ? last : null;
        var head = (await chain.GetBlockAsync(BlockTag.Latest, stop))?.Number ?? 0;
        followed.Stepped(new FollowStep(head, since.Cursor, since.Logs.Count, 0, More: false));
        return false;
    }

    /// <summary>Learns from the data which organization on which chain it is about.</summary>
    private bool TryConnect()
    {
        if (facts.Known() is not { } identity)
            return false;
        followed.Connect(HomeOrganization.Of(identity, options.Settlement, endpoints, chain));
        return true;
    }
}
