using DecentralOrg.Node.Operating;
using Microsoft.Extensions.DependencyInjection;

namespace DecentralOrg.Node.Claiming;

/// <summary>Claiming: where there is an account for it, every member is brought up to date after each final epoch, so that nobody has to know how.</summary>
internal static class ClaimingRegistration
{
    /// <summary>Registers claiming where there is an account for it.</summary>
    public static void AddClaiming(this IServiceCollection services, NodeAccounts accounts)
    {
        if (accounts.Of(NodeRole.Claim) is not null)
            services.AddLoop<ClaimingLoop>("claiming");
    }
}
