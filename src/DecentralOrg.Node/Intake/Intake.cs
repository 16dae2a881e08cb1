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
    /// <param name="services">The node's services.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="elsewhere">Whether another node takes records in: then it stays closed.</param>
    public static void AddIntake(this IServiceCollection services, IntakeOptions options, bool elsewhere)
    {
        services.AddIntakeRoutes(options);
        services.AddSingleton(new IntakeDoor(elsewhere)).AddSingleton<IntakeDesk>();
        if (elsewhere)
            return;
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<IntakeDesk>());
        services.AddSingleton<IStepHandler>(provider => provider.GetRequiredService<IntakeDesk>());
    }
}
