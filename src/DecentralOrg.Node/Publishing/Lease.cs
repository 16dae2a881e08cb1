using DecentralOrg.Kernel;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Publishing;

/// <summary>
/// One publisher for an account. Three guards, each for what the others do not see: the lock on the data directory keeps a
/// second process off the same file; the fence, compared in every commit, stops a publisher that was replaced while it
/// waited for a node (and, with <see cref="PublishingOptions.SeizeLease"/> off, processes that share a database server take
/// turns by its expiry); a second node with the same key on data of its own is only seen by the nonces that it uses, which
/// raise the alarm <see cref="Publisher.ForeignTransaction"/>.
/// </summary>
/// <param name="database">The node's database.</param>
/// <param name="sender">The account.</param>
/// <param name="options">How long it lasts.</param>
/// <param name="time">The clock.</param>
internal sealed class Lease(Database database, Address sender, PublishingOptions options, TimeProvider time)
{
    private long? fence;

    /// <summary>The account.</summary>
    public Address Sender => sender;

    /// <summary>Takes the account, or keeps it for longer.</summary>
    /// <exception cref="PublishingException">Another publisher has it.</exception>
    public Task TakeAsync(CancellationToken stop) => database.WriteAsync(
        session =>
        {
            var now = time.GetUtcNow();
            var until = now + options.Lease;
            if (fence is not null)
            {
                Check(session);
                session.Execute(
                    "UPDATE publishers SET expires_at = @until WHERE sender = @sender",
                    ("@until", until.ToUnixTimeMilliseconds()), ("@sender", sender));
                return;
            }
            var expires = session.Number("SELECT expires_at FROM publishers WHERE sender = @sender", ("@sender", sender));
            if (!options.SeizeLease && expires is { } at && at > now.ToUnixTimeMilliseconds())
            {
                throw new PublishingException(
                    PublishingFailure.LeaseHeld,
                    $"Another process publishes for {sender} until {DateTimeOffset.FromUnixTimeMilliseconds(at):O}; this one waits. End the other, or give this one a key of its own.");
            }
            session.Execute(
                "INSERT INTO publishers (sender, fence, expires_at) VALUES (@sender, 1, @until) ON CONFLICT (sender) DO UPDATE SET fence = publishers.fence + 1, expires_at = @until",
                ("@sender", sender), ("@until", until.ToUnixTimeMilliseconds()));
            fence = Fence(session);
        },
        stop);

    /// <summary>Refuses the transaction it is called in if another publisher took the account.</summary>
    /// <exception cref="PublishingException">One did.</exception>
    public void Check(Session session)
    {
        if (fence is null || Fence(session) != fence)
            throw new PublishingException(PublishingFailure.LeaseLost, $"Another publisher took {sender}; this one ends, and what it did not commit was not done.");
    }

    private long? Fence(Session session) => session.Number("SELECT fence FROM publishers WHERE sender = @sender", ("@sender", sender));
}
