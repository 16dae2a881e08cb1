using Npgsql;

namespace DecentralOrg.Node.Storage.Postgres;

/// <summary>How a node connects: as its operator says, with what it cannot do without.</summary>
internal static class PostgresConnection
{
    /// <summary>
    /// Seconds that a statement waits for a lock of others: below the time that a request may take, so that whoever posts is
    /// told why. And half a minute and two tries more until the server sees that a machine lost its power: it keeps the lock
    /// of the one that writes for two hours otherwise, and refuses the node that takes its place.
    /// </summary>
    private const string All = "-c lock_timeout=5s -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3";

    /// <summary>For the one connection that writes. It is not ended for being idle: on a quiet chain it is, and the lock would go with it.</summary>
    public static string Writer(string given)
    {
        var builder = With(given, "-c idle_session_timeout=0");
        builder.Pooling = false;
        return builder.ConnectionString;
    }

    /// <summary>For those that read.</summary>
    public static NpgsqlConnectionStringBuilder Readers(string given) => With(given, "-c default_transaction_read_only=on");

    private static NpgsqlConnectionStringBuilder With(string given, string own)
    {
        var builder = new NpgsqlConnectionStringBuilder(given) { ApplicationName = "dorg", MaxAutoPrepare = 200, KeepAlive = 30 };
        builder.Options = $"{builder.Options ?? Environment.GetEnvironmentVariable("PGOPTIONS")} {All} {own}".TrimStart();
        // Of several servers all ask the one that is written to: another one would show what was, and lock nothing.
        if (builder.Host?.Contains(',', StringComparison.Ordinal) is true)
            builder.TargetSessionAttributes ??= "primary";
        return builder;
    }
}
