using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg keys</c>: the file with an account's encrypted key.</summary>
internal static class KeysCommand
{
    public static readonly string[] Examples =
    [
        "dorg keys new key.json",
        "dorg keys new key.json --password-file password.txt --json",
        "dorg keys address key.json --password-file password.txt",
    ];

    public static Command Create(Option<bool> json)
    {
        return new Command("keys", "Create an account, or see whose key a file holds")
        {
            New(json),
            Show(json),
        };
    }

    private static Command New(Option<bool> json)
    {
        var file = new Argument<string>("FILE") { Description = "The keystore file to write; it must not be there yet" };
        var password = new PasswordOption();
        var command = new Command("new", "Create an account: its key, encrypted, in a file that only you may read") { file, password.File };
        command.SetAction(async (parsed, stop) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            if (File.Exists(path))
                throw new CommandException(ExitCode.Refused, $"{path} is there already; a key is never overwritten.");
            using var key = PrivateKey.Create();
            await WriteAsync(path, Keystore.Write(key, await password.ReadAsync(parsed, stop)), stop);
            Say(key, path, new Terminal(parsed.GetValue(json)));
            Terminal.Say("Keep a copy of the file and its password: without both, nobody can sign for this account again.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command Show(Option<bool> json)
    {
        var file = new Argument<string>("FILE") { Description = "The keystore file" };
        var password = new PasswordOption();
        var command = new Command("address", "The address of the account whose key a file holds") { file, password.File };
        command.SetAction(async (parsed, stop) =>
        {
            var path = parsed.GetRequiredValue(file);
            using var reader = new StreamReader(InputFile.Open(path, "file"));
            using var key = Keystore.Read(await reader.ReadToEndAsync(stop), await password.ReadAsync(parsed, stop));
            Say(key, path, new Terminal(parsed.GetValue(json)));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Say(PrivateKey key, string path, Terminal terminal)
    {
        if (terminal.Json)
            Terminal.WriteJson(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("address", key.Address.ToString());
                writer.WriteString("keystore", path);
                writer.WriteEndObject();
            });
        else
            Console.Out.WriteLine(key.Address);
    }

    private static async Task WriteAsync(string path, string keystore, CancellationToken stop)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using var writer = new StreamWriter(path, options);
            await writer.WriteLineAsync(keystore.AsMemory(), stop);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Refused, $"{path} cannot be written: {error.Message} Name a file in a folder that you may write.");
        }
    }
}
