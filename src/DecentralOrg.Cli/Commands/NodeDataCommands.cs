using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Storage.Postgres;
using DecentralOrg.Node.Storage.Sqlite;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg node backup</c> and <c>dorg node acknowledge</c>: what an operator does with a node's data.</summary>
internal static class NodeDataCommands
{
    public static Command Backup(Option<bool> json)
    {
        var data = DataOption("The node's data directory; the node may run meanwhile");
        var server = ServerOption();
        var to = new Option<string>("--to") { Description = "The file to write; it must not be there yet", HelpName = "FILE", Required = true };
        var command = new Command("backup", "Copy a node's database as of one moment; to restore it, put it into an empty data directory as node.db. For a database on PostgreSQL it names the command that does that") { data, to, server };
        command.SetAction(parsed =>
        {
            var file = Path.GetFullPath(parsed.GetValue(to)!);
            if (ServerOf(parsed, server) is { } connection)
                throw new CommandException(ExitCode.Refused, $"""
                    The data is on a PostgreSQL server, whose own program copies it as of one moment while the node runs:
                      {PostgresBackup.Command(connection, file)}
                    It takes the password from PGPASSWORD, or from the file in PGPASSFILE. Restore it into an empty database with pg_restore.
                    """);
            SqliteDatabase.Copy(DataDirectory.FileIn(parsed.GetValue(data)!), file);
            var size = new FileInfo(file).Length;
            if (parsed.GetValue(json))
                Terminal.WriteJson(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("file", file);
                    writer.WriteNumber("bytes", size);
                    writer.WriteEndObject();
                });
            else
                Console.Out.WriteLine($"{file} is whole: {size} bytes.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    public static Command Acknowledge()
    {
        var data = DataOption("The data directory of the node, which must be stopped");
        var server = ServerOption();
        var name = new Argument<string>("ALARM") { Description = "The alarm's name, as /status has it" };
        var command = new Command("acknowledge", "Lower an alarm whose cause was seen to; that of a missing final block is lowered by nothing but the block") { name, data, server };
        command.SetAction(async (parsed, stop) =>
        {
            using var held = NodeData.Open(parsed.GetValue(data)!, ServerOf(parsed, server));
            await LowerAsync(new Alarms(held.Database, TimeProvider.System), parsed.GetValue(name)!, stop);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static async Task LowerAsync(Alarms alarms, string name, CancellationToken stop)
    {
        if (name == Alarms.FinalityViolated)
            throw new CommandException(ExitCode.Refused, "This alarm is lowered when an endpoint shows the final block again. If it never will, decide what holds, and begin with an empty data directory.");
        if (!await alarms.LowerAsync(name, stop))
        {
            var raised = string.Join(", ", alarms.All().Select(alarm => alarm.Name));
            throw new CommandException(ExitCode.NotFound, $"No alarm '{name}' is raised. {(raised.Length > 0 ? $"Raised: {raised}." : "None is.")}");
        }
        await Console.Out.WriteLineAsync($"The alarm {name} is lowered.");
    }

    private static Option<string?> ServerOption() => new("--database")
    {
        Description = "The node's PostgreSQL database, as the node is told it; DORG_DATABASE if not given",
        HelpName = "CONNECTION",
    };

    /// <summary>The connection string of a database on a server; null for a file in the data directory.</summary>
    private static string? ServerOf(ParseResult parsed, Option<string?> option)
    {
        var given = parsed.GetValue(option) ?? Environment.GetEnvironmentVariable("DORG_DATABASE");
        if (string.IsNullOrEmpty(given))
            return null;
        return PostgresDatabase.IsConnectionString(given)
            ? given
            : throw new CommandException(ExitCode.Usage, "--database takes a connection string, such as Host=127.0.0.1;Username=dorg;Database=dorg.");
    }

    private static Option<string> DataOption(string what) => new("--data")
    {
        Description = $"{what}; DORG_DATA or dorg-data if not given",
        HelpName = "DIR",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("DORG_DATA") is { Length: > 0 } given ? given : "dorg-data",
    };
}
