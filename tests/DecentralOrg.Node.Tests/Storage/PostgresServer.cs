using System.Diagnostics;
using System.Globalization;
using DecentralOrg.Node.Storage.Postgres;
using Npgsql;

namespace DecentralOrg.Node.Tests.Storage;

/// <summary>
/// A PostgreSQL server for all tests of a process, on a socket in a folder of its own. It ends, and its folder with it, when
/// the process does, however that is.
/// </summary>
internal sealed class PostgresServer
{
    private const string Password = "secret of the tests";

    /// <summary>PostgreSQL does not run as root; nobody owns nothing else.</summary>
    private const int Nobody = 65_534;

    private const string Script =
        """
        set -e
        folder=$(mktemp -d /tmp/dorg-postgres-XXXXXX)
        trap 'rm -rf "$folder"' EXIT
        printf %s "$2" >"$folder/password"
        "$1/initdb" --pgdata="$folder/data" --username=dorg --pwfile="$folder/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C >&2
        "$1/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c max_connections=200 >&2 &
        server=$!
        until "$1/pg_isready" -q -h "$folder"; do kill -0 $server; sleep 0.05; done
        echo "$folder"
        cat >/dev/null
        kill -INT $server
        wait $server
        """;

    private static readonly Lazy<PostgresServer> One = new(Start);

    // The server ends with its standard input, which would end with the last reference to the process.
    private readonly Process process;
    private readonly string binaries;
    private int databases;

    private PostgresServer(Process process, string binaries, string socket)
    {
        this.process = process;
        this.binaries = binaries;
        Socket = socket;
    }

    /// <summary>The server, which starts when it is first asked for.</summary>
    public static PostgresServer Shared => One.Value;

    /// <summary>The folder of its socket.</summary>
    public string Socket { get; }

    /// <summary>How to reach a database on it.</summary>
    public string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Socket, Username = "dorg", Password = Password, Database = database,
    }.ConnectionString;

    /// <summary>Creates an empty database.</summary>
    public string NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref databases)}");
        Execute("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Runs SQL as another program does.</summary>
    public void Execute(string database, string sql)
    {
        using var connection = Connect(database);
        PostgresSchema.Run(connection, sql);
    }

    /// <summary>Connects as another program does.</summary>
    public NpgsqlConnection Connect(string database)
    {
        Assert.That(process.HasExited, Is.False, "the server ended");
        var connection = new NpgsqlConnection(ConnectionTo(database) + ";Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>Runs one of the server's programs on a database, such as <c>pg_dump</c>.</summary>
    public void Run(string program, string database, params string[] arguments) =>
        Run(program, ["--host", Socket, "--username", "dorg", "--dbname", database, .. arguments]);

    /// <summary>Runs a line that names one of the server's programs as its operator does in a shell.</summary>
    public void Shell(string line) => Run("bash", ["-c", line]);

    private void Run(string program, string[] arguments)
    {
        var own = Path.Combine(binaries, program);
        var start = new ProcessStartInfo(File.Exists(own) ? own : program, arguments) { RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = Password;
        start.Environment["PATH"] = $"{binaries}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
    }

    private static PostgresServer Start()
    {
        var binaries = Binaries();
        string[] line = ["bash", "-c", Script, "bash", binaries, Password];
        if (Environment.IsPrivilegedProcess)
            line = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. line];
        var process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        return process.StandardOutput.ReadLine() is { } folder
            ? new PostgresServer(process, binaries, folder)
            : throw new InvalidOperationException($"PostgreSQL did not start: {errors.Result}");
    }

    private static string Binaries()
    {
        // Debian keeps the server's programs off the path, one folder a version.
        string[] debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        string[] places =
        [
            .. debian.OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0).Select(version => Path.Combine(version, "bin")),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'),
        ];
        return Array.Find(places, place => File.Exists(Path.Combine(place, "initdb")))
            ?? throw new InvalidOperationException("PostgreSQL's server is missing: install it, on Debian the package postgresql.");
    }
}
