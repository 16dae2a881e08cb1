using System.Data.Common;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Intake;

/// <summary>What a comparison with the chain changed.</summary>
/// <param name="Anchored">Records that are in the log now.</param>
/// <param name="Skipped">Records that were left out.</param>
/// <param name="Returned">Records that wait or are under way again: their block was taken back, or their turn came.</param>
internal readonly record struct SyncStep(int Anchored, int Skipped, int Returned);

/// <summary>
/// Learns from the logs that the follower committed what became of the accepted records. What it finds depends on the
/// logs alone, so it can run after every step, after a crash, and twice.
/// </summary>
internal sealed class RecordSync(RecordDomain domain, RecordStore store, OrganizationView view, ILogger log)
{
    private const int LogsAtOnce = 2_000;

    /// <summary>Compares the records with the logs.</summary>
    /// <param name="ours">
    /// Whether a transaction is one that this node sent. Anybody can relay our record with a broken signature, and the ledger
    /// then says of its digest that it left it out: only our own transactions tell what became of what we sent.
    /// </param>
    /// <param name="stop">Gives up between two parts.</param>
    /// <exception cref="StorageException">The database could not be written.</exception>
    public async Task<SyncStep> RunAsync(Predicate<Bytes32> ours, CancellationToken stop = default)
    {
        var (anchored, skipped, returned) = (0, 0, await store.WriteAsync(TakeBack, stop));
        for (var more = true; more;)
        {
            var part = await store.WriteAsync(session => Read(session, ours), stop);
            (anchored, skipped, more) = (anchored + part.Anchored, skipped + part.Skipped, part.More);
        }
        var (late, due) = await store.WriteAsync(Judge, stop);
        var step = new SyncStep(anchored, skipped + late, returned + due);
        if (step != default)
            log.Synchronized(step.Anchored, step.Skipped, step.Returned);
        return step;
    }

    /// <summary>Records whose block is not on the chain any more are where they were before it.</summary>
    private int TakeBack(Session session)
    {
        var cursor = session.QueryOne("SELECT block, block_hash FROM records_cursor", row => Tuple.Create(row.GetInt64(0), (byte[])row[1]));
        if (cursor is null
            || session.Number("SELECT 1 FROM blocks WHERE number = @block AND hash = @hash", ("@block", cursor.Item1), ("@hash", cursor.Item2)) is not null)
            return 0;
        // The last block that still stands and had one of the ledger's records: all up to it was read, and stands with it. What
        // is final by now says nothing of that, because blocks may have become final that were never compared.
        session.Execute("DELETE FROM records_cursor");
        session.Execute(
            """
            INSERT INTO records_cursor (block, block_hash, log_index)
            SELECT number, hash, -1 FROM blocks WHERE number = (SELECT MAX(block) FROM ledger_records)
            """);
        return store.Change(
            session,
            $"""
            UPDATE records SET state = CASE WHEN batch IS NULL THEN 0 ELSE 1 END, sequence = NULL, reason = NULL, block = NULL, block_hash = NULL
            WHERE block > COALESCE((SELECT MAX(block) FROM ledger_records), -1)
                AND NOT EXISTS (SELECT 1 FROM blocks WHERE number = records.block AND hash = records.block_hash)
            RETURNING {RecordStore.WaitingColumns}
            """);
    }

    private (int Anchored, int Skipped, bool More) Read(Session session, Predicate<Bytes32> ours)
    {
        var logs = session.Query(
            """
            SELECT address, topics, data, block, hash, transaction_hash, log_index
            FROM logs JOIN blocks ON blocks.number = logs.block
            WHERE (block, log_index) > (SELECT COALESCE(MAX(block), -1), COALESCE(MAX(log_index), -1) FROM records_cursor) AND address = @ledger
            ORDER BY block, log_index LIMIT @most
            """,
            ReadLog, ("@ledger", domain.Ledger), ("@most", LogsAtOnce));
        if (logs.Count == 0)
            return default;
        var (anchored, skipped) = (0, 0);
        foreach (var each in logs)
        {
            if (LedgerContract.ContributionTakenEvent.TryDecode(each, out var made))
            {
                anchored += Anchor(session, each, made.Sequence, new Contribution(
                    made.Contributor, made.Area, made.Title, made.Uri, made.ContentHash, made.CoAuthors, made.BuildsOn, made.Nonce).Digest(domain));
            }
            else if (LedgerContract.EvaluationTakenEvent.TryDecode(each, out var given))
            {
                anchored += Anchor(session, each, given.Sequence, new Evaluation(given.Evaluator, given.Epoch, given.Nonce, given.Credits).Digest(domain));
            }
            else if (LedgerContract.RecordSkippedEvent.TryDecode(each, out var skip) && ours(each.TransactionHash))
            {
                skipped += store.Change(
                    session,
                    $"UPDATE records SET state = 3, reason = @reason, block = @block, block_hash = @hash WHERE digest = @digest AND state = 1 RETURNING {RecordStore.WaitingColumns}",
                    ("@reason", (long)skip.Reason), ("@block", each.BlockNumber), ("@hash", each.BlockHash), ("@digest", skip.Digest));
            }
        }
        session.Execute("DELETE FROM records_cursor");
        session.Execute(
            "INSERT INTO records_cursor (block, block_hash, log_index) VALUES (@block, @hash, @index)",
            ("@block", logs[^1].BlockNumber), ("@hash", logs[^1].BlockHash), ("@index", logs[^1].Index));
        return (anchored, skipped, logs.Count == LogsAtOnce);
    }

