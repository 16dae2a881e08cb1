using Npgsql;

namespace DecentralOrg.Node.Storage.Postgres;

/// <summary>What errors of a PostgreSQL server mean. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html</summary>
internal static class PostgresFailure
{
    private const string Again = "Start the node again when the server is there; nothing that was committed is lost.";
    private const string Credentials = "Give the right user, and the password in the environment (PGPASSWORD, or a file in PGPASSFILE).";

    private static readonly (StorageFailure, string) Busy = (StorageFailure.InUse, "Others use the server up, or hold a lock; let them end.");

    /// <summary>What an error means for the operator; null where it is a defect of our SQL.</summary>
    /// <param name="error">The error.</param>
    /// <param name="name">What the database is called.</param>
    /// <param name="lost">
    /// Whether the connection that writes is lost. The driver also closes it where the server's disk is full or its memory
    /// short; the lock goes with it, so that even these cannot be waited out.
    /// </param>
    public static StorageException? Of(NpgsqlException error, string name, bool lost = false)
    {
        if (Meaning(error, lost) is not var (reason, advice))
            return null;
        var said = (error as PostgresException)?.MessageText ?? error.Message;
        var failure = new StorageException(reason, $"The {name} cannot be used: {said.TrimEnd('.')}. {advice}", error);
        return lost && failure.MayPass
            ? new StorageException(reason, $"{failure.Message} Then start the node again: the connection, and with it the right to write, is lost.", error) { MayPass = false }
            : failure;
    }

    private static (StorageFailure Reason, string Advice)? Meaning(NpgsqlException error, bool lost) => error.SqlState switch
    {
        null when error is NpgsqlOperationInProgressException => null,
        // Not from the server: the connection was lost, or the answer is late, or the server asks for what the client was not
        // given, or the connection could not be made.
        null when lost || error.InnerException is IOException => (StorageFailure.Unreachable, Again),
        null when error.InnerException is TimeoutException => (StorageFailure.InUse, "It did not answer in time: is that its address, do others use it up, or hold a lock?"),
        null when error.InnerException is null => (StorageFailure.Unreachable, Credentials),
        null => (StorageFailure.Unreachable, "Is the server running, and is that its address? Nothing that was committed is lost."),
        "53100" => (StorageFailure.DiskFull, "Make room on the server's disk; nothing that was accepted is lost."),
        "55P03" or "57014" or "40P01" or "40001" => Busy,
        "58030" => (StorageFailure.DiskFailed, "Look at the server's log for its disk."),
        "25006" or "42501" => (StorageFailure.DirectoryUnusable, "Give the node's user the right to write, on the primary server."),
        "3D000" => (StorageFailure.Unreachable, "Create the database, or name another."),
        "28P01" or "28000" => (StorageFailure.Unreachable, Credentials),
        "42704" when error.Message.Contains("configuration parameter", StringComparison.Ordinal) => (StorageFailure.Unreachable, "Give a server of PostgreSQL 15 or later."),
        "25P03" or "25P04" => (StorageFailure.Unreachable, Again),
        // Connections, memory, or a limit that the administrator set.
        var state when state.StartsWith("53", StringComparison.Ordinal) => Busy,
        var state when state.StartsWith("XX", StringComparison.Ordinal) => (StorageFailure.Damaged, "Restore the last backup, or begin with an empty database: what the chain has is read again."),
        // Connections that were ended by the administrator or by a crash among them.
        var state when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) =>
            (StorageFailure.Unreachable, Again),
        _ => null,
    };
}
