using Npgsql;

namespace DecentralOrg.Node.Storage.Postgres;

/// <summary>What errors of a PostgreSQL server mean. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html</summary>
internal static class PostgresFailure
{
    /// <summary>What an error means for the operator; null where it is a defect of our SQL.</summary>
    /// <param name="error">The error.</param>
    /// <param name="name">What the database is called.</param>
    public static StorageException? Of(NpgsqlException error, string name)
    {
        if (Meaning(error) is not var (reason, advice))
            return null;
        var said = (error as PostgresException)?.MessageText ?? error.Message;
        return new StorageException(reason, $"The {name} cannot be used: {said.TrimEnd('.')}. {advice}", error);
    }

    private static (StorageFailure Reason, string Advice)? Meaning(NpgsqlException error) => error.SqlState switch
    {
        null when error is NpgsqlOperationInProgressException => null,
        // Not from the server: the connection could not be made, or was lost.
        null => (StorageFailure.Unreachable, "Is the server running, and is that its address? Nothing that was committed is lost."),
        "53100" => (StorageFailure.DiskFull, "Make room on the server's disk; nothing that was accepted is lost."),
        "53300" or "55P03" => (StorageFailure.InUse, "Others use the server up, or hold a lock; let them end."),
        "58030" => (StorageFailure.DiskFailed, "Look at the server's log for its disk."),
        "25006" or "42501" => (StorageFailure.DirectoryUnusable, "Give the node's user the right to write, on the primary server."),
        "3D000" => (StorageFailure.Unreachable, "Create the database, or name another."),
        "28P01" or "28000" => (StorageFailure.Unreachable, "Give the right user, and the password in the environment (PGPASSWORD, or a file in PGPASSFILE)."),
        var state when state.StartsWith("XX", StringComparison.Ordinal) => (StorageFailure.Damaged, "Restore the last backup, or begin with an empty database: what the chain has is read again."),
        // Connections that were ended by the administrator or by a crash among them.
        var state when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) =>
            (StorageFailure.Unreachable, "Start the node again when the server is there; nothing that was committed is lost."),
        _ => null,
    };
}
