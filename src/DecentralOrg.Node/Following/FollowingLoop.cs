using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Following;

/// <summary>Something that has to be done with what a step read before the next one is made.</summary>
internal interface IStepHandler
{
    /// <summary>Called after every step, also one that read nothing. Doing it twice is harmless.</summary>
    Task HandleAsync(CancellationToken stop);
}

/// <summary>
/// The loop that follows the chain. It begins with what the data says, and compares the endpoint with it before the first
/// step; where there is no data, the endpoint is asked for the contracts until one answers.
/// </summary>
internal sealed class FollowingLoop(
    IChain chain, NodeOptions options, Database database, FollowedOrganization followed, IEnumerable<IStepHandler> handlers, ILogger<FollowingLoop> log) : INodeLoop
{
    private readonly FactStore facts = new(database);
    private ChainFollower? follower;
    private bool compared;

    public TimeSpan Pause => options.Following.Poll;

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        if (follower is null && facts.Known() is { } known)
            follower = Connect(known);
        if (!compared)
        {
            var found = await IdentifyAsync(stop);
            await facts.ClaimAsync(found, stop);
            follower ??= Connect(found);
            compared = true;
        }
        var step = await follower!.StepAsync(chain, stop);
        if (step.Undone > 0)
            log.Reorganized(step.Reached?.Number ?? 0, step.Undone);
        else if (step.Logs > 0)
            log.Followed(step.Reached!.Value.Number, step.Head, step.Logs);
        foreach (var handler in handlers)
            await handler.HandleAsync(stop);
        followed.Stepped(step);
        return step.More;
    }

    private ChainFollower Connect(Identity identity)
    {
        if (identity.Settlement != options.Settlement)
            throw new StorageException(StorageFailure.OtherOrganization, FactStore.Difference(identity, identity with { Settlement = options.Settlement }));
        var contracts = OrganizationContracts.Of(chain, identity);
        var domain = new RecordDomain(identity.ChainId, identity.Ledger);
        var view = new OrganizationView(contracts, domain);
        var connected = new ChainFollower(contracts, facts, view, options.Following);
        followed.Connect(identity, contracts, view, domain);
        log.Connected(identity.ChainId, facts.Cursor()?.Number ?? options.Following.FirstBlock);
        return connected;
    }

    private async Task<Identity> IdentifyAsync(CancellationToken stop)
    {
        var contracts = await OrganizationContracts.FindAsync(chain, options.Settlement, stop: stop);
        return new Identity(
            await chain.GetChainIdAsync(stop), await chain.GetGenesisHashAsync(stop), contracts.Settlement.Address, contracts.Ledger.Address,
            contracts.Parameters.Address, contracts.Token.Address, contracts.Reputation.Address);
    }
}
