using System.Data.Common;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Relaying;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Intake;

/// <summary>What waits for a batch.</summary>
/// <param name="Records">How many records.</param>
/// <param name="Oldest">When the oldest of them was accepted; null if none waits.</param>
internal readonly record struct QueueLength(int Records, DateTimeOffset? Oldest);

/// <summary>
/// The relayer's side of the accepted records: gives them out in batches, in an order that the ledger takes, and takes them
/// back when a batch came to nothing. What became of them, <see cref="RecordSync"/> learns from the chain.
/// </summary>
internal sealed class RecordQueue(RecordDomain domain, RecordStore store, OrganizationView view, ILogger log)
{
    /// <summary>Records of each kind that one call gives out at most: the plan looks at every signature.</summary>
    public const int AtOnce = 512;

    /// <summary>What waits for a batch now.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    public QueueLength Length() => store.Read(session => new QueueLength(
        (int)(session.Number("SELECT COUNT(*) FROM records WHERE state = 0") ?? 0),
        session.Number("SELECT MIN(accepted_at) FROM records WHERE state = 0") is { } oldest ? DateTimeOffset.FromUnixTimeMilliseconds(oldest) : null));

    /// <summary>
    /// Gives out what waits: contributions, so that credits find them, then evaluations, each author's by nonce and without
    /// a hole. A record is marked with its batch's key in the transaction in which <paramref name="send"/> writes that the
    /// batch has to be sent.
    /// </summary>
    /// <param name="send">Writes one batch, in order; its key is new for every attempt.</param>
    /// <param name="stop">Gives up; nothing is given out.</param>
    /// <returns>The keys; none if nothing waits, or if an author replaced a record in between.</returns>
    /// <exception cref="StorageException">The database could not be written.</exception>
    public async Task<IReadOnlyList<string>> BatchAsync(Action<Session, RecordBatch, string> send, CancellationToken stop = default)
    {
        var rows = Ready();
        if (rows.Count == 0)
            return [];
        // Outside the transaction: it takes a tenth of a millisecond a record, and nobody could write meanwhile.
        var (planned, place) = (new List<(RecordBatch Batch, string Key, List<Row> Rows)>(), 0);
        foreach (var batch in RecordBatch.Plan(
            domain,
            rows.Select(row => row.Record).OfType<PostedContribution>().Select(made => new SignedContribution(made.Record, made.Signature)),
            rows.Select(row => row.Record).OfType<PostedEvaluation>().Select(given => new SignedEvaluation(given.Record, given.Signature))))
        {
            var part = rows.GetRange(place, batch.Contributions.Count + batch.Evaluations.Count);
            place += part.Count;
            planned.Add((batch, KeyOf(part), part));
        }
        var keys = await store.WriteAsync<IReadOnlyList<string>>(
            session =>
            {
                // Replaced, or anchored, since they were read: the next call plans without them.
                if (rows.Exists(row => session.Number("SELECT 1 FROM records WHERE id = @id AND state = 0", ("@id", row.Id)) is null))
                    return [];
                foreach (var (batch, key, part) in planned)
                {
                    foreach (var row in part)
                    {
                        store.Change(
                            session,
                            $"UPDATE records SET state = 1, batch = @key, attempts = attempts + 1 WHERE id = @id RETURNING {RecordStore.WaitingColumns}",
                            ("@key", key), ("@id", row.Id));
                    }
                    send(session, batch, key);
                }
                return [.. planned.Select(each => each.Key)];
            },
            stop);
        foreach (var (_, key, part) in planned.Take(keys.Count))
            log.Batched(part.Count, key);
        return keys;
    }

    /// <summary>Lets the records of a batch wait again that will never be taken as it is: it was refused as a whole.</summary>
    /// <returns>How many wait again.</returns>
    /// <exception cref="StorageException">The database could not be written.</exception>
    public async Task<int> ReleaseAsync(string key, CancellationToken stop = default)
    {
        var records = await store.WriteAsync(session => Release(session, key), stop);
        log.Released(key, records);
        return records;
    }

    /// <summary><see cref="ReleaseAsync"/> within a transaction of <see cref="RecordStore.WriteAsync"/>.</summary>
    public int Release(Session session, string key) => store.Change(
        session, $"UPDATE records SET state = 0, batch = NULL WHERE batch = @key AND state = 1 RETURNING {RecordStore.WaitingColumns}", ("@key", key));

    /// <summary>The keys of the batches whose records are not yet known to be taken or left out.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    public IReadOnlyList<string> UnderWay() => store.Read(session => session.Query(
        "SELECT DISTINCT batch FROM records WHERE state = 1", row => row.GetString(0)));

    /// <summary>Whether records of a batch are not yet known to be taken or left out.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    public bool IsUnderWay(string key) => store.Read(session => session.Number(
        "SELECT 1 FROM records WHERE batch = @key AND state = 1 LIMIT 1", ("@key", key))) is not null;

    private List<Row> Ready()
    {
        var (epoch, nonces) = view.Read(organization => (
            organization.Ledger.Epoch,
            store.Waiting.Evaluations(organization.Ledger.Epoch).Select(group => (Group: group, organization.Ledger.SpendingOf(group[0].Author).Nonce)).ToList()));
        var ready = new List<WaitingRecord>();
        foreach (var (group, taken) in nonces)
        {
            var next = taken;
            foreach (var record in group.SkipWhile(record => record.Nonce < taken).TakeWhile(record => record.Nonce == next++))
            {
                if (record.State == RecordState.Waiting)
                    ready.Add(record);
            }
        }
        return store.Read(session =>
        {
            var contributions = session.Query(
                "SELECT id, kind, message, signature, attempts FROM records WHERE state = 0 AND kind = 0 ORDER BY id LIMIT @most", Read, ("@most", AtOnce));
            // By nonce first: every author gets a turn, and each one's own come in order whatever the batches.
            foreach (var record in ready.OrderBy(record => record.Nonce).ThenBy(record => record.Id).Take(AtOnce))
            {
                contributions.AddRange(session.Query(
                    "SELECT id, kind, message, signature, attempts FROM records WHERE id = @id AND state = 0", Read, ("@id", record.Id)));
            }
            return contributions;
        });
    }

    private Row Read(DbDataReader row)
    {
        var record = RecordReader.ReadStored((RecordKind)row.GetInt32(1), (byte[])row[2], (byte[])row[3], domain);
        return new Row(row.GetInt64(0), record, row.GetInt64(4));
    }

    /// <summary>The same records again, after a batch of them was refused, are another batch.</summary>
    private static string KeyOf(List<Row> rows)
    {
        var key = default(Bytes32);
        foreach (var row in rows)
            key = Keccak.Hash([.. key.ToArray(), .. row.Record.Digest.ToArray(), .. BitConverter.GetBytes(row.Attempts)]);
        return key.ToString();
    }

    private sealed record Row(long Id, PostedRecord Record, long Attempts);
}
