using DecentralOrg.Ethereum;
using DecentralOrg.Node.Endpoints;
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
/// The loop that follows the chain. It begins with what the data says, and no endpoint of another chain is asked then; where
/// there is no data, endpoints are asked for the contracts until one answers.
/// </summary>
internal sealed class FollowingLoop(
    EndpointPool endpoints, IChain chain, NodeOptions options, Database database, Alarms alarms, FollowedOrganization followed,
    IEnumerable<IStepHandler> handlers, ILogger<FollowingLoop> log) : INodeLoop
{
    private readonly FactStore facts = new(database);
    private ChainFollower? follower;

    public TimeSpan Pause => options.Following.Poll;

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        follower ??= Connect(facts.Known() ?? await endpoints.UseAsync(endpoint => IdentifyAsync(endpoint, stop), stop));
        var step = await endpoints.UseAsync(endpoint => follower.StepAsync(endpoint, stop), stop);
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
        var home = HomeOrganization.Of(identity, options.Settlement, endpoints, chain);
        var connected = new ChainFollower(home.Contracts, facts, home.View, alarms, options.Following, log);
        followed.Connect(home);
        log.Connected(identity.ChainId, facts.Cursor()?.Number ?? options.Following.FirstBlock);
        return connected;
    }

    private async Task<Identity> IdentifyAsync(IChain endpoint, CancellationToken stop)
    {
        var contracts = await OrganizationContracts.FindAsync(endpoint, options.Settlement, stop: stop);
        var found = new Identity(
            await endpoint.GetChainIdAsync(stop), await endpoint.GetGenesisHashAsync(stop), contracts.Settlement.Address, contracts.Ledger.Address,
            contracts.Parameters.Address, contracts.Token.Address, contracts.Reputation.Address, contracts.Timelock.Address, contracts.Governor.Address,
            contracts.Roles.Address);
        await facts.ClaimAsync(found, stop);
        return found;
    }
}
