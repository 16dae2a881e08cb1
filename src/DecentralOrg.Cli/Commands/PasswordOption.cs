using System.CommandLine;
using DecentralOrg.Cli.Output;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary>Where the password of a keystore comes from. It is never an argument.</summary>
internal sealed class PasswordOption
{
    public Option<string?> File { get; } = new("--password-file")
    {
        Description = "A file whose first line is the password, - for standard input; asked for if not given",
        HelpName = "FILE",
    };

    /// <summary>The password.</summary>
    /// <exception cref="CommandException">It is in no file, and nobody can be asked.</exception>
    public async Task<string> ReadAsync(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(File) is { } file)
        {
            using var reader = new StreamReader(InputFile.Open(file, "file"));
            var text = await reader.ReadToEndAsync(stop);
            var end = text.IndexOfAny(['\r', '\n']);
            return end < 0 ? text : text[..end];
        }
        if (Console.IsInputRedirected)
            throw new CommandException(ExitCode.Usage, "The password cannot be asked for without a terminal; give --password-file FILE.");
        // Asked on standard error, so that standard output has data only.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.PromptAsync(new TextPrompt<string>("Password of the keystore:").Secret(null).AllowEmpty(), stop);
    }
}
