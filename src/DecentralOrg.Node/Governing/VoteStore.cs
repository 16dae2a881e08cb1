using DecentralOrg.Kernel;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Governing;

/// <summary>What somebody signed to govern; the numbers stand in the database.</summary>
internal enum MessageKind
{
    /// <summary>A vote.</summary>
    Vote = 0,

    /// <summary>A delegation.</summary>
    Delegation = 1,

    /// <summary>A proposal.</summary>
    Proposal = 2,
}

/// <summary>An accepted vote, delegation or proposal.</summary>
/// <param name="Digest">What was signed.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Account">Who signed.</param>
/// <param name="AcceptedAt">When it was committed.</param>
/// <param name="Intent">The key of the intent that brings it.</param>
internal sealed record AcceptedMessage(Bytes32 Digest, MessageKind Kind, Address Account, DateTimeOffset AcceptedAt, string Intent);

/// <summary>Accepted votes, delegations and proposals in the database.</summary>
internal static class VoteStore
{
    /// <summary>What an intent's state must not be for its message to be on its way, or done.</summary>
    private const string Standing = "intents.state NOT IN ('Refused', 'Superseded')";

    /// <summary>The message with a digest; null if none was accepted.</summary>
    public static AcceptedMessage? Find(Session session, Bytes32 digest) => session.QueryOne(
        "SELECT kind, account, accepted_at, intent FROM governance_messages WHERE digest = @digest",
        row => new AcceptedMessage(
            digest, (MessageKind)row.GetInt64(0), new Address((byte[])row[1]), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetString(3)),
        ("@digest", digest));

    /// <summary>The next nonce of an account, after those on their way.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="kind">Of which messages: the governor counts votes and proposals together.</param>
    /// <param name="account">The account.</param>
    /// <param name="taken">The next one by the contract.</param>
    public static ulong NextNonce(Session session, MessageKind kind, Address account, ulong taken)
    {
        var waiting = session.Query(
            $"""
            SELECT DISTINCT governance_messages.nonce FROM governance_messages JOIN intents ON intents.key = governance_messages.intent
            WHERE account = @account AND governance_messages.kind IN (@kind, @counted) AND governance_messages.nonce >= @taken AND {Standing}
            ORDER BY governance_messages.nonce
            """,
            row => (ulong)row.GetInt64(0), ("@account", account), ("@kind", (int)kind), ("@counted", (int)CountedWith(kind)), ("@taken", taken));
        foreach (var nonce in waiting)
        {
            if (nonce == taken)
                taken++;
        }
        return taken;
    }

    /// <summary>Whether a vote of an account on a proposal, or the proposal itself, is on its way, or was brought.</summary>
    public static bool Has(Session session, MessageKind kind, Address account, Bytes32 proposal) => session.Number(
        $"""
        SELECT 1 FROM governance_messages JOIN intents ON intents.key = governance_messages.intent
        WHERE account = @account AND governance_messages.kind = @kind AND proposal = @proposal AND {Standing} LIMIT 1
        """,
        ("@account", account), ("@kind", (int)kind), ("@proposal", proposal)) is not null;

    /// <summary>How many messages of an account were accepted in an epoch.</summary>
    public static long CountOf(Session session, Address account, uint epoch) => session.Number(
        "SELECT COUNT(*) FROM governance_messages WHERE account = @account AND epoch = @epoch", ("@account", account), ("@epoch", epoch)) ?? 0;

    /// <summary>Adds a message.</summary>
    /// <param name="session">The transaction, which also asks for the intent.</param>
    /// <param name="message">The message.</param>
    /// <param name="proposal">The proposal of a vote, or that is made; null for a delegation.</param>
    /// <param name="nonce">Its nonce.</param>
    /// <param name="epoch">The open epoch, whose budget it counts against.</param>
    public static void Insert(Session session, AcceptedMessage message, Bytes32? proposal, ulong nonce, uint epoch) => session.Execute(
        """
        INSERT INTO governance_messages (digest, kind, account, nonce, proposal, epoch, accepted_at, intent)
        VALUES (@digest, @kind, @account, @nonce, @proposal, @epoch, @accepted, @intent)
        """,
        ("@digest", message.Digest), ("@kind", (int)message.Kind), ("@account", message.Account), ("@nonce", nonce),
        ("@proposal", proposal?.ToArray() ?? []), ("@epoch", epoch), ("@accepted", message.AcceptedAt.ToUnixTimeMilliseconds()), ("@intent", message.Intent));

    private static MessageKind CountedWith(MessageKind kind) => kind switch
    {
        MessageKind.Vote => MessageKind.Proposal,
        MessageKind.Proposal => MessageKind.Vote,
        _ => kind,
    };
}
