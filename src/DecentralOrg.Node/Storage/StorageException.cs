namespace DecentralOrg.Node.Storage;

/// <summary>What stands between a node and its data.</summary>
public enum StorageFailure
{
    /// <summary>The data directory cannot be created, read or written.</summary>
    DirectoryUnusable,

    /// <summary>Another process has the data directory or the database.</summary>
    InUse,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>The disk failed to read or write.</summary>
    DiskFailed,

    /// <summary>The file is no database of this product, or its bytes were damaged.</summary>
    Damaged,

    /// <summary>A newer version of this product wrote the database.</summary>
    TooNew,

    /// <summary>The database was written by an older version, and whoever only reads does not change it.</summary>
    TooOld,

    /// <summary>The database server does not answer, or lets this user not in.</summary>
    Unreachable,

    /// <summary>The database belongs to another organization or another chain.</summary>
    OtherOrganization,
}

/// <summary>The node's data cannot be used; the message says what to do. What was committed before stays committed.</summary>
public sealed class StorageException(StorageFailure reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What stands in the way.</summary>
    public StorageFailure Reason { get; } = reason;

    /// <summary>Whether it can pass while the process lives. Where it cannot, the process has to be started again.</summary>
    public bool MayPass { get; init; } = reason is StorageFailure.DiskFull or StorageFailure.InUse;
}
