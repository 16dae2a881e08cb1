using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Following;

/// <summary>The loop that follows the chain. Its first step finds the contracts, and is done again until an endpoint answers.</summary>
internal sealed class FollowingLoop(IChain chain, NodeOptions options, Database database, FollowedOrganization followed, ILogger<FollowingLoop> log) : INodeLoop
{
    private ChainFollower? follower;

    public TimeSpan Pause => options.Following.Poll;

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        follower ??= await ConnectAsync(stop);
        var step = await follower.StepAsync(chain, stop);
        if (step.Undone > 0)
            log.Reorganized(step.Reached?.Number ?? 0, step.Undone);
        else if (step.Logs > 0)
            log.Followed(step.Reached!.Value.Number, step.Head, step.Logs);
        followed.Stepped(step);
        return step.More;
    }

    private async Task<ChainFollower> ConnectAsync(CancellationToken stop)
    {
        var contracts = await OrganizationContracts.FindAsync(chain, options.Settlement, stop: stop);
        var id = await chain.GetChainIdAsync(stop);
        var facts = new FactStore(database);
        await facts.ClaimAsync(new Identity(id, await chain.GetGenesisHashAsync(stop), options.Settlement), stop);
        var domain = new RecordDomain(id, contracts.Ledger.Address);
        var view = new OrganizationView(contracts, domain);
        var connected = new ChainFollower(contracts, facts, view, options.Following);
        followed.Connect(contracts, domain, view);
        log.Connected(id, facts.Cursor()?.Number ?? options.Following.FirstBlock);
        return connected;
    }
}
