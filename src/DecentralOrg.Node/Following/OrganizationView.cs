using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Following;

/// <summary>
/// The organization as far as its facts are committed. Many read it; the follower alone changes it. Safe for use by several
/// threads.
/// </summary>
/// <param name="contracts">Where the logs come from.</param>
/// <param name="domain">What records are signed for.</param>
public sealed class OrganizationView(OrganizationContracts contracts, RecordDomain domain) : IDisposable
{
    private readonly ReaderWriterLockSlim gate = new();
    private OrganizationEvents events = new(contracts, domain);

    /// <summary>Changes whenever the organization does: what was made of it is good as long as this is the same.</summary>
    public long Version { get; private set; }

    /// <summary>Reads the organization; what is taken out of it must not refer to it.</summary>
    public T Read<T>(Func<Organization, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        gate.EnterReadLock();
        try
        {
            return read(events.Organization);
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    /// <summary>Applies logs, if nothing is then missing; otherwise some were not shown.</summary>
    /// <param name="logs">The logs.</param>
    /// <param name="check">Says what is missing; null for nothing.</param>
    /// <param name="committed">All logs that were applied before.</param>
    /// <returns>What is missing; then nothing was applied. Null if nothing is.</returns>
    /// <exception cref="HistoryException">The logs cannot be those of the organization; nothing of them stays.</exception>
    internal string? Apply(IEnumerable<Log> logs, Func<Organization, string?> check, Func<IEnumerable<Log>> committed)
    {
        gate.EnterWriteLock();
        try
        {
            foreach (var log in logs)
                events.Apply(log);
            var missing = check(events.Organization);
            if (missing is null)
                Version++;
            else
                Replay(committed());
            return missing;
        }
        catch (HistoryException)
        {
            Replay(committed());
            throw;
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    /// <summary>Begins anew from all logs that are committed.</summary>
    internal void Rebuild(IEnumerable<Log> committed)
    {
        gate.EnterWriteLock();
        try
        {
            Replay(committed);
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private void Replay(IEnumerable<Log> committed)
    {
        events = new OrganizationEvents(contracts, domain);
        foreach (var log in committed)
            events.Apply(log);
        Version++;
    }
}
