using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace DecentralOrg.Node.Governing;

/// <summary>
/// Governing: proposals are shown as what they do and where they are, and members' signed votes and delegations are brought
/// to the chain by the publisher of the account that relays, so that they need no ether. What a description says of a
/// simulation is computed again.
/// </summary>
internal static class GoverningRegistration
{
    /// <summary>Registers governing; a node that only answers brings nothing, and says so.</summary>
    public static void AddGoverning(this IServiceCollection services, GoverningOptions options)
    {
        services.AddSingleton(options).AddSingleton<ProposalReader>().AddSingleton<SimulationCheck>().AddSingleton<VoteService>();
        services.AddSingleton<IIntentKinds, GoverningKinds>();
        services.AddSingleton<IStatusSource, ProposalStatus>();
    }
}
