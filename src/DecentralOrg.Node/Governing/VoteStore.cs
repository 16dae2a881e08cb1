using DecentralOrg.Kernel;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Governing;

/// <summary>An accepted vote or delegation.</summary>
/// <param name="Digest">What was signed.</param>
/// <param name="IsVote">Whether it is a vote; otherwise a delegation.</param>
/// <param name="Account">Who signed.</param>
/// <param name="AcceptedAt">When it was committed.</param>
/// <param name="Intent">The key of the intent that brings it.</param>
internal sealed record AcceptedMessage(Bytes32 Digest, bool IsVote, Address Account, DateTimeOffset AcceptedAt, string Intent);

/// <summary>Accepted votes and delegations in the database.</summary>
internal static class VoteStore
{
    /// <summary>What an intent's state must not be for its message to be on its way, or done.</summary>
    private const string Standing = "intents.state NOT IN ('Refused', 'Superseded')";

    /// <summary>The message with a digest; null if none was accepted.</summary>
    public static AcceptedMessage? Find(Session session, Bytes32 digest) => session.QueryOne(
        "SELECT kind, account, accepted_at, intent FROM governance_messages WHERE digest = @digest",
        row => new AcceptedMessage(
            digest, row.GetInt64(0) == 0, new Address((byte[])row[1]), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetString(3)),
        ("@digest", digest));

    /// <summary>The next nonce of an account, after those on their way.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="vote">Of votes; otherwise of delegations.</param>
    /// <param name="account">The account.</param>
    /// <param name="taken">The next one by the contract.</param>
    public static ulong NextNonce(Session session, bool vote, Address account, ulong taken)
    {
        var waiting = session.Query(
            $"""
            SELECT DISTINCT governance_messages.nonce FROM governance_messages JOIN intents ON intents.key = governance_messages.intent
            WHERE account = @account AND governance_messages.kind = @kind AND governance_messages.nonce >= @taken AND {Standing}
            ORDER BY governance_messages.nonce
            """,
            row => (ulong)row.GetInt64(0), ("@account", account), ("@kind", vote ? 0 : 1), ("@taken", taken));
        foreach (var nonce in waiting)
        {
            if (nonce == taken)
                taken++;
        }
        return taken;
    }

    /// <summary>Whether a vote of an account on a proposal is on its way, or was counted.</summary>
    public static bool HasVote(Session session, Address account, Bytes32 proposal) => session.Number(
        $"""
        SELECT 1 FROM governance_messages JOIN intents ON intents.key = governance_messages.intent
        WHERE account = @account AND governance_messages.kind = 0 AND proposal = @proposal AND {Standing} LIMIT 1
        """,
        ("@account", account), ("@proposal", proposal)) is not null;

    /// <summary>How many messages of an account were accepted in an epoch.</summary>
    public static long CountOf(Session session, Address account, uint epoch) => session.Number(
        "SELECT COUNT(*) FROM governance_messages WHERE account = @account AND epoch = @epoch", ("@account", account), ("@epoch", epoch)) ?? 0;

    /// <summary>Adds a message.</summary>
    /// <param name="session">The transaction, which also asks for the intent.</param>
    /// <param name="message">The message.</param>
    /// <param name="proposal">A vote's proposal; null for a delegation.</param>
    /// <param name="nonce">Its nonce.</param>
    /// <param name="epoch">The open epoch, whose budget it counts against.</param>
    public static void Insert(Session session, AcceptedMessage message, Bytes32? proposal, ulong nonce, uint epoch) => session.Execute(
        """
        INSERT INTO governance_messages (digest, kind, account, nonce, proposal, epoch, accepted_at, intent)
        VALUES (@digest, @kind, @account, @nonce, @proposal, @epoch, @accepted, @intent)
        """,
        ("@digest", message.Digest), ("@kind", message.IsVote ? 0 : 1), ("@account", message.Account), ("@nonce", nonce),
        ("@proposal", proposal?.ToArray() ?? []), ("@epoch", epoch), ("@accepted", message.AcceptedAt.ToUnixTimeMilliseconds()), ("@intent", message.Intent));
}
