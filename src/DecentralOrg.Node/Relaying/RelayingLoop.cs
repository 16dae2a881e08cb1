using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Relaying;

/// <summary>
/// Relaying: asks for a transaction for what waits, in the commit that takes it out of the queue, and puts it back where a
/// transaction came to nothing. What became of each record, the intake learns from the chain.
/// </summary>
internal sealed class RelayingLoop(
    IntakeDesk desk, FollowedOrganization followed, Intents intents, NodeAccounts accounts, EpochClock clock,
    RelayingOptions options, TimeProvider time) : INodeLoop
{
    private readonly RelayingPolicy policy = new(options);
    private readonly Address account = accounts.Of(NodeRole.Relay) ?? throw new InvalidOperationException("Relaying needs an account.");

    public TimeSpan Pause => TimeSpan.FromSeconds(1);

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        if (desk.Records is not { Queue: var queue } || !followed.InStep)
            return false;
        var batches = queue.UnderWay();
        var underWay = batches.Count;
        foreach (var batch in batches.Where(batch => CameToNothing(intents.Find(RelayingKinds.KeyOf(batch)))))
        {
            await queue.ReleaseAsync(batch, options.AfterRefusal, stop);
            underWay--;
        }
        var epoch = followed.View!.Read(organization => organization.Ledger.Epoch);
        if (!policy.IsDue(queue.Length(), underWay, await clock.ClosesAsync(stop), time.GetUtcNow()))
            return false;
        await queue.BatchAsync((session, batch, key) => Want(session, batch, key, epoch), stop);
        return false;
    }

    /// <summary>Whether nothing more comes of a batch that still has records: it was refused as a whole, or its block is read and says nothing of them.</summary>
    private bool CameToNothing(Intent? intent) =>
        intent is null || (intent.Ended && (intent.Block is not { } block || followed.LastStep?.Reached?.Number >= block));

    private void Want(Session session, RecordBatch batch, string key, uint epoch)
    {
        var call = followed.Contracts!.Ledger.Relay(batch.Contributions, batch.Evaluations);
        var wanted = intents.Want(session, new IntentRequest(RelayingKinds.KeyOf(key), RelayingKinds.Relay, account, call, $"{RelayingKinds.Relay}/{epoch}", batch.GasLimit));
        if (wanted != WantResult.Added)
            throw new InvalidOperationException($"Batch {key} was asked for before.");
    }
}
