using System.Reflection;
using Microsoft.Data.Sqlite;

namespace DecentralOrg.Node.Storage;

/// <summary>
/// The numbered SQL texts that make the schema: <c>Migrations/NNN-what.sql</c>. What was released is never changed; a
/// database says in <c>user_version</c> which of them it has.
/// </summary>
internal static class Migrations
{
    /// <summary>Marks a file as ours in the header of SQLite's format: "dorg".</summary>
    private const int ApplicationId = 0x646F7267;

    private static readonly (int Number, string Sql)[] All = [.. Load().OrderBy(migration => migration.Number)];

    /// <summary>Refuses a file that is not ours, is damaged, or comes from a newer version.</summary>
    /// <exception cref="StorageException">It is one of these.</exception>
    public static void Check(SqliteConnection connection, string path)
    {
        if (Number(connection, "PRAGMA application_id") is var id and not ApplicationId
            && (id != 0 || Number(connection, "SELECT COUNT(*) FROM sqlite_schema") != 0))
            throw new StorageException(StorageFailure.Damaged, $"{path} is the database of another program; give the node a data directory of its own.");
        if (Number(connection, "PRAGMA user_version") is var version && version > All[^1].Number)
            throw new StorageException(StorageFailure.TooNew, $"{path} was written by a newer version of this program (schema {version}, this one knows {All[^1].Number}); install that, or begin with an empty data directory.");
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is string found and not "ok")
            throw new StorageException(StorageFailure.Damaged, $"{path} is damaged: {found}. Restore the last backup, or begin with an empty data directory: what the chain has is read again.");
    }

    /// <summary>Brings the schema up to this version, each step in a transaction of its own.</summary>
    public static void Apply(SqliteConnection connection)
    {
        var version = Number(connection, "PRAGMA user_version");
        foreach (var (number, sql) in All.Where(migration => migration.Number > version))
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

    private static IEnumerable<(int Number, string Sql)> Load()
    {
        const string folder = ".Storage.Migrations.";
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.IndexOf(folder, StringComparison.Ordinal) is var at and >= 0)
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                yield return (int.Parse(name.AsSpan(at + folder.Length, 3), System.Globalization.CultureInfo.InvariantCulture), text.ReadToEnd());
            }
        }
    }
}
