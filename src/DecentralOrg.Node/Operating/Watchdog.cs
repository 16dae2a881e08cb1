using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Operating;

/// <summary>Ends the process when a loop stays at one step for too long: a call that never returns is no failure that anyone would see.</summary>
internal sealed class Watchdog(IEnumerable<LoopHealth> loops, NodeOptions options, FatalFailure fatal, TimeProvider time, ILogger<Watchdog> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Watchdog / 4, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (Stuck(loops, options.Watchdog) is { } stuck)
                {
                    log.LoopStuck(stuck.Name, options.Watchdog);
                    fatal.Raise(new NodeStuckException($"The loop '{stuck.Name}' has been at one step for more than {options.Watchdog.TotalSeconds:0} seconds. The process ends so that it can be started again; nothing that was accepted is lost."));
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            log.LoopStopped("watchdog");
        }
    }

    internal static LoopState? Stuck(IEnumerable<LoopHealth> loops, TimeSpan longest) =>
        loops.FirstOrDefault(loop => loop.StepTakes > longest)?.State;
}

/// <summary>A loop made no progress.</summary>
public sealed class NodeStuckException(string message) : Exception(message);
