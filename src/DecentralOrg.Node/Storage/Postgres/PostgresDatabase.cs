using System.Data;
using System.Data.Common;
using Npgsql;

namespace DecentralOrg.Node.Storage.Postgres;

/// <summary>
/// The node's database on a PostgreSQL server. One node writes to it: it holds an advisory lock of the connection that
/// writes, and when that connection is lost, nothing is written any more until the node is started again. The server lets
/// go of the lock with the connection, however the node ends.
/// </summary>
public sealed class PostgresDatabase : Database
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlDataSource readers;
    private readonly bool writes;

    private PostgresDatabase(NpgsqlConnection connection, NpgsqlDataSource readers, string name, bool writes)
        : base(connection)
    {
        (this.connection, this.readers, this.writes) = (connection, readers, writes);
        Name = name;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Connects as the one that writes, and brings the schema up to this version.</summary>
    /// <param name="connectionString">
    /// As Npgsql takes it. Without a password in it, that of <c>PGPASSWORD</c> or of the file in <c>PGPASSFILE</c> is used.
    /// </param>
    /// <exception cref="StorageException">The database cannot be used, or another node writes to it; it is as it was.</exception>
    /// <exception cref="ArgumentException">The connection string is malformed.</exception>
    public static PostgresDatabase Open(string connectionString) => Connect(connectionString, writes: true);

    /// <summary>Connects as one of those that only read what another node writes.</summary>
    /// <param name="connectionString">As <see cref="Open"/> takes it.</param>
    /// <exception cref="StorageException">The database cannot be used, or no node of this version has written it.</exception>
    /// <exception cref="ArgumentException">The connection string is malformed.</exception>
    public static PostgresDatabase OpenReplica(string connectionString) => Connect(connectionString, writes: false);

    /// <summary>Whether a text is a connection string that names a server.</summary>
    public static bool IsConnectionString(string text) => Read(text) is { Host.Length: > 0 };

    /// <summary>A connection string as it may be shown.</summary>
    public static string Shown(string text) => Read(text) is { Host.Length: > 0 } builder ? $"Host={builder.Host};…" : new string('…', Math.Min(1, text.Length));

    private static PostgresDatabase Connect(string connectionString, bool writes)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var builder = PostgresConnection.Readers(connectionString);
        var name = $"PostgreSQL database {builder.Database ?? builder.Username} at {builder.Host}:{builder.Port}";
        var connection = new NpgsqlConnection(PostgresConnection.Writer(connectionString));
        try
        {
            connection.Open();
            if (writes)
                Prepare(connection, name);
            else
                PostgresSchema.Require(connection, name);
            return new PostgresDatabase(connection, NpgsqlDataSource.Create(builder), name, writes);
        }
        catch (NpgsqlException error) when (PostgresFailure.Of(error, name) is { } failure)
        {
            connection.Dispose();
            throw failure;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(NpgsqlConnection connection, string name)
    {
        // Somebody may have turned it off for the server or the user: then a commit that was answered can be lost with its power.
        PostgresSchema.Run(connection, "SET synchronous_commit = on");
        PostgresSchema.Lock(connection, name);
        PostgresSchema.Check(connection, name);
        PostgresSchema.Apply(connection);
    }

    private static NpgsqlConnectionStringBuilder? Read(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private protected override DbTransaction BeginWrite() => !writes ? throw new InvalidOperationException("A replica writes nothing.")
        : connection.State == ConnectionState.Open ? connection.BeginTransaction()
        : throw new StorageException(StorageFailure.Unreachable, $"The connection to the {Name} was lost, and with it the right to write. Start the node again when the server is there; nothing that was committed is lost.");

    private protected override DbConnection OpenReader() => readers.OpenConnection();

    private protected override DbTransaction BeginRead(DbConnection reader) => reader.BeginTransaction(IsolationLevel.RepeatableRead);

    private protected override void CloseReaders() => readers.Dispose();

    private protected override StorageException? FailureOf(DbException error) =>
        error is NpgsqlException known ? PostgresFailure.Of(known, Name, lost: connection.State != ConnectionState.Open) : null;
}
