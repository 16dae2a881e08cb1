using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace DecentralOrg.Cli.Output;

/// <summary>Where a command speaks: data on standard output, talk and progress on standard error.</summary>
/// <param name="Json">Whether data is written as one JSON object instead of tables.</param>
internal sealed record Terminal(bool Json)
{
    private const int RedirectedWidth = 160;
    private const int MuchJson = 1 << 16;

    private static readonly JsonWriterOptions Writing = new()
    {
        Indented = true,
        // Names of people and areas are shown as they are; the output is JSON, not HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Tables, for people.</summary>
    public IAnsiConsole Out { get; } = CreateOut();

    /// <summary>Writes a line of talk or progress to standard error.</summary>
    public static void Say(string line) => System.Console.Error.WriteLine(line);

    /// <summary>Writes one JSON object to standard output.</summary>
    public static void WriteJson(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var stream = System.Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(stream, Writing))
            write(writer);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Hands on what was written so far, if it is much: a writer keeps all of it in memory otherwise.</summary>
    public static void FlushIfMuch(Utf8JsonWriter json)
    {
        if (json.BytesPending > MuchJson)
            json.Flush();
    }

    private static IAnsiConsole CreateOut()
    {
        var redirected = System.Console.IsOutputRedirected;
        var plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(System.Console.Out),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        // A file or pipe has no width: without one, tables would be folded to 80 columns.
        if (redirected)
            console.Profile.Width = RedirectedWidth;
        return console;
    }
}
