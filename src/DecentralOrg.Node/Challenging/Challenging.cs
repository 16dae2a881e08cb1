using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace DecentralOrg.Node.Challenging;

/// <summary>
/// Challenging: every settlement is recomputed when it is posted. One with a wrong row is told of in the status and, where
/// there is an account for it, refuted by the row that is the cheapest to show, in parts if it is long.
/// </summary>
internal static class ChallengingRegistration
{
    /// <summary>Registers challenging; its loop only where there is an account for it.</summary>
    public static void AddChallenging(this IServiceCollection services, NodeAccounts accounts)
    {
        services.AddSingleton<IIntentKinds, ChallengingKinds>().AddSingleton<IStatusSource, StandingWatch>();
        if (accounts.Of(NodeRole.Challenge) is not null)
            services.AddLoop<ChallengingLoop>("challenging");
    }
}
