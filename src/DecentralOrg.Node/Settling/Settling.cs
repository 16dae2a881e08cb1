using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace DecentralOrg.Node.Settling;

/// <summary>
/// Settling: closes the epoch when its time is over, posts what follows from its log under a bond, makes final what was
/// right, whoever posted it, and fetches its bonds. Several settlers do not hurt each other: who comes second ends quietly.
/// </summary>
internal static class SettlingRegistration
{
    /// <summary>Registers settling; its loop only where there is an account for it.</summary>
    public static void AddSettling(this IServiceCollection services, NodeAccounts accounts)
    {
        services.AddSingleton<IIntentKinds, SettlingKinds>().AddSingleton<Withdrawals>();
        if (accounts.Of(NodeRole.Settle) is not null)
            services.AddLoop<SettlingLoop>("settling");
    }
}
