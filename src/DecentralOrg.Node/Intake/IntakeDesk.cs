using DecentralOrg.Ethereum;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Intake;

/// <summary>The accepted records of one organization, and who changes them.</summary>
/// <param name="Store">Where they are kept.</param>
/// <param name="Queue">Gives them out in batches.</param>
/// <param name="Sync">Learns from the chain what became of them.</param>
internal sealed record AcceptedRecords(RecordStore Store, RecordQueue Queue, RecordSync Sync);

/// <summary>
/// Intake: takes signed records in and keeps them until the chain has them. It opens as soon as it is known what records are
/// signed for, and is told of every step of following, so that whoever acts after the step sees records as the chain has them.
/// </summary>
internal sealed class IntakeDesk(
    FollowedOrganization followed, Database database, IChain chain, Intents intents, IntakeOptions options, IntakeDoor door,
    FatalFailure fatal, TimeProvider time, ILogger<IntakeDesk> log) : BackgroundService, IStepHandler
{
    private readonly TaskCompletionSource<AcceptedRecords> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The accepted records; null as long as the intake is closed.</summary>
    public AcceptedRecords? Records => opened.Task.IsCompletedSuccessfully ? opened.Task.Result : null;

    /// <inheritdoc/>
    public async Task HandleAsync(CancellationToken stop)
    {
        var records = await opened.Task.WaitAsync(stop);
        await records.Sync.RunAsync(intents.Sent, stop);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await followed.Connected.WaitAsync(stoppingToken);
            var (domain, view) = (followed.Domain!, followed.View!);
            using var store = new RecordStore(database);
            using var service = new IntakeService(domain, store, view, chain, options, time, log);
            opened.SetResult(new AcceptedRecords(store, new RecordQueue(domain, store, view, time, log), new RecordSync(domain, store, view, log)));
            door.Open(service);
            await service.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            log.NeverOpened();
        }
        catch (Exception defect)
        {
            log.IntakeCrashed(defect);
            opened.TrySetException(defect);
            fatal.Raise(defect);
        }
    }
}
