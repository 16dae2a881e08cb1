using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Following;

/// <summary>The loop that follows the chain. Its first step finds the contracts, and is done again until an endpoint answers.</summary>
internal sealed class FollowingLoop(
    EndpointPool endpoints, NodeOptions options, Database database, Alarms alarms, FollowedOrganization followed, ILogger<FollowingLoop> log) : INodeLoop
{
    private readonly FactStore facts = new(database);
    private ChainFollower? follower;

    public TimeSpan Pause => options.Following.Poll;

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        if (follower is null && facts.Identity() is { } known)
            endpoints.Belong(new HomeChain(known.ChainId, known.Genesis));
        follower ??= await endpoints.UseAsync(chain => ConnectAsync(chain, stop), stop);
        var step = await endpoints.UseAsync(chain => follower.StepAsync(chain, stop), stop);
        if (step.Undone > 0)
            log.Reorganized(step.Reached?.Number ?? 0, step.Undone);
        else if (step.Logs > 0)
            log.Followed(step.Reached!.Value.Number, step.Head, step.Logs);
        followed.Stepped(step);
        return step.More;
    }

    private async Task<ChainFollower> ConnectAsync(IChain chain, CancellationToken stop)
    {
        var contracts = (await OrganizationContracts.FindAsync(chain, options.Settlement, stop: stop)).At(new AnyEndpoint(endpoints));
        var home = new HomeChain(await chain.GetChainIdAsync(stop), await chain.GetGenesisHashAsync(stop));
        await facts.ClaimAsync(new Identity(home.Id, home.Genesis, options.Settlement), stop);
        endpoints.Belong(home);
        var domain = new RecordDomain(home.Id, contracts.Ledger.Address);
        var view = new OrganizationView(contracts, domain);
        var connected = new ChainFollower(contracts, facts, view, alarms, options.Following, log);
        followed.Connect(contracts, domain, view);
        log.Connected(home.Id, facts.Cursor()?.Number ?? options.Following.FirstBlock);
        return connected;
    }
}
