using System.Data.Common;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Following;

/// <summary>
/// The organization's logs and the blocks they stand in. Logs, blocks and the cursor, which is the last block, are committed
/// together, so that a restart goes on exactly where the facts end.
/// </summary>
/// <param name="database">The node's database.</param>
public sealed class FactStore(Database database)
{
    private const string LastBlock = "SELECT number, hash FROM blocks ORDER BY number DESC LIMIT 1";

    /// <summary>Remembers what the data is about, or compares it with what is remembered.</summary>
    /// <exception cref="StorageException">It is about something else.</exception>
    public Task ClaimAsync(Identity identity, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return database.WriteAsync(
            session =>
            {
                var known = Known(session);
                if (known is null)
                {
                    session.Execute(
                        """
                        INSERT INTO identity (chain_id, genesis, settlement, ledger, parameters, token, reputation, timelock, governor, roles)
                        VALUES (@chain, @genesis, @settlement, @ledger, @parameters, @token, @reputation, @timelock, @governor, @roles)
                        """,
                        ("@chain", identity.ChainId), ("@genesis", identity.Genesis), ("@settlement", identity.Settlement), ("@ledger", identity.Ledger),
                        ("@parameters", identity.Parameters), ("@token", identity.Token), ("@reputation", identity.Reputation),
                        ("@timelock", identity.Timelock), ("@governor", identity.Governor), ("@roles", identity.Roles));
                }
                else if (known != identity)
                {
                    throw new StorageException(StorageFailure.OtherOrganization, Difference(known, identity));
                }
            },
            stop);
    }

    /// <summary>What the data is about; null if it is about nothing yet.</summary>
    public Identity? Known() => database.Read(Known);

    /// <summary>The last block that was read to; null before the first.</summary>
    public ChainPoint? Cursor() => Point(LastBlock);

    /// <summary>The last block that is known to be final.</summary>
    public ChainPoint? Finalized() => Point("SELECT number, hash FROM finality");

    /// <summary>The hash of a block that is kept; null for one that is not.</summary>
    public Bytes32? HashOf(ulong number) => Point("SELECT number, hash FROM blocks WHERE number = @number", ("@number", number))?.Hash;

    /// <summary>The last block kept below a number.</summary>
    public ChainPoint? Before(ulong number) =>
        Point("SELECT number, hash FROM blocks WHERE number < @number ORDER BY number DESC LIMIT 1", ("@number", number));

    /// <summary>The time of the last block that was read to, in seconds since 1970; null before the first.</summary>
    public ulong? Time() => (ulong?)database.Read(session => session.Number("SELECT timestamp FROM blocks ORDER BY number DESC LIMIT 1"));

    /// <summary>The last block kept that is not after a time; all that the organization's logs said until then stands in it or before. Null if there is none.</summary>
    /// <param name="time">The time, in seconds since 1970.</param>
    public ulong? LastUntil(ulong time) => (ulong?)database.Read(session => session.Number(
        "SELECT number FROM blocks WHERE timestamp <= @time ORDER BY timestamp DESC LIMIT 1", ("@time", time)));

    /// <summary>All logs, in the order of the chain.</summary>
    public IReadOnlyList<Log> Logs() => database.Read(session => Logs(session, above: -1));

    /// <summary>What was added since a block with logs was read, all of one moment.</summary>
    /// <param name="known">The last block with logs that was read; null for none.</param>
    public FactsSince Since(ChainPoint? known) => database.Read(session =>
    {
        var last = session.Query(LastBlock, ReadPoint);
        var stands = known is { } block && session.Number("SELECT 1 FROM blocks WHERE number = @number AND hash = @hash", ("@number", block.Number), ("@hash", block.Hash)) is not null;
        return new FactsSince(last.Count == 0 ? null : last[0], stands, Logs(session, stands ? (long)known!.Value.Number : -1));
    });

    /// <summary>The block that a log last told of the close of an epoch in; null if none did.</summary>
    /// <param name="settlement">The contract that tells it.</param>
    /// <param name="closed">The topic of the event.</param>
    public ulong? LastClose(Address settlement, Bytes32 closed) => (ulong?)database.Read(session => session.Number(
        "SELECT MAX(block) FROM logs WHERE address = @settlement AND substr(topics, 1, 32) = @closed",
        ("@settlement", settlement), ("@closed", closed)));

    /// <summary>The time of the block with the last log of an event, in seconds since 1970; null if there is none.</summary>
    /// <param name="contract">The contract that tells it.</param>
    /// <param name="topic">The topic of the event.</param>
    public ulong? LastTimeOf(Address contract, Bytes32 topic) => (ulong?)database.Read(session => session.Number(
        "SELECT MAX(blocks.timestamp) FROM logs JOIN blocks ON blocks.number = logs.block WHERE address = @contract AND substr(topics, 1, 32) = @topic",
        ("@contract", contract), ("@topic", topic)));

    /// <summary>The times of the blocks with all logs of an event, in the order of the chain, in seconds since 1970.</summary>
    /// <param name="contract">The contract that tells it.</param>
    /// <param name="topic">The topic of the event.</param>
    public IReadOnlyList<ulong> TimesOf(Address contract, Bytes32 topic) => database.Read(session => session.Query(
        "SELECT blocks.timestamp FROM logs JOIN blocks ON blocks.number = logs.block WHERE address = @contract AND substr(topics, 1, 32) = @topic ORDER BY block, log_index",
        row => (ulong)row.GetInt64(0), ("@contract", contract), ("@topic", topic)));