    private int Anchor(Session session, Log taken, ulong sequence, Bytes32 digest)
    {
        session.Execute(
            "INSERT INTO ledger_records (sequence, digest, block) VALUES (@sequence, @digest, @block) ON CONFLICT (sequence) DO UPDATE SET digest = excluded.digest, block = excluded.block",
            ("@sequence", sequence), ("@digest", digest), ("@block", taken.BlockNumber));
        // Of a contribution that is recorded twice the first record counts. A replaced evaluation can be the one that
        // somebody else brought: the ledger decides.
        return store.Change(
            session,
            $"""
            UPDATE records SET state = 2, reason = NULL, sequence = @sequence, block = @block, block_hash = @hash
            WHERE digest = @digest AND state <> 2 RETURNING {RecordStore.WaitingColumns}
            """,
            ("@sequence", sequence), ("@block", taken.BlockNumber), ("@hash", taken.BlockHash), ("@digest", digest));
    }

    /// <summary>
    /// Evaluations that wait, or were left out, by what the ledger would say now: those of a closed epoch, or whose nonce is
    /// taken, are not sent to be skipped; those whose turn is yet to come wait.
    /// </summary>
    private (int Late, int Due) Judge(Session session)
    {
        var (epoch, spent) = view.Read(organization => (
            organization.Ledger.Epoch,
            store.Waiting.Evaluations(organization.Ledger.Epoch).ToDictionary(group => group[0].Author, group => organization.Ledger.SpendingOf(group[0].Author).Nonce)));
        var late = store.Change(
            session,
            $"UPDATE records SET state = 3, reason = @reason WHERE state = 0 AND kind = 1 AND epoch < @epoch RETURNING {RecordStore.WaitingColumns}",
            ("@reason", (int)Refusal.WrongEpoch), ("@epoch", epoch));
        foreach (var (author, nonce) in spent)
        {
            late += store.Change(
                session,
                $"""
                UPDATE records SET state = 3, reason = @reason
                WHERE state = 0 AND kind = 1 AND epoch = @epoch AND nonce < @nonce AND author = @author RETURNING {RecordStore.WaitingColumns}
                """,
                ("@reason", (int)Refusal.WrongNonce), ("@epoch", epoch), ("@nonce", nonce), ("@author", author));
        }
        // What was sent too early, or left out here by a chain that was taken back. Of two for one nonce, one waits.
        var due = 0;
        foreach (var early in session.Query(
            "SELECT id, author, nonce FROM records WHERE state = 3 AND kind = 1 AND epoch = @epoch AND reason IN (@nonce, @closed) ORDER BY id",
            row => (Id: row.GetInt64(0), Author: new Address((byte[])row[1]), Nonce: (uint)row.GetInt64(2)),
            ("@epoch", epoch), ("@nonce", (int)Refusal.WrongNonce), ("@closed", (int)Refusal.WrongEpoch)))
        {
            var taken = view.Read(organization => organization.Ledger.SpendingOf(early.Author).Nonce);
            if (early.Nonce >= taken && !store.Waiting.Holds(early.Author, epoch, early.Nonce))
            {
                due += store.Change(
                    session,
                    $"UPDATE records SET state = 0, batch = NULL, reason = NULL, block = NULL, block_hash = NULL WHERE id = @id RETURNING {RecordStore.WaitingColumns}",
                    ("@id", early.Id));
            }
        }
        return (late, due);
    }

    private static Log ReadLog(DbDataReader row) => new(
        new Address((byte[])row[0]),
        [.. ((byte[])row[1]).Chunk(Bytes32.Length).Select(topic => new Bytes32(topic))],
        (byte[])row[2], (ulong)row.GetInt64(3), new Bytes32((byte[])row[4]), new Bytes32((byte[])row[5]), 0, (uint)row.GetInt64(6));
}
