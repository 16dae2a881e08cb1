using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace DecentralOrg.Node.Relaying;

/// <summary>
/// Relaying: accepted records are brought to the ledger in batches, when enough wait or the oldest has waited enough, by the
/// publisher of the account that relays. A batch that was refused as a whole waits again.
/// </summary>
internal static class RelayingRegistration
{
    /// <summary>Registers relaying; its loop only where there is an account for it.</summary>
    public static void AddRelaying(this IServiceCollection services, RelayingOptions options, NodeAccounts accounts)
    {
        services.AddSingleton(options);
        services.AddSingleton<IIntentKinds, RelayingKinds>();
        if (accounts.Of(NodeRole.Relay) is not null)
            services.AddLoop<RelayingLoop>("relaying");
    }
}
