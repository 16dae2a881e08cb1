using System.Data.Common;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Intake;

/// <summary>What is known of a record.</summary>
/// <param name="Digest">What was signed.</param>
/// <param name="Kind">Its kind; null if it was not posted here, and the ledger has it from somebody else.</param>
/// <param name="Author">Its author.</param>
/// <param name="State">Where it is.</param>
/// <param name="AcceptedAt">When it was committed.</param>
/// <param name="Place">Its place in the queue then.</param>
/// <param name="Sequence">Its number in the ledger's log.</param>
/// <param name="Block">The block that took it or left it out.</param>
/// <param name="Reason">Why it was left out.</param>
/// <param name="ReplacedBy">The digest of the one that replaced it.</param>
public sealed record RecordStatus(
    Bytes32 Digest, RecordKind? Kind, Address? Author, RecordState State, DateTimeOffset? AcceptedAt, long Place,
    long? Sequence, long? Block, Refusal? Reason, Bytes32? ReplacedBy);

/// <summary>
/// The accepted records in the database, and those of them in memory that are not in the log yet. All changes go through
/// <see cref="WriteAsync"/>, one after another, so that both always say the same.
/// </summary>
internal sealed class RecordStore : IDisposable
{
    /// <summary>What <see cref="ReadWaiting"/> reads.</summary>
    public const string WaitingColumns = "id, digest, kind, author, epoch, nonce, points, state";

    private readonly Database database;
    private readonly SemaphoreSlim turn = new(1);

    // A transaction that failed has told memory what is not so, and a disk that fails to write may fail to read as well:
    // then what is committed is read again before the next.
    private bool stale;

    /// <summary>Begins with what is committed.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    public RecordStore(Database database)
    {
        this.database = database;
        Waiting.Reset(LoadWaiting());
    }

    /// <summary>Records that are not in the log yet.</summary>
    public WaitingRecords Waiting { get; } = new();

    /// <summary>Does work in one transaction. What it tells to <see cref="Waiting"/> stays if the transaction does.</summary>
    /// <exception cref="StorageException">The database could not be written; nothing changed.</exception>
    public async Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken stop = default)
    {
        await turn.WaitAsync(stop);
        try
        {
            if (stale)
                Waiting.Reset(LoadWaiting());
            stale = false;
            return await database.WriteAsync(work, stop);
        }
        catch
        {
            stale = !TryReload();
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Reads what is committed.</summary>
    public T Read<T>(Func<Session, T> work) => database.Read(work);

    /// <summary>What is known of a record; null if nothing is.</summary>
    public RecordStatus? Find(Bytes32 digest) => Read(session => Find(session, digest));

    /// <summary>What is known of a record; null if nothing is.</summary>
    public static RecordStatus? Find(Session session, Bytes32 digest) =>
        session.QueryOne(
            """
            SELECT kind, author, state, accepted_at, place, sequence, block, reason, replaced_by FROM records WHERE digest = @digest
            """,
            row => new RecordStatus(
                digest, (RecordKind)row.GetInt32(0), new Address((byte[])row[1]), (RecordState)row.GetInt32(2),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetInt64(4), Long(row, 5), Long(row, 6),
                (Refusal?)Long(row, 7), row.IsDBNull(8) ? null : new Bytes32((byte[])row[8])),
            ("@digest", digest))
        ?? session.QueryOne(
            "SELECT sequence, block FROM ledger_records WHERE digest = @digest ORDER BY sequence LIMIT 1",
            row => new RecordStatus(digest, null, null, RecordState.Anchored, null, 0, row.GetInt64(0), row.GetInt64(1), null, null),
            ("@digest", digest));

    /// <summary>Adds a record that waits, and takes it into memory.</summary>
    /// <returns>False if there is one with its digest, here or in the log.</returns>
    public bool TryInsert(Session session, PostedRecord record, long acceptedAt, long place)
    {
        var (epoch, nonce, points) = Numbers(record);
        var id = session.Number(
            """
            INSERT INTO records (digest, kind, author, epoch, nonce, points, message, signature, accepted_at, place, state)
            SELECT @digest, @kind, @author, @epoch, @nonce, @points, @message, @signature, @accepted, @place, 0
            WHERE NOT EXISTS (SELECT 1 FROM ledger_records WHERE digest = @digest)
            ON CONFLICT (digest) DO NOTHING RETURNING id
            """,
            ("@digest", record.Digest), ("@kind", (int)record.Kind), ("@author", record.Author), ("@epoch", epoch), ("@nonce", nonce),
            ("@points", points), ("@message", RecordWriter.Message(record)), ("@signature", record.Signature),
            ("@accepted", acceptedAt), ("@place", place));
        if (id is not { } row)
            return false;
        Waiting.Change(new WaitingRecord(row, record.Digest, record.Kind, record.Author, epoch, nonce, points, RecordState.Waiting));
        return true;
    }

    /// <summary>Lets a record wait again that was left out, with the signature that it has now.</summary>
    public void Revive(Session session, PostedRecord record) => Change(
        session,
        $"UPDATE records SET state = 0, batch = NULL, reason = NULL, block = NULL, block_hash = NULL, signature = @signature WHERE digest = @digest RETURNING {WaitingColumns}",
        ("@signature", record.Signature), ("@digest", record.Digest));

    /// <summary>Sets a waiting record aside for the one that takes its place.</summary>
    public void Supersede(Session session, WaitingRecord record, Bytes32 by) => Change(
        session,
        $"UPDATE records SET state = 4, replaced_by = @by WHERE id = @id RETURNING {WaitingColumns}",
        ("@by", by), ("@id", record.Id));

    /// <summary>Runs an <c>UPDATE … RETURNING</c> of <see cref="WaitingColumns"/> and takes the outcome into memory.</summary>
    /// <returns>How many records changed.</returns>
    public int Change(Session session, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var changed = session.Query(sql, ReadWaiting, parameters);
        foreach (var record in changed)
            Waiting.Change(record);
        return changed.Count;
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private bool TryReload()
    {
        try
        {
            Waiting.Reset(LoadWaiting());
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private List<WaitingRecord> LoadWaiting() => Read(session => session.Query(
        $"SELECT {WaitingColumns} FROM records WHERE state < 2 ORDER BY id", ReadWaiting));

    private static (uint Epoch, uint Nonce, uint Points) Numbers(PostedRecord record) => record switch
    {
        PostedContribution made => (0, made.Record.Nonce, 0),
        PostedEvaluation given => (given.Record.Epoch, given.Record.Nonce, (uint)given.Record.Credits.Sum(credit => (long)credit.Points)),
        _ => throw new ArgumentException("A record of a third kind.", nameof(record)),
    };

    private static WaitingRecord ReadWaiting(DbDataReader row) => new(
        row.GetInt64(0), new Bytes32((byte[])row[1]), (RecordKind)row.GetInt32(2), new Address((byte[])row[3]),
        (uint)row.GetInt64(4), (uint)row.GetInt64(5), (uint)row.GetInt64(6), (RecordState)row.GetInt32(7));

    private static long? Long(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
