using DecentralOrg.Ethereum;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Publishing;

/// <summary>What the publisher of one account reads and writes. Every write is refused once another publisher has the account.</summary>
/// <param name="database">The node's database.</param>
/// <param name="lease">The account.</param>
/// <param name="time">The clock.</param>
internal sealed class IntentStore(Database database, Lease lease, TimeProvider time)
{
    private const string Signable = "sender = @sender AND live = 0 AND nonce IS NULL AND state IN ('Wanted', 'Held')";

    /// <summary>Intents whose nonce is not used up for good, by nonce.</summary>
    public IReadOnlyList<Intent> Live() => Read(session => session.Query(
        $"SELECT {IntentRows.IntentColumns} FROM intents WHERE sender = @sender AND live = 1 ORDER BY nonce",
        IntentRows.ReadIntent, ("@sender", lease.Sender)));

    /// <summary>Intents that are to be signed: what fills holes first, then in the order they were asked for. Without their calldata, which for a long queue is much.</summary>
    public IReadOnlyList<(long Id, string Budget)> Unsigned() => Read(session => session.Query(
        $"SELECT id, budget FROM intents WHERE {Signable} ORDER BY kind <> '{Signing.Filler}', id",
        row => (row.GetInt64(0), row.GetString(1)), ("@sender", lease.Sender)));

    /// <summary>How many of them fill holes.</summary>
    public int UnsignedFillers() => Read(session => (int)(session.Number(
        $"SELECT COUNT(*) FROM intents WHERE {Signable} AND kind = '{Signing.Filler}'", ("@sender", lease.Sender)) ?? 0));

    /// <summary>The intent with a number.</summary>
    public Intent Load(long id) => Read(session => session.Query(
        $"SELECT {IntentRows.IntentColumns} FROM intents WHERE id = @id", IntentRows.ReadIntent, ("@id", id))).Single();

    /// <summary>Intents whose transaction is final, and whose contract does not hold what they want.</summary>
    public IReadOnlyList<Intent> Doubtful() => Read(session => session.Query(
        $"SELECT {IntentRows.IntentColumns} FROM intents WHERE sender = @sender AND live = 0 AND nonce IS NOT NULL AND state = 'Held' ORDER BY id",
        IntentRows.ReadIntent, ("@sender", lease.Sender)));

    /// <summary>The attempts of an intent with the nonce it has now, oldest first.</summary>
    public IReadOnlyList<Attempt> Attempts(Intent intent) => Read(session => session.Query(
        $"SELECT {IntentRows.AttemptColumns} FROM attempts WHERE intent = @intent AND nonce = @nonce ORDER BY id",
        IntentRows.ReadAttempt, ("@intent", intent.Id), ("@nonce", intent.Nonce)));

    /// <summary>The first nonce above all that intents of the account used up for good.</summary>
    public ulong Used() => Read(session => (ulong)(1 + (session.Number(
        "SELECT MAX(nonce) FROM intents WHERE sender = @sender AND live = 0 AND nonce IS NOT NULL", ("@sender", lease.Sender)) ?? -1)));

    /// <summary>What the budget of an intent, and its purse, have paid, and promised to transactions that wait, without this one.</summary>
    public Spending Spent(Intent intent) => Read(session => new Spending(
        IntentRows.Spent(session, "budget = @budget AND intents.id <> @without", ("@budget", intent.Request.Budget), ("@without", intent.Id)),
        intent.Request.Purse is { } purse
            ? IntentRows.Spent(session, "purse = @purse AND intents.id <> @without", ("@purse", purse), ("@without", intent.Id))
            : 0));

    /// <summary>Reserves the nonce and stores the bytes: the one commit that makes a transaction exist.</summary>
    public Task SignedAsync(Intent intent, SignedTransaction signed, ulong gasLimit, Bid bid, ulong head, CancellationToken stop) => WriteAsync(
        session =>
        {
            AddAttempt(session, intent, signed, gasLimit, bid, head);
            Change(session, intent, IntentState.Signed, ", nonce = @nonce, live = 1, reason = NULL", ("@nonce", signed.Nonce));
        },
        stop);

    /// <summary>Stores a replacement, before it is sent.</summary>
    public Task ReplacedAsync(Intent intent, SignedTransaction signed, ulong gasLimit, Bid bid, ulong head, CancellationToken stop) =>
        WriteAsync(session => AddAttempt(session, intent, signed, gasLimit, bid, head), stop);

    /// <summary>A node has an attempt.</summary>
    public Task OfferedAsync(Intent intent, Attempt attempt, CancellationToken stop) => WriteAsync(
        session =>
        {
            session.Execute(
                "UPDATE attempts SET first_sent_at = COALESCE(first_sent_at, @now), last_error = NULL WHERE hash = @hash",
                ("@now", Now), ("@hash", attempt.Signed.Hash));
            Change(session, intent, IntentState.Offered, ", reason = NULL");
        },
        stop);

    /// <summary>A node said something against an attempt.</summary>
    public Task ComplainedAsync(Attempt attempt, string words, CancellationToken stop) => WriteAsync(
        session => session.Execute("UPDATE attempts SET last_error = @error WHERE hash = @hash", ("@error", words), ("@hash", attempt.Signed.Hash)), stop);

