using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace DecentralOrg.Cli.Output;

/// <summary>Where a command speaks: data on standard output, talk and progress on standard error.</summary>
/// <param name="Json">Whether data is written as one JSON object instead of tables.</param>
internal sealed record Terminal(bool Json)
{
    private static readonly JsonWriterOptions Writing = new()
    {
        Indented = true,
        // Names of people and areas are shown as they are; the output is JSON, not HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Tables, for people.</summary>
    public IAnsiConsole Out { get; } = Console(System.Console.Out, System.Console.IsOutputRedirected);

    /// <summary>Talk and progress.</summary>
    public IAnsiConsole Error { get; } = Console(System.Console.Error, System.Console.IsErrorRedirected);

    /// <summary>Whether progress can be drawn over itself, or has to be told line by line.</summary>
    public static bool ErrorIsTerminal => !System.Console.IsErrorRedirected;

    /// <summary>Writes one JSON object to standard output.</summary>
    public static void WriteJson(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var stream = System.Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(stream, Writing))
            write(writer);
        stream.WriteByte((byte)'\n');
    }

    private static IAnsiConsole Console(TextWriter writer, bool redirected)
    {
        var plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        // A file or pipe has no width: without one, tables would be folded to 80 columns.
        if (redirected)
            console.Profile.Width = 140;
        return console;
    }
}
