using DecentralOrg.Node.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Tests.Intake;

/// <summary>The intake behind Kestrel, in this process or in one of its own that a test can kill.</summary>
internal static class IntakeProcess
{
    public const string Mode = "intake-process";

    /// <summary>Serves until it is killed, and says where on the standard output.</summary>
    public static async Task ServeAsync(string folder)
    {
        var world = new IntakeWorld(folder: folder).Run();
        await using var app = await HostAsync(world);
        await Console.Out.WriteLineAsync(app.Urls.Single());
        // Until it is killed, or whoever started it is gone.
        await Console.In.ReadToEndAsync();
    }

    public static Task<WebApplication> HostAsync(IntakeWorld world)
    {
        var door = new IntakeDoor();
        door.Open(world.Service);
        return HostAsync(world, door);
    }

    public static async Task<WebApplication> HostAsync(IntakeWorld world, IntakeDoor door)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
        {
            IntakeRoutes.Limit(kestrel.Limits);
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1));
        });
        builder.Services.AddSingleton(door).AddIntakeRoutes(world.Options);
        var app = builder.Build();
        app.UseRequestTimeouts();
        app.UseRateLimiter();
        app.MapIntake();
        await app.StartAsync();
        return app;
    }
}
