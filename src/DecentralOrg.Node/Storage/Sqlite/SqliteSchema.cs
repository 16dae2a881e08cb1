using Microsoft.Data.Sqlite;

namespace DecentralOrg.Node.Storage.Sqlite;

/// <summary>The schema in a file of SQLite: <c>user_version</c> says which migrations it has.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks a file as ours in the header of SQLite's format: "dorg".</summary>
    private const int ApplicationId = 0x646F7267;

    /// <summary>Refuses a file that is not ours, is damaged, or comes from a newer version.</summary>
    /// <exception cref="StorageException">It is one of these.</exception>
    public static void Check(SqliteConnection connection, string path)
    {
        if (Number(connection, "PRAGMA application_id") is var id and not ApplicationId
            && (id != 0 || Number(connection, "SELECT COUNT(*) FROM sqlite_schema") != 0))
            throw new StorageException(StorageFailure.Damaged, $"{path} is the database of another program; give the node a data directory of its own.");
        Migrations.Check(Number(connection, "PRAGMA user_version"), path);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is string found and not "ok")
            throw new StorageException(StorageFailure.Damaged, $"{path} is damaged: {found}. Restore the last backup, or begin with an empty data directory: what the chain has is read again.");
    }

    /// <summary>Brings the schema up to this version, each step in a transaction of its own.</summary>
    public static void Apply(SqliteConnection connection)
    {
        var version = Number(connection, "PRAGMA user_version");
        foreach (var (number, sql) in Migrations.All.Where(migration => migration.Number > version))
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            Run(connection, $"{sql}; PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {number};");
            transaction.Commit();
        }
    }

    /// <summary>Runs statements that give no rows.</summary>
    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
