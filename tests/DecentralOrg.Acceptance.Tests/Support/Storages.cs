using DecentralOrg.Node.Tests.Storage;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>How a node is told what to keep its data in.</summary>
internal static class Storages
{
    /// <summary>The settings of a node whose data is its own: a database that is empty, or nothing where the folder will do.</summary>
    public static string[] New(StorageKind kind) =>
        kind == StorageKind.Postgres ? ["--database", PostgresServer.Shared.ConnectionTo(PostgresServer.Shared.NewDatabase())] : [];
}
