using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Cli.Commands;

/// <summary>The options of every command that looks at a chain, and the connection they lead to.</summary>
internal sealed class ChainOptions
{
    public Option<string?> Rpc { get; } = new("--rpc")
    {
        Description = "Where the chain answers JSON-RPC over HTTP; ETH_RPC_URL if not given",
        HelpName = "URL",
    };

    public Option<string?> Settlement { get; } = new("--settlement")
    {
        Description = "The organization's settlement contract; DORG_SETTLEMENT if not given",
        HelpName = "ADDRESS",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Rpc);
        command.Options.Add(Settlement);
    }

    /// <summary>Runs an action on the organization that the options name.</summary>
    /// <exception cref="CommandException">An option is missing or malformed, or there is no organization.</exception>
    public async Task<ExitCode> RunAsync(ParseResult parsed, Func<IChain, OrganizationContracts, Task<ExitCode>> action, CancellationToken stop)
    {
        var url = TextOf(parsed);
        var settlement = parsed.GetValue(Settlement) ?? Environment.GetEnvironmentVariable("DORG_SETTLEMENT")
            ?? throw new CommandException(ExitCode.Usage, "Which organization? Give --settlement ADDRESS, or set DORG_SETTLEMENT.");
        var endpoint = Parse(url);
        if (!Address.TryParse(settlement, out var address))
            throw new CommandException(ExitCode.Usage, $"'{settlement}' is no address: 0x and 40 hex digits.");

        using var rpc = new JsonRpcClient(endpoint);
        var chain = new HttpChain(rpc);
        try
        {
            return await action(chain, await OrganizationContracts.FindAsync(chain, address, stop: stop));
        }
        catch (NoOrganizationException missing)
        {
            throw new CommandException(ExitCode.NotFound, missing.Message);
        }
    }

    /// <summary>Where the chain answers.</summary>
    /// <exception cref="CommandException">It is missing or malformed.</exception>
    public Uri EndpointOf(ParseResult parsed) => Parse(TextOf(parsed));

    private string TextOf(ParseResult parsed) =>
        parsed.GetValue(Rpc) ?? Environment.GetEnvironmentVariable("ETH_RPC_URL")
            ?? throw new CommandException(ExitCode.Usage, "Which chain? Give --rpc URL, or set ETH_RPC_URL.");

    private static Uri Parse(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var endpoint) && endpoint.Scheme is ("http" or "https")
            ? endpoint
            : throw new CommandException(ExitCode.Usage, $"'{url}' is no URL of http or https, such as http://127.0.0.1:8545.");
}
