using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace DecentralOrg.Node.Storage.Postgres;

/// <summary>The schema on a PostgreSQL server: the table <c>dorg_schema</c> says which migrations it has.</summary>
internal static partial class PostgresSchema
{
    /// <summary>The first half of the advisory lock's key: "dorg". The other half is the schema, so that several can share a database.</summary>
    private const int LockClass = 0x646F7267;

    /// <summary>
    /// Whether there are tables or views that no extension made. The catalog is asked, because the information schema leaves
    /// out what this user may not touch.
    /// </summary>
    private const string ForeignTables =
        """
        SELECT EXISTS (
            SELECT 1 FROM pg_class WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind IN ('r', 'p', 'f', 'v', 'm')
                AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'))
        """;

    /// <summary>
    /// Takes the lock of the one node that writes, for as long as the connection is there. It is waited for as any other lock
    /// is: a server that writes sees only in a moment that a node was killed, which may be started again by then.
    /// </summary>
    /// <exception cref="StorageException">Another node has it.</exception>
    public static void Lock(NpgsqlConnection connection, string name)
    {
        try
        {
            Run(connection, $"SELECT pg_advisory_lock({LockClass}, hashtext(COALESCE(current_schema(), '')))");
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StorageException(StorageFailure.InUse, $"The {name} is in use by another node. Stop it, or give this one a database or a schema of its own.", held);
        }
    }

    /// <summary>Refuses a schema that is not ours, or comes from a newer version.</summary>
    /// <exception cref="StorageException">It is one of these.</exception>
    public static void Check(NpgsqlConnection connection, string name)
    {
        if (Ask(connection, "SELECT current_schema()") is DBNull)
            throw new StorageException(StorageFailure.DirectoryUnusable, $"The {name} has no schema that this user sees; create one, or set the user's search_path.");
        if (VersionOf(connection) is { } version)
            Migrations.Check(version, $"The {name}");
        else if (Ask(connection, ForeignTables) is true)
            throw new StorageException(StorageFailure.Damaged, $"The {name} holds the tables of another program; give the node a database or a schema of its own.");
    }

    /// <summary>Refuses a schema that is not exactly this version's.</summary>
    /// <exception cref="StorageException">It is another one.</exception>
    public static void Require(NpgsqlConnection connection, string name)
    {
        Check(connection, name);
        if (VersionOf(connection) is not { } version || version < Migrations.Latest)
            throw new StorageException(StorageFailure.TooOld, $"The {name} was not written by a node of this version yet. Start the one that writes first.");
    }

    /// <summary>Brings the schema up to this version, each step in a transaction of its own.</summary>
    public static void Apply(NpgsqlConnection connection)
    {
        var version = VersionOf(connection) ?? 0;
        foreach (var (number, sql) in Migrations.All.Where(migration => migration.Number > version))
        {
            using var transaction = connection.BeginTransaction();
            Run(connection, Translate(sql), seconds: 0);
            Run(connection, "CREATE TABLE IF NOT EXISTS dorg_schema (version BIGINT NOT NULL); DELETE FROM dorg_schema;");
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO dorg_schema (version) VALUES ({number})"));
            transaction.Commit();
        }
    }

    /// <summary>Runs statements that give no rows.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="sql">The statements.</param>
    /// <param name="seconds">How long they may take; null for what the connection says, 0 for ever: a year's data is not changed in half a minute.</param>
    public static void Run(NpgsqlConnection connection, string sql, int? seconds = null)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.CommandTimeout = seconds ?? command.CommandTimeout;
        command.ExecuteNonQuery();
    }

    private static long? VersionOf(NpgsqlConnection connection) =>
        Ask(connection, "SELECT to_regclass(quote_ident(current_schema()) || '.dorg_schema') IS NOT NULL") is true
            ? Ask(connection, "SELECT version FROM dorg_schema") as long?
                ?? throw new StorageException(StorageFailure.Damaged, "The database has the node's tables without their rows, as after a restore of the schema alone; restore all of the backup into an empty database.")
            : null;

    private static object? Ask(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    /// <summary>The types of SQLite in words of PostgreSQL; an <c>id</c> counts by itself in both.</summary>
    private static string Translate(string sql) => SqliteType().Replace(sql, type => type.Value switch
    {
        "id INTEGER PRIMARY KEY" => "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        "INTEGER" => "BIGINT",
        _ => "BYTEA",
    });

    [GeneratedRegex(@"\bid INTEGER PRIMARY KEY\b|\bINTEGER\b|\bBLOB\b")]
    private static partial Regex SqliteType();
}
