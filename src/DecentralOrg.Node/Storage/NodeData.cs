using DecentralOrg.Node.Storage.Postgres;
using DecentralOrg.Node.Storage.Sqlite;

namespace DecentralOrg.Node.Storage;

/// <summary>A node's data, held by one process: a file in a folder, or a database on a server.</summary>
public sealed class NodeData : IDisposable
{
    private readonly DataDirectory? directory;

    private NodeData(DataDirectory? directory, Database database)
    {
        this.directory = directory;
        Database = database;
    }

    /// <summary>The database.</summary>
    public Database Database { get; }

    /// <summary>Takes the data.</summary>
    /// <param name="folder">The folder; it is not touched where there is a server.</param>
    /// <param name="server">The connection string of a PostgreSQL database; null for a file in the folder.</param>
    /// <param name="replica">Whether what another node writes to the server is only read.</param>
    /// <exception cref="StorageException">It cannot be used, or another process has it.</exception>
    public static NodeData Open(string folder, string? server, bool replica = false)
    {
        if (server is not null)
            return new NodeData(null, replica ? PostgresDatabase.OpenReplica(server) : PostgresDatabase.Open(server));
        var directory = DataDirectory.Open(folder);
        try
        {
            return new NodeData(directory, SqliteDatabase.Open(directory.DatabaseFile));
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Closes the database and lets go of the folder.</summary>
    public void Dispose()
    {
        Database.Dispose();
        directory?.Dispose();
    }
}
