using DecentralOrg.Node.Following;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// Intake: signed records come in over HTTP, are judged by the cheapest question first, and are committed before they are
/// answered. From then on they are kept, whatever happens, until the chain has them or says why not.
/// </summary>
internal static class IntakeRegistration
{
    /// <summary>Registers the intake and the limits of its routes.</summary>
    public static void AddIntake(this IServiceCollection services, IntakeOptions options)
    {
        services.AddIntakeRoutes(options);
        services.AddSingleton<IntakeDoor>().AddSingleton<IntakeDesk>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<IntakeDesk>());
        services.AddSingleton<IStepHandler>(provider => provider.GetRequiredService<IntakeDesk>());
    }
}
