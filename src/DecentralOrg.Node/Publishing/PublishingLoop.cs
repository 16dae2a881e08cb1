using DecentralOrg.Ethereum;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Publishing;

/// <summary>
/// The loop of one account's publisher. It rests as long as the node is behind the chain, because what is wanted may have
/// been done already, and as long as a final block is missing, because what is wanted may be wanted on another branch.
/// </summary>
internal sealed class PublishingLoop(
    ISigner signer, NodeAccounts accounts, EndpointPool endpoints, Database database, Alarms alarms, FollowedOrganization followed,
    PublishingOptions options, IEnumerable<IIntentKinds> slices, PublishingMetrics metrics, NodeOptions node, TimeProvider time, ILogger<Publisher> log) : INodeLoop
{
    private Publisher? publisher;

    public TimeSpan Pause => node.Following.Poll;

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        if (!followed.InStep || alarms.IsRaised(Alarms.FinalityViolated))
            return false;
        publisher ??= Create(followed.Identity!);
        await endpoints.UseAsync(endpoint => publisher.StepAsync(endpoint, stop), stop);
        return false;
    }

    private Publisher Create(Identity identity)
    {
        accounts.RequireChain(identity.ChainId);
        return new Publisher(
            database, signer, new PublishingChain(identity.ChainId, identity.Genesis), options,
            slices.SelectMany(slice => slice.Kinds).ToDictionary(kind => kind.Name, kind => kind.Oracle), time, log, metrics);
    }
}
