using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Publishing;

/// <summary>What is wanted on the chain, for those who want it and those who ask what became of it.</summary>
/// <param name="database">The node's database.</param>
/// <param name="time">The clock.</param>
internal sealed class Intents(Database database, TimeProvider time)
{
    /// <summary>
    /// Wants something, in the same commit as the fact it is wanted for: were it a commit of its own, a crash between the
    /// two would leave a fact that nobody acts on.
    /// </summary>
    /// <param name="session">The transaction that writes the fact.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="ArgumentException">The gas limit is one that no transaction can have, or a name is empty.</exception>
    public WantResult Want(Session session, IntentRequest request)
    {
        Check(request);
        if (Find(session, request.Key) is { } known)
            return Same(known.Request, request) ? WantResult.AlreadyThere : WantResult.Differs;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        session.Execute(
            """
            INSERT INTO intents (key, kind, budget, purse, state, sender, target, calldata, value, gas_limit, created_at, changed_at)
            VALUES (@key, @kind, @budget, @purse, 'Wanted', @sender, @target, @calldata, @value, @gas, @now, @now)
            """,
            ("@key", request.Key), ("@kind", request.Kind), ("@budget", request.Budget), ("@purse", request.Purse),
            ("@sender", request.Sender),
            ("@target", request.Call.To), ("@calldata", request.Call.Data), ("@value", IntentRows.Text(request.Call.Value)),
            ("@gas", request.GasLimit), ("@now", now));
        return WantResult.Added;
    }

    /// <summary>Wants once more what was refused, for instance because it came too early.</summary>
    /// <returns>False if there is no such intent or it was not refused for good.</returns>
    public bool WantAgain(Session session, string key)
    {
        if (Find(session, key) is not { State: IntentState.Refused, Live: false } refused)
            return false;
        // What it cost already still counts against its budget: retries must not be a way around it.
        var sunk = session.Query("SELECT sunk FROM intents WHERE id = @id", row => IntentRows.Wei(row, 0), ("@id", refused.Id))[0];
        session.Execute(
            """
            UPDATE intents SET state = 'Wanted', nonce = NULL, reason = NULL, block = NULL, block_hash = NULL, mined_hash = NULL, fee = NULL,
                sunk = @sunk, changed_at = @now
            WHERE id = @id
            """,
            ("@sunk", IntentRows.Text(sunk + (refused.Fee ?? 0))), ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()), ("@id", refused.Id));
        return true;
    }

    /// <summary>What a purse has paid, and promised to transactions that wait, and how many of its intents are not signed yet.</summary>
    public static (UInt128 Spent, long Unsigned) Purse(Session session, string purse) => (
        IntentRows.Spent(session, "purse = @purse", ("@purse", purse)),
        session.Number("SELECT COUNT(*) FROM intents WHERE purse = @purse AND live = 0 AND nonce IS NULL AND state IN ('Wanted', 'Held')", ("@purse", purse)) ?? 0);

    /// <summary>The intent with a key; null if nobody wanted it.</summary>
    public Intent? Find(string key) => database.Read(session => Find(session, key));

    /// <summary>Every transaction that was signed for an intent, oldest first.</summary>
    public IReadOnlyList<Attempt> Attempts(Intent intent) => database.Read(session => session.Query(
        $"SELECT {IntentRows.AttemptColumns} FROM attempts WHERE intent = @intent ORDER BY id", IntentRows.ReadAttempt, ("@intent", intent.Id)));

    /// <summary>Whether a transaction is one of those that were signed here.</summary>
    public bool Sent(Bytes32 transaction) =>
        database.Read(session => session.Number("SELECT 1 FROM attempts WHERE hash = @hash", ("@hash", transaction))) is not null;

    /// <summary>Intents in the order they were asked for.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="after">Only those with a greater number: the last one of the page before.</param>
    /// <param name="count">Most of them, 1 to 1,000.</param>
    public IReadOnlyList<Intent> Page(IntentState? state = null, long after = 0, int count = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1_000);
        return database.Read(session => session.Query(
            $"SELECT {IntentRows.IntentColumns} FROM intents WHERE id > @after AND (CAST(@state AS TEXT) IS NULL OR state = @state) ORDER BY id LIMIT @count",
            IntentRows.ReadIntent, ("@after", after), ("@state", state?.ToString()), ("@count", count)));
    }

    /// <summary>How many intents are in each state; states without any are left out.</summary>
    public IReadOnlyDictionary<IntentState, long> Counts() => database.Read(session => session.Query(
        "SELECT state, COUNT(*) FROM intents GROUP BY state",
        row => KeyValuePair.Create(Enum.Parse<IntentState>(row.GetString(0)), row.GetInt64(1)))).ToDictionary();

    /// <summary>How long the oldest intent that has not ended waits; null if there is none.</summary>
    public TimeSpan? OldestAge() => database.Read(session => session.Number(
        "SELECT MIN(created_at) FROM intents WHERE live = 1 OR state IN ('Wanted', 'Held')")) is { } created
            ? time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(created)
            : null;

    private static Intent? Find(Session session, string key) => session.QueryOne(
        $"SELECT {IntentRows.IntentColumns} FROM intents WHERE key = @key", IntentRows.ReadIntent, ("@key", key));

    private static bool Same(IntentRequest known, IntentRequest asked) =>
        (known.Kind, known.Sender, known.Call.To, known.Call.Value) == (asked.Kind, asked.Sender, asked.Call.To, asked.Call.Value)
        && known.Call.Data.AsSpan().SequenceEqual(asked.Call.Data);

    private static void Check(IntentRequest request)
    {
        ArgumentException.ThrowIfNullOrEmpty(request.Key);
        ArgumentException.ThrowIfNullOrEmpty(request.Kind);
        ArgumentException.ThrowIfNullOrEmpty(request.Budget);
        if (request.GasLimit is < 21_000 or > TransactionSender.MaxGas)
            throw new ArgumentException($"{request.Key} has a gas limit of {request.GasLimit}; a transaction has 21,000 to {TransactionSender.MaxGas}.", nameof(request));
    }
}