    /// <summary>Adds blocks behind the cursor.</summary>
    public Task AppendAsync(IReadOnlyList<FactBlock> blocks, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        return database.WriteAsync(
            session =>
            {
                foreach (var block in blocks)
                {
                    session.Execute(
                        "INSERT INTO blocks (number, hash, timestamp) VALUES (@number, @hash, @timestamp)",
                        ("@number", block.Point.Number), ("@hash", block.Point.Hash), ("@timestamp", block.Timestamp));
                    foreach (var log in block.Logs)
                        Insert(session, log);
                }
            },
            stop);
    }

    /// <summary>Forgets all blocks above a number, with what stood in them: the chain took them back.</summary>
    /// <returns>How many logs were forgotten.</returns>
    public Task<int> UndoAsync(ulong above, CancellationToken stop = default) => database.WriteAsync(
        session =>
        {
            var logs = session.Execute("DELETE FROM logs WHERE block > @number", ("@number", above));
            session.Execute("DELETE FROM blocks WHERE number > @number", ("@number", above));
            return logs;
        },
        stop);

    /// <summary>
    /// Remembers that a block is final, if it is later than the one known, and drops blocks before it that say nothing of
    /// the organization. The final one is kept whatever stands in it: a chain that loses it is caught by its hash.
    /// </summary>
    public Task FinalizeAsync(ChainPoint point, CancellationToken stop = default) => database.WriteAsync(
        session =>
        {
            if (session.Number("SELECT number FROM finality") is { } known)
            {
                if ((ulong)known >= point.Number)
                    return;
                session.Execute("UPDATE finality SET number = @number, hash = @hash", ("@number", point.Number), ("@hash", point.Hash));
            }
            else
            {
                session.Execute("INSERT INTO finality (number, hash) VALUES (@number, @hash)", ("@number", point.Number), ("@hash", point.Hash));
            }
            session.Execute(
                "DELETE FROM blocks WHERE number < @number AND NOT EXISTS (SELECT 1 FROM logs WHERE logs.block = blocks.number)",
                ("@number", point.Number));
        },
        stop);

    private static Identity? Known(Session session) => session.QueryOne(
        "SELECT chain_id, genesis, settlement, ledger, parameters, token, reputation, timelock, governor, roles FROM identity",
        row => new Identity(
            (ulong)row.GetInt64(0), Hash(row, 1), Account(row, 2), Account(row, 3), Account(row, 4), Account(row, 5), Account(row, 6), Account(row, 7), Account(row, 8),
            Account(row, 9)));

    private static void Insert(Session session, Log log)
    {
        var topics = new byte[log.Topics.Count * Bytes32.Length];
        for (var i = 0; i < log.Topics.Count; i++)
            log.Topics[i].CopyTo(topics.AsSpan(i * Bytes32.Length));
        session.Execute(
            """
            INSERT INTO logs (block, log_index, address, topics, data, transaction_hash, transaction_index)
            VALUES (@block, @index, @address, @topics, @data, @transaction, @place)
            """,
            ("@block", log.BlockNumber), ("@index", log.Index), ("@address", log.Address), ("@topics", topics),
            ("@data", log.Data), ("@transaction", log.TransactionHash), ("@place", log.TransactionIndex));
    }

    private static List<Log> Logs(Session session, long above) => session.Query(
        """
        SELECT logs.address, topics, data, block, hash, transaction_hash, transaction_index, log_index
        FROM logs JOIN blocks ON blocks.number = logs.block WHERE block > @above ORDER BY block, log_index
        """,
        ReadLog, ("@above", above));

    private ChainPoint? Point(string sql, params (string, object?)[] parameters)
    {
        var found = database.Read(session => session.Query(sql, ReadPoint, parameters));
        return found.Count == 0 ? null : found[0];
    }

    private static ChainPoint ReadPoint(DbDataReader row) => new((ulong)row.GetInt64(0), Hash(row, 1));

    private static Log ReadLog(DbDataReader row)
    {
        var topics = (byte[])row[1];
        return new Log(
            Account(row, 0),
            [.. topics.Chunk(Bytes32.Length).Select(topic => new Bytes32(topic))],
            (byte[])row[2], (ulong)row.GetInt64(3), Hash(row, 4), Hash(row, 5), (uint)row.GetInt64(6), (uint)row.GetInt64(7));
    }

    private static Bytes32 Hash(DbDataReader row, int column) => new((byte[])row[column]);

    private static Address Account(DbDataReader row, int column) => new((byte[])row[column]);

    internal static string Difference(Identity known, Identity found)
    {
        var what = known.ChainId != found.ChainId ? $"of the chain with id {known.ChainId}, and the endpoint's is {found.ChainId}"
            : known.Genesis != found.Genesis ? "of another chain with the same id: its block 0 is another one, as after the restart of a chain for development"
            : $"of the organization at {known.Settlement}, not of the one at {found.Settlement}";
        return $"The node's data is {what}. Give the right endpoint and organization, or another data directory or database.";
    }
}