    /// <summary>It needs a person, or does no more.</summary>
    public Task HoldAsync(Intent intent, string? sentence, CancellationToken stop) => WriteAsync(
        session => Change(
            session, intent, sentence is not null ? IntentState.Held : intent.Live ? IntentState.Offered : IntentState.Wanted,
            ", reason = @reason", ("@reason", sentence)),
        stop);

    /// <summary>It is in a block, where it did what it should or was refused.</summary>
    public Task SeenAsync(Intent intent, Receipt receipt, string? refusal, CancellationToken stop) => WriteAsync(
        session => Change(
            session, intent, refusal is null ? IntentState.Seen : IntentState.Refused,
            ", reason = @reason, block = @block, block_hash = @blockHash, mined_hash = @hash, fee = @fee",
            ("@reason", refusal), ("@block", receipt.BlockNumber), ("@blockHash", receipt.BlockHash), ("@hash", receipt.TransactionHash),
            ("@fee", IntentRows.Text(receipt.GasUsed * receipt.GasPrice))),
        stop);

    /// <summary>The chain took its block back, or that of the transaction that had its nonce.</summary>
    public Task TakenBackAsync(Intent intent, CancellationToken stop) => WriteAsync(
        session => Change(
            session, intent, IntentState.Offered, ", reason = NULL, block = NULL, block_hash = NULL, mined_hash = NULL, fee = NULL"), stop);

    /// <summary>Another transaction used its nonce, in a block that can still be taken back.</summary>
    public Task OvertakenAsync(Intent intent, string reason, CancellationToken stop) => WriteAsync(
        session => Change(
            session, intent, IntentState.Superseded, ", reason = @reason, block = NULL, block_hash = NULL, mined_hash = NULL, fee = NULL", ("@reason", reason)),
        stop);

    /// <summary>Another transaction used its nonce for good: it is planned anew, as if nothing had been signed.</summary>
    public Task ReplannedAsync(Intent intent, CancellationToken stop) => WriteAsync(
        session => Change(
            session, intent, IntentState.Wanted,
            ", reason = NULL, nonce = NULL, live = 0, block = NULL, block_hash = NULL, mined_hash = NULL, fee = NULL"),
        stop);

    /// <summary>Its nonce is used up for good, or it never had one.</summary>
    public Task EndedAsync(Intent intent, IntentState state, string? reason, CancellationToken stop) => WriteAsync(
        session => Change(session, intent, state, ", reason = @reason, live = 0", ("@reason", reason)), stop);

    /// <summary>Wants something of the publisher's own.</summary>
    public Task WantAsync(Intents intents, IntentRequest request, CancellationToken stop) =>
        WriteAsync(session => intents.Want(session, request), stop);

    /// <summary>What an operator has to know until it is disproven.</summary>
    public Task AlarmAsync(string name, string sentence, CancellationToken stop) => WriteAsync(session => Alarms.Raise(session, name, sentence, time.GetUtcNow()), stop);

    /// <summary>How far the account's nonces are explained: below it every one is ours or was told of.</summary>
    public ulong? Explained() => (ulong?)Read(session => session.Number("SELECT explained FROM publishers WHERE sender = @sender", ("@sender", lease.Sender)));

    /// <summary>Remembers how far nonces are explained, with the alarm that explains them.</summary>
    public Task ExplainAsync(ulong nonce, string? alarm, CancellationToken stop) => WriteAsync(
        session =>
        {
            session.Execute("UPDATE publishers SET explained = @nonce WHERE sender = @sender", ("@nonce", nonce), ("@sender", lease.Sender));
            if (alarm is not null)
                Alarms.Raise(session, Publisher.ForeignTransaction, alarm, time.GetUtcNow());
        },
        stop);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void AddAttempt(Session session, Intent intent, SignedTransaction signed, ulong gasLimit, Bid bid, ulong head) => session.Execute(
        """
        INSERT INTO attempts (intent, nonce, hash, raw, gas_limit, tip, cap, head, signed_at)
        VALUES (@intent, @nonce, @hash, @raw, @gas, @tip, @cap, @head, @now)
        """,
        ("@intent", intent.Id), ("@nonce", signed.Nonce), ("@hash", signed.Hash), ("@raw", signed.Raw), ("@gas", gasLimit),
        ("@tip", IntentRows.Text(bid.Tip)), ("@cap", IntentRows.Text(bid.Cap)), ("@head", head), ("@now", Now));

    private void Change(Session session, Intent intent, IntentState state, string more, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var changed = session.Execute(
            $"UPDATE intents SET state = @state, changed_at = @now{more} WHERE id = @id",
            [("@state", state.ToString()), ("@now", Now), ("@id", intent.Id), .. parameters]);
        if (changed != 1)
            throw new InvalidOperationException($"The intent {intent.Request.Key} is not there any more; nothing may delete intents.");
    }

    private T Read<T>(Func<Session, T> work) => database.Read(work);

    private Task WriteAsync(Action<Session> work, CancellationToken stop) => database.WriteAsync(
        session =>
        {
            lease.Check(session);
            work(session);
        },
        stop);
}
