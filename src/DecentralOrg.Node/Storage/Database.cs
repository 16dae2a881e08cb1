using System.Data.Common;

namespace DecentralOrg.Node.Storage;

/// <summary>
/// The node's database: written by one connection, one transaction after another. A transaction that was committed survives
/// the loss of the process and of the machine. Safe for use by several threads.
/// </summary>
public abstract class Database : IDisposable
{
    private readonly DbConnection writer;
    private readonly Session session;
    private readonly SemaphoreSlim turn = new(1);

    private protected Database(DbConnection writer)
    {
        this.writer = writer;
        session = new Session(writer);
    }

    /// <summary>What it is called in sentences, without anything secret.</summary>
    public abstract string Name { get; }

    /// <summary>Does work in one transaction; what throws leaves nothing behind.</summary>
    /// <exception cref="StorageException">The database could not be written.</exception>
    internal async Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken stop = default)
    {
        await turn.WaitAsync(stop);
        try
        {
            using var transaction = BeginWrite();
            session.Transaction = transaction;
            var result = work(session);
            transaction.Commit();
            return result;
        }
        catch (DbException error) when (FailureOf(error) is { } failure)
        {
            throw failure;
        }
        finally
        {
            session.Transaction = null;
            turn.Release();
        }
    }

    /// <summary>Does work in one transaction; what throws leaves nothing behind.</summary>
    /// <exception cref="StorageException">The database could not be written.</exception>
    internal Task WriteAsync(Action<Session> work, CancellationToken stop = default) =>
        WriteAsync(
            session =>
            {
                work(session);
                return true;
            },
            stop);

    /// <summary>Reads what was committed, as of one moment, beside whoever writes.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    internal T Read<T>(Func<Session, T> work)
    {
        try
        {
            using var reader = OpenReader();
            using var asOf = BeginRead(reader);
            using var reading = new Session(reader) { Transaction = asOf };
            return work(reading);
        }
        catch (DbException error) when (FailureOf(error) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        // The writer last: the last connection to a file of SQLite moves all that was committed into it, which a reader may not.
        CloseReaders();
        session.Dispose();
        writer.Dispose();
        turn.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins a transaction of the one connection that writes.</summary>
    private protected abstract DbTransaction BeginWrite();

    /// <summary>A connection for somebody who reads.</summary>
    private protected abstract DbConnection OpenReader();

    /// <summary>Begins a transaction that sees one moment.</summary>
    private protected abstract DbTransaction BeginRead(DbConnection reader);

    /// <summary>Closes the connections of all who read.</summary>
    private protected abstract void CloseReaders();

    /// <summary>What an error means for the operator; null where it is a defect of our SQL.</summary>
    private protected abstract StorageException? FailureOf(DbException error);
}
