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
/// <param name="Resting">How many records rest besides, because a batch with them was refused as a whole.</param>
internal readonly record struct QueueLength(int Records, DateTimeOffset? Oldest, int Resting);

/// <summary>
/// The relayer's side of the accepted records: gives them out in batches, in an order that the ledger takes, and takes them
/// back when a batch came to nothing. What became of them, <see cref="RecordSync"/> learns from the chain. A record that no
/// batch brings to the chain stands in the way of its author's next ones at most: after a refusal it rests, after two it is
/// sent alone.
/// </summary>
internal sealed class RecordQueue(RecordDomain domain, RecordStore store, OrganizationView view, TimeProvider time, ILogger log)
{
    /// <summary>How often a record goes in a batch with others.</summary>
    private const int Together = 2;

    /// <summary>The longest that a record rests: it doubles with every refusal.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    // A clock that was set back lets nobody rest longer than the longest.
    private const string Awake = "(rests_until <= @now OR rests_until > @never)";

    private const string RowColumns = "id, kind, message, signature, attempts";

    /// <summary>Records of each kind that one call gives out at most: the plan looks at every signature.</summary>
    public const int AtOnce = 512;

    /// <summary>What waits for a batch now.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    public QueueLength Length()
    {
        var (now, never) = Rests();
        return store.Read(session => session.Query(
            $"""
            SELECT COUNT(CASE WHEN {Awake} THEN 1 END), MIN(CASE WHEN {Awake} THEN accepted_at END), COUNT(*) FROM records WHERE state = 0
            """,
            row => new QueueLength(
                row.GetInt32(0), row.IsDBNull(1) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetInt32(2) - row.GetInt32(0)),
            ("@now", now), ("@never", never))[0]);
    }

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
        var planned = Plan(rows);
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
    /// <param name="key">The batch.</param>
    /// <param name="rest">How long they rest after a first refusal: the same at once would most likely be refused again.</param>
    /// <param name="stop">Gives up; nothing changes.</param>
    /// <returns>How many wait again.</returns>
    /// <exception cref="StorageException">The database could not be written.</exception>
    public async Task<int> ReleaseAsync(string key, TimeSpan rest, CancellationToken stop = default)
    {
        var now = time.GetUtcNow();
        var records = await store.WriteAsync(
            session =>
            {
                var released = 0;
                foreach (var attempts in session.Query("SELECT DISTINCT attempts FROM records WHERE batch = @key AND state = 1", row => row.GetInt64(0), ("@key", key)))
                {
                    released += store.Change(
                        session,
                        $"""
                        UPDATE records SET state = 0, batch = NULL, rests_until = @until
                        WHERE batch = @key AND state = 1 AND attempts = @attempts RETURNING {RecordStore.WaitingColumns}
                        """,
                        ("@until", (now + RestAfter(attempts, rest)).ToUnixTimeMilliseconds()), ("@key", key), ("@attempts", attempts));
                }
                return released;
            },
            stop);
        log.Released(key, records);
        return records;
    }

    /// <summary>The keys of the batches whose records are not yet known to be taken or left out.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    public IReadOnlyList<string> UnderWay() => store.Read(session => session.Query(
        "SELECT DISTINCT batch FROM records WHERE state = 1", row => row.GetString(0)));

    /// <summary>Whether records of a batch are not yet known to be taken or left out.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    public bool IsUnderWay(string key) => store.Read(session => session.Number(
        "SELECT 1 FROM records WHERE batch = @key AND state = 1 LIMIT 1", ("@key", key))) is not null;

    private (long Now, long Never) Rests()
    {
        var now = time.GetUtcNow();
        return (now.ToUnixTimeMilliseconds(), (now + LongestRest).ToUnixTimeMilliseconds());
    }

    private static TimeSpan RestAfter(long attempts, TimeSpan first) =>
        attempts > 20 || first * (1L << (int)(attempts - 1)) > LongestRest ? LongestRest : first * (1L << (int)(attempts - 1));

    /// <summary>What waits and does not rest, contributions first; of an author's evaluations none that comes after one that rests.</summary>
    private List<Row> Ready()
    {
        var groups = view.Read(organization => store.Waiting.Evaluations(organization.Ledger.Epoch)
            .Select(group => (Group: group, Taken: organization.Ledger.SpendingOf(group[0].Author).Nonce)).ToList());
        var inTurn = new List<WaitingRecord>();
        foreach (var (group, taken) in groups)
        {
            var next = taken;
            inTurn.AddRange(group.SkipWhile(record => record.Nonce < taken).TakeWhile(record => record.Nonce == next++)
                .Where(record => record.State == RecordState.Waiting));
        }
        var (now, never) = Rests();
        return store.Read(session =>
        {
            var ready = session.Query(
                $"SELECT {RowColumns} FROM records WHERE state = 0 AND kind = 0 AND {Awake} ORDER BY id LIMIT @most",
                Read, ("@most", AtOnce), ("@now", now), ("@never", never));
            var (all, held) = (ready.Count + AtOnce, new HashSet<Address>());
            // By nonce first: every author gets a turn, and each one's own come in order whatever the batches.
            foreach (var record in inTurn.OrderBy(record => record.Nonce).ThenBy(record => record.Id))
            {
                if (ready.Count == all)
                    break;
                if (held.Contains(record.Author))
                    continue;
                var row = session.QueryOne(
                    $"SELECT {RowColumns} FROM records WHERE id = @id AND state = 0 AND {Awake}", Read, ("@id", record.Id), ("@now", now), ("@never", never));
                if (row is null)
                    held.Add(record.Author);
                else
                    ready.Add(row);
            }
            return ready;
        });
    }

    /// <summary>Batches that bring contributions before evaluations, and of each kind first what goes alone.</summary>
    private List<(RecordBatch Batch, string Key, List<Row> Rows)> Plan(List<Row> rows)
    {
        var planned = new List<(RecordBatch Batch, string Key, List<Row> Rows)>();
        foreach (var kind in rows.GroupBy(row => row.Record.Kind))
        {
            foreach (var row in kind.Where(row => row.Attempts >= Together))
                Add([row]);
            Add([.. kind.Where(row => row.Attempts < Together)]);
        }
        return planned;

        void Add(List<Row> together)
        {
            var place = 0;
            foreach (var batch in RecordBatch.Plan(
                domain,
                together.Select(row => row.Record).OfType<PostedContribution>().Select(made => new SignedContribution(made.Record, made.Signature)),
                together.Select(row => row.Record).OfType<PostedEvaluation>().Select(given => new SignedEvaluation(given.Record, given.Signature))))
            {
                var part = together.GetRange(place, batch.Contributions.Count + batch.Evaluations.Count);
                place += part.Count;
                planned.Add((batch, KeyOf(part), part));
            }
        }
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
