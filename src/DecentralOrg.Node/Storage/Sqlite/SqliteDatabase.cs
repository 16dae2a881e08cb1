using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DecentralOrg.Node.Storage.Sqlite;

/// <summary>The node's database as one SQLite file.</summary>
public sealed class SqliteDatabase : Database
{
    private readonly string path;
    private readonly SqliteConnection connection;
    private readonly string readable;

    private SqliteDatabase(string path, SqliteConnection connection)
        : base(connection)
    {
        this.path = path;
        this.connection = connection;
        readable = Connect(path, SqliteOpenMode.ReadOnly);
    }

    /// <inheritdoc/>
    public override string Name => path;

    /// <summary>Opens the file, creates it if it is not there, and brings it up to this version.</summary>
    /// <exception cref="StorageException">The file cannot be used; it is as it was.</exception>
    public static SqliteDatabase Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var connection = new SqliteConnection(Connect(path, SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            SqliteSchema.Check(connection, path);
            // FULL: without it a commit that was answered can be lost with the machine's power.
            SqliteSchema.Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;");
            SqliteSchema.Apply(connection);
            return new SqliteDatabase(path, connection);
        }
        catch (SqliteException error) when (IsOutside(error))
        {
            connection.Dispose();
            throw Failure(path, error);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes a copy of a database, as of one moment, to a file that is not there yet. A node may use the database meanwhile.
    /// The copy gets its name when it is whole, so that nobody takes a part for a backup.
    /// </summary>
    /// <exception cref="StorageException">There is no database, the copy could not be written, or there is a file already.</exception>
    public static void Copy(string path, string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (!File.Exists(path))
            throw new StorageException(StorageFailure.DirectoryUnusable, $"There is no database {path}; give the data directory of a node.");
        if (File.Exists(file))
            throw new StorageException(StorageFailure.DirectoryUnusable, $"{file} is there already, and a backup replaces nothing; name another file.");
        var part = file + ".part";
        try
        {
            File.Delete(part);
            Write(path, part);
            File.Move(part, file);
        }
        catch (SqliteException error) when (IsOutside(error))
        {
            throw Failure(file, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFailure.DirectoryUnusable, $"{file} cannot be written: {error.Message} Name a file in a folder that this user may write.", error);
        }
    }

    private protected override DbTransaction BeginWrite() => connection.BeginTransaction(deferred: false);

    private protected override DbConnection OpenReader()
    {
        var reader = new SqliteConnection(readable);
        reader.Open();
        return reader;
    }

    private protected override DbTransaction BeginRead(DbConnection reader) => ((SqliteConnection)reader).BeginTransaction(deferred: true);

    private protected override void CloseReaders()
    {
        using var readers = new SqliteConnection(readable);
        SqliteConnection.ClearPool(readers);
    }

    private protected override StorageException? FailureOf(DbException error) =>
        error is SqliteException known && IsOutside(known) ? Failure(path, known) : null;

    private static void Write(string path, string part)
    {
        using var copy = new SqliteConnection(Connect(part, SqliteOpenMode.ReadWriteCreate));
        copy.Open();
        using (var original = new SqliteConnection(new SqliteConnectionStringBuilder(Connect(path, SqliteOpenMode.ReadOnly)) { Pooling = false }.ToString()))
        {
            original.Open();
            SqliteSchema.Check(original, path);
            original.BackupDatabase(copy);
        }
        // One file, with nothing beside it that would have to be copied, too.
        SqliteSchema.Run(copy, "PRAGMA journal_mode = DELETE");
        SqliteSchema.Check(copy, part);
    }

    private static string Connect(string path, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        // The writer is one, and closing it must close the file; readers come and go with every request.
        Pooling = mode == SqliteOpenMode.ReadOnly,
        // Below the time that a request may take: whoever posts is told why.
        DefaultTimeout = 5,
    }.ConnectionString;

    /// <summary>Whether an error is the machine's or the file's, and not one of our SQL. Primary result codes: https://www.sqlite.org/rescode.html</summary>
    private static bool IsOutside(SqliteException error) => error.SqliteErrorCode is 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26;

    private static StorageException Failure(string path, SqliteException error)
    {
        var (reason, advice) = error.SqliteErrorCode switch
        {
            5 or 6 => (StorageFailure.InUse, "Another program has the file; close it."),
            8 or 14 => (StorageFailure.DirectoryUnusable, "The file or its folder cannot be written; give the node's user the right to."),
            11 or 26 => (StorageFailure.Damaged, "Restore the last backup, or begin with an empty data directory: what the chain has is read again."),
            13 => (StorageFailure.DiskFull, "Make room on the disk; nothing that was accepted is lost."),
            _ => (StorageFailure.DiskFailed, "Look at the system's log for the disk."),
        };
        return new StorageException(reason, $"The database {path} cannot be used: {error.Message} {advice}", error);
    }
}
