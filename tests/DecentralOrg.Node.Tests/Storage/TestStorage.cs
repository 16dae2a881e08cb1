using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Storage.Postgres;
using DecentralOrg.Node.Storage.Sqlite;
using DecentralOrg.Node.Tests.Importing;
using Microsoft.Data.Sqlite;

namespace DecentralOrg.Node.Tests.Storage;

/// <summary>A real database of a test, empty at first.</summary>
internal abstract class TestStorage : IDisposable
{
    public static TestStorage New(StorageKind kind) => kind == StorageKind.Sqlite ? new InFile() : new OnServer();

    /// <summary>Opens what is there, as a node does that starts.</summary>
    public abstract Database Open();

    /// <summary>Copies all that is there, while it is open.</summary>
    public abstract string Backup();

    /// <summary>Puts a copy in the place of all that is there, while it is closed.</summary>
    public abstract void Restore(string backup);

    /// <summary>Runs SQL as another program does.</summary>
    public abstract void Execute(string sql);

    /// <summary>Holds what is there as another program does, until it is let go.</summary>
    public abstract IDisposable Hold();

    public abstract void Dispose();

    private sealed class InFile : TestStorage
    {
        private readonly TemporaryFolder folder = new();

        private string Path => folder.Combine("node.db");

        public override Database Open() => SqliteDatabase.Open(Path);

        public override string Backup()
        {
            var copy = folder.Combine("backup.db");
            SqliteDatabase.Copy(Path, copy);
            return copy;
        }

        public override void Restore(string backup)
        {
            File.Delete(Path + "-wal");
            File.Delete(Path + "-shm");
            File.Copy(backup, Path, overwrite: true);
        }

        public override void Execute(string sql)
        {
            using var connection = Connect();
            SqliteSchema.Run(connection, sql);
        }

        public override IDisposable Hold()
        {
            var connection = Connect();
            SqliteSchema.Run(connection, "BEGIN EXCLUSIVE");
            return connection;
        }

        public override void Dispose() => folder.Dispose();

        private SqliteConnection Connect()
        {
            var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
            connection.Open();
            return connection;
        }
    }

    private sealed class OnServer : TestStorage
    {
        private readonly TemporaryFolder folder = new();
        private string database = PostgresServer.Shared.NewDatabase();

        public override Database Open() => PostgresDatabase.Open(PostgresServer.Shared.ConnectionTo(database));

        public override string Backup()
        {
            var dump = folder.Combine("backup.dump");
            PostgresServer.Shared.Run("pg_dump", database, "--format=custom", "--file", dump);
            return dump;
        }

        public override void Restore(string backup)
        {
            database = PostgresServer.Shared.NewDatabase();
            PostgresServer.Shared.Run("pg_restore", database, backup);
        }

        public override void Execute(string sql) => PostgresServer.Shared.Execute(database, sql);

        public override IDisposable Hold()
        {
            var connection = PostgresServer.Shared.Connect(database);
            PostgresSchema.Run(connection, "BEGIN; LOCK TABLE alarms");
            return connection;
        }

        public override void Dispose() => folder.Dispose();
    }
}
