namespace DecentralOrg.Node.Tests.Storage;

/// <summary>What a node can keep its data in.</summary>
public enum StorageKind
{
    Sqlite,
    Postgres,
}
