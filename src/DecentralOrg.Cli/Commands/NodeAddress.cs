using System.CommandLine;
using DecentralOrg.Cli.Output;

namespace DecentralOrg.Cli.Commands;

/// <summary>The option of every command that asks a node.</summary>
internal sealed class NodeAddress
{
    private const string Usual = "http://127.0.0.1:8620";

    public Option<string> Node { get; } = new("--node")
    {
        Description = "Where the node answers HTTP; DORG_NODE if not given",
        HelpName = "URL",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("DORG_NODE") is { Length: > 0 } given ? given : Usual,
    };

    /// <summary>The address.</summary>
    /// <exception cref="CommandException">It is malformed.</exception>
    public Uri Of(ParseResult parsed)
    {
        var text = parsed.GetValue(Node)!;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new CommandException(ExitCode.Usage, $"'{text}' is no URL of http or https, such as {Usual}.");
    }
}
