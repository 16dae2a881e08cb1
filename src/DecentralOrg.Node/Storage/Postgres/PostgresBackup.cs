using Npgsql;

namespace DecentralOrg.Node.Storage.Postgres;

/// <summary>How a database on a server is backed up: with the server's own program.</summary>
public static class PostgresBackup
{
    /// <summary>The line for a shell that writes a backup as of one moment, without the password.</summary>
    /// <param name="connectionString">As the node takes it.</param>
    /// <param name="file">The file to write.</param>
    /// <exception cref="ArgumentException">The connection string is malformed.</exception>
    public static string Command(string connectionString, string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        (string Name, string? Value)[] parts =
        [
            ("host", given.Host), ("port", given.Port != NpgsqlConnection.DefaultPort ? $"{given.Port}" : null), ("user", given.Username), ("dbname", given.Database),
            ("sslmode", Mode(given.SslMode)), ("sslrootcert", given.RootCertificate),
        ];
        var reach = string.Join(' ', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Value(part.Value!)}"));
        var schema = given.SearchPath?.Split(',')[0].Trim();
        return $"pg_dump --format=custom --file={Word(file)} {(schema is null ? "" : $"--schema={Word(schema)} ")}{Word(reach)}";
    }

    private static string? Mode(SslMode given) => given switch
    {
        SslMode.Prefer => null,
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        var mode => $"{mode}".ToLowerInvariant(),
    };

    /// <summary>A value of libpq's connection string.</summary>
    private static string Value(string text) =>
        text.Length > 0 && !text.Any(letter => letter is ' ' or '\'' or '\\') ? text : $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>A word of a shell's line.</summary>
    private static string Word(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_') ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
