using System.Diagnostics;
using System.Security.Cryptography;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Operating;

/// <summary>One thing that a node does again and again.</summary>
internal interface INodeLoop
{
    /// <summary>How long to wait where there is nothing to do.</summary>
    TimeSpan Pause { get; }

    /// <summary>Does one step. Acting twice is harmless: a step that fails is done again.</summary>
    /// <returns>Whether there is more to do at once.</returns>
    Task<bool> StepAsync(CancellationToken stop);
}

/// <summary>
/// Runs a loop. What the outside world does to it, it waits out and says so, and a disk that is full with it: every step ends
/// as it would if the process had ended there. A defect, or data that is broken, ends the process, because a node that lives
/// on without one of its loops looks well and is not.
/// </summary>
internal sealed class LoopRunner(INodeLoop loop, LoopHealth health, FatalFailure fatal, TimeProvider time, ILogger<LoopRunner> log) : BackgroundService
{
    private readonly Backoff backoff = new(new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                await Task.Delay(await StepAsync(stoppingToken), time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            log.LoopStopped(health.State.Name);
        }
        catch (Exception defect)
        {
            log.LoopCrashed(defect, health.State.Name);
            fatal.Raise(defect);
        }
    }

    /// <summary>Whether waiting can help. A publisher that lost its account to another must not wait for it.</summary>
    internal static bool IsOutside(Exception error) =>
        EndpointFault.Is(error) || error is PublishingException { Reason: not PublishingFailure.LeaseLost }
            or StorageException { MayPass: true };

    private async Task<TimeSpan> StepAsync(CancellationToken stop)
    {
        health.Begin();
        using var span = Telemetry.Source.StartActivity(health.State.Name);
        try
        {
            var more = await loop.StepAsync(stop);
            health.Succeed();
            backoff.Reset();
            return more ? TimeSpan.Zero : loop.Pause;
        }
        catch (Exception error) when (IsOutside(error))
        {
            var wait = backoff.Next();
            span?.SetStatus(ActivityStatusCode.Error, error.Message);
            health.Fail(error.Message);
            log.LoopFailed(health.State.Name, error.Message, wait);
            return wait;
        }
    }
}

/// <summary>How a slice adds its loop to a node.</summary>
internal static class LoopRegistration
{
    /// <summary>Runs a loop with its own health, which the status shows and the watchdog watches.</summary>
    /// <param name="services">The node's services.</param>
    /// <param name="name">What the status calls it.</param>
    public static void AddLoop<T>(this IServiceCollection services, string name) where T : class, INodeLoop =>
        services.AddLoop(name, provider => ActivatorUtilities.CreateInstance<T>(provider));

    /// <summary>The same of a loop that is made in its own way.</summary>
    public static void AddLoop(this IServiceCollection services, string name, Func<IServiceProvider, INodeLoop> create)
    {
        services.AddKeyedSingleton(name, (provider, _) => new LoopHealth(name, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<LoopHealth>(name));
        services.AddSingleton<IHostedService>(provider => new LoopRunner(
            create(provider), provider.GetRequiredKeyedService<LoopHealth>(name), provider.GetRequiredService<FatalFailure>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LoopRunner>>()));
    }
}

/// <summary>The first failure that a node cannot go on with. Raising it stops the host; whoever runs the host throws it.</summary>
internal sealed class FatalFailure(IHostApplicationLifetime lifetime)
{
    private Exception? first;

    public Exception? First => Volatile.Read(ref first);

    public void Raise(Exception error)
    {
        Interlocked.CompareExchange(ref first, error, null);
        lifetime.StopApplication();
    }
}
