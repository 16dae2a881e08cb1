using System.Threading.Channels;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// Writes what arrives, everything that arrived during one commit in the next: under load hundreds of records share the
/// disk's delay, and a single one waits for nobody. The loop alone adds records.
/// </summary>
internal sealed class IntakeLoop
{
    private readonly RecordStore store;
    private readonly LedgerGate ledger;
    private readonly IntakeOptions options;
    private readonly IntakeMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Channel<Arrival> arrivals;
    private volatile bool stopping;

    public IntakeLoop(RecordStore store, LedgerGate ledger, IntakeOptions options, IntakeMetrics metrics, TimeProvider time, ILogger log)
    {
        (this.store, this.ledger, this.options, this.metrics, this.time, this.log) = (store, ledger, options, metrics, time, log);
        // Wait means here that a full queue says so at once: nobody uses WriteAsync.
        arrivals = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(options.Queue) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    }

    /// <summary>Posts that wait to be written.</summary>
    public int Length => arrivals.Reader.Count;

    /// <summary>Waits for the commit of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="verified">Whether its signature was looked at.</param>
    /// <param name="stop">Stops waiting; the record may be committed all the same, and posting it again tells.</param>
    public async Task<IntakeAnswer> EnterAsync(PostedRecord record, bool verified, CancellationToken stop)
    {
        var arrival = new Arrival(record, verified);
        if (arrivals.Writer.TryWrite(arrival))
            return await arrival.Answer.WaitAsync(stop);
        return Refused.Because(stopping ? IntakeRefusal.Stopping : IntakeRefusal.QueueFull);
    }

    /// <summary>Writes until <paramref name="stop"/>, and then what has arrived before.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var closing = stop.Register(Close);
        var batch = new List<Arrival>(options.PerCommit);
        try
        {
            while (await arrivals.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (batch.Count < options.PerCommit && arrivals.Reader.TryRead(out var arrival))
                    batch.Add(arrival);
                await CommitAsync(batch);
                batch.Clear();
            }
        }
        catch (Exception error)
        {
            // Whoever waits must not wait for ever; the supervisor ends the process.
            Close();
            while (arrivals.Reader.TryRead(out var arrival))
                batch.Add(arrival);
            batch.ForEach(arrival => arrival.Fail(error));
            throw;
        }
    }

    private void Close()
    {
        stopping = true;
        arrivals.Writer.TryComplete();
    }

    private async Task CommitAsync(List<Arrival> batch)
    {
        IntakeAnswer[] answers;
        try
        {
            answers = await store.WriteAsync(session => batch.ConvertAll(arrival => Take(session, arrival)).ToArray());
        }
        catch (StorageException error)
        {
            log.CommitFailed(error, batch.Count);
            batch.ForEach(arrival => arrival.Set(Refused.Because(IntakeRefusal.StorageUnavailable, retryAfter: TimeSpan.FromSeconds(30))));
            if (!error.MayPass)
                throw;
            return;
        }
        metrics.Committed(batch.Count);
        for (var i = 0; i < answers.Length; i++)
            batch[i].Set(answers[i]);
    }

    private IntakeAnswer Take(Session session, Arrival arrival)
    {
        var record = arrival.Record;
        // It was known when it came; if it is not, the commit that it was part of failed.
        if (!arrival.Verified)
            return RecordStore.Find(session, record.Digest) is { } first ? Known(first, record, time) : Refused.Because(IntakeRefusal.StorageUnavailable);
        if ((ledger.Check(record, out var replaced) ?? (replaced is null ? Bound(record) : null)) is { } refused)
            return RecordStore.Find(session, record.Digest) is { State: not RecordState.Skipped } taken ? Known(taken, record, time) : refused;
        var (now, place) = (time.GetUtcNow().ToUnixTimeMilliseconds(), store.Waiting.Count + (replaced is null ? 1 : 0));
        // Most records are new: looking for them first would take as long as writing them.
        var known = store.TryInsert(session, record, now, place) ? null : RecordStore.Find(session, record.Digest)
            ?? throw new InvalidOperationException($"Record {record.Digest} is there and is not.");
        if (known is { State: not RecordState.Skipped })
            return Known(known, record, time);
        if (replaced is not null)
        {
            store.Supersede(session, replaced, record.Digest);
            log.Replaced(replaced.Digest, record.Digest);
        }
        if (known is null)
            return new Accepted(record.Digest, record.Id, place, DateTimeOffset.FromUnixTimeMilliseconds(now));
        store.Revive(session, record);
        return Known(known, record, time);
    }

    /// <summary>The answer to a record that was accepted before, or that the ledger has.</summary>
    public static IntakeAnswer Known(RecordStatus known, PostedRecord record, TimeProvider time) => known.State == RecordState.Superseded
        ? Refused.Because(IntakeRefusal.Superseded)
        : new Accepted(record.Digest, record.Id, known.Place, known.AcceptedAt ?? time.GetUtcNow());

    private Refused? Bound(PostedRecord record)
    {
        if (store.Waiting.Count >= options.Backlog)
            return Refused.Because(IntakeRefusal.BacklogFull, retryAfter: TimeSpan.FromMinutes(1));
        return store.Waiting.CountOf(record.Author) >= options.AuthorBacklog
            ? Refused.Because(IntakeRefusal.AuthorBacklog, retryAfter: TimeSpan.FromMinutes(1)) : null;
    }
}
