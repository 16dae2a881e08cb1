using System.Net;
using System.Runtime.ExceptionServices;
using DecentralOrg.Node.Api;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Scoring;
using DecentralOrg.Node.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Operating;

/// <summary>
/// A node: one process with its data, its loops and its HTTP. Data is opened before the first socket, so that a node that
/// cannot keep anything does not take anything.
/// </summary>
public static class NodeHost
{
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(20);

    /// <summary>Runs a node until it is told to stop.</summary>
    /// <exception cref="StorageException">The data cannot be used.</exception>
    /// <exception cref="NodeStuckException">A loop made no progress.</exception>
    /// <exception cref="ListenException">The address is taken.</exception>
    public static async Task RunAsync(NodeOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var directory = DataDirectory.Open(options.Data);
        using var database = Database.Open(directory.DatabaseFile);
        await using var application = Build(options, database);
        try
        {
            await application.StartAsync(stop);
        }
        catch (IOException taken)
        {
            throw new ListenException($"The node cannot listen on {options.Listen}: {taken.Message} Give --listen another port.", taken);
        }
        application.Logger.NodeStarted(options.Settlement.ToString(), application.Urls.Single(), directory.Path);
        await application.WaitForShutdownAsync(stop);
        if (application.Services.GetRequiredService<FatalFailure>().First is { } fatal)
            ExceptionDispatchInfo.Throw(fatal);
    }

    private static WebApplication Build(NodeOptions options, Database database)
    {
        // No configuration of the host's own: what a node is told is told by its settings, all of which are shown.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        if (options.JsonLog)
            builder.Logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "O"));
        else
            builder.Logging.AddSimpleConsole(text => (text.UseUtcTimestamp, text.TimestampFormat, text.SingleLine) = (true, "u ", true));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            if (IPAddress.TryParse(options.Listen.Host.Trim('[', ']'), out var address))
                kestrel.Listen(address, options.Listen.Port);
            else
                kestrel.ListenLocalhost(options.Listen.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Limits.MaxConcurrentConnections = 1_000;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeToStop);
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
        AddParts(builder.Services, options, database);

        var application = builder.Build();
        application.UseExceptionHandler();
        application.UseStatusCodePages();
        application.MapOpenApi();
        application.MapOperating();
        application.MapApi();
        return application;
    }

    private static void AddParts(IServiceCollection services, NodeOptions options, Database database)
    {
        services.AddSingleton(TimeProvider.System).AddSingleton(options).AddSingleton(database).AddSingleton<Alarms>();
        services.AddEndpoints(options.Rpc, options.Endpoints);
        services.AddSingleton<FatalFailure>().AddSingleton<StatusReader>().AddHostedService<Watchdog>();
        services.AddSingleton<FollowedOrganization>().AddSingleton<Scoreboard>();
        services.AddSingleton(new NodeInstance(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        services.AddLoop<EndpointLoop>("endpoints");
        services.AddLoop<FollowingLoop>("following");
    }

    /// <summary>Runs a loop with its own health, which the status shows and the watchdog watches.</summary>
    private static void AddLoop<T>(this IServiceCollection services, string name) where T : class, INodeLoop
    {
        services.AddSingleton<T>();
        services.AddKeyedSingleton(name, (provider, _) => new LoopHealth(name, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<LoopHealth>(name));
        services.AddSingleton<IHostedService>(provider => new LoopRunner(
            provider.GetRequiredService<T>(), provider.GetRequiredKeyedService<LoopHealth>(name), provider.GetRequiredService<FatalFailure>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LoopRunner>>()));
    }
}

/// <summary>The node cannot listen where it was told to.</summary>
public sealed class ListenException(string message, Exception inner) : Exception(message, inner);
