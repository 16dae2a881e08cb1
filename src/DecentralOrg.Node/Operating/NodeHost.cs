using System.Net;
using System.Runtime.ExceptionServices;
using DecentralOrg.Node.Api;
using DecentralOrg.Node.Challenging;
using DecentralOrg.Node.Claiming;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Relaying;
using DecentralOrg.Node.Scoring;
using DecentralOrg.Node.Settling;
using DecentralOrg.Node.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
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
        options.Publishing.Validate();
        if (options.Replica && (options.Database is null || options.Keys.Count > 0))
            throw new OptionsException("A replica reads a PostgreSQL database and signs nothing: give it --database, and no keys.");
        using var accounts = NodeAccounts.Open(options);
        using var data = NodeData.Open(options.Data, options.Database, options.Replica);
        var database = data.Database;
        await using var application = Build(options, accounts, database);
        try
        {
            await application.StartAsync(stop);
        }
        catch (IOException taken)
        {
            throw new ListenException($"The node cannot listen on {options.Listen}: {taken.Message} Give --listen another port.", taken);
        }
        application.Logger.NodeStarted(options.Settlement.ToString(), application.Urls.Single(), database.Name);
        await application.WaitForShutdownAsync(stop);
        if (application.Services.GetRequiredService<FatalFailure>().First is { } fatal)
            ExceptionDispatchInfo.Throw(fatal);
    }

    private static WebApplication Build(NodeOptions options, NodeAccounts accounts, Database database)
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
            IntakeRoutes.Limit(kestrel.Limits);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeToStop);
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
        builder.Services.AddDashboard();
        AddParts(builder.Services, options, accounts, database);

        var application = builder.Build();
        application.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = error => error is StorageException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
        });
        application.UseStatusCodePages();
        application.UseDashboard(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        application.UseRequestTimeouts();
        application.UseRateLimiter();
        application.MapOpenApi();
        application.MapOperating();
        application.MapTelemetry();
        application.MapApi();
        application.MapIntake();
        application.MapGoverning();
        return application;
    }

    private static void AddParts(IServiceCollection services, NodeOptions options, NodeAccounts accounts, Database database)
    {
        services.AddSingleton(TimeProvider.System).AddSingleton(options).AddSingleton(accounts).AddSingleton(database).AddSingleton<Alarms>();
        services.AddEndpoints(options.Rpc, options.Endpoints);
        services.AddSingleton<FatalFailure>().AddSingleton<FollowingStatus>().AddSingleton<StatusReader>().AddHostedService<Watchdog>();
        services.AddSingleton<FollowedOrganization>().AddSingleton<EpochClock>().AddSingleton<Scoreboard>().AddSingleton<SituationReader>();
        services.AddSingleton(new NodeInstance(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        services.AddTelemetry(options.Traces);
        services.AddLoop<EndpointLoop>("endpoints");
        services.AddPublishing(options.Publishing);
        services.AddIntake(options.Intake, elsewhere: options.Replica);
        services.AddGoverning(options.Governing);
        if (options.Replica)
        {
            services.AddLoop<ReplicaLoop>("following");
            return;
        }
        services.AddRelaying(options.Relaying, accounts);
        services.AddSettling(accounts);
        services.AddChallenging(accounts);
        services.AddClaiming(accounts);
        services.AddLoop<FollowingLoop>("following");
        // Last, so that they stop first: what they hand out is written before the others stop.
        foreach (var signer in accounts.Signers)
            services.AddLoop($"publishing {signer.Address}", provider => ActivatorUtilities.CreateInstance<PublishingLoop>(provider, signer));
    }
}

/// <summary>The node cannot listen where it was told to.</summary>
public sealed class ListenException(string message, Exception inner) : Exception(message, inner);
