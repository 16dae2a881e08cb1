using System.Security.Cryptography;
using DecentralOrg.Ethereum;
using DecentralOrg.Node.Endpoints;
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
/// Runs a loop. What the outside world does to it, it waits out and says so; a defect, or data that cannot be kept, ends
/// the process, because a node that lives on without one of its loops looks well and is not.
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

    private async Task<TimeSpan> StepAsync(CancellationToken stop)
    {
        health.Begin();
        try
        {
            var more = await loop.StepAsync(stop);
            health.Succeed();
            backoff.Reset();
            return more ? TimeSpan.Zero : loop.Pause;
        }
        catch (Exception error) when (error is RpcException or EndpointException)
        {
            var wait = backoff.Next();
            health.Fail(error.Message);
            log.LoopFailed(health.State.Name, error.Message, wait);
            return wait;
        }
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
