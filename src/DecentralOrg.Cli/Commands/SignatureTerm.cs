using System.CommandLine;
using DecentralOrg.Node.Clients;

namespace DecentralOrg.Cli.Commands;

/// <summary>How long a signature can be brought to the chain.</summary>
internal sealed class SignatureTerm
{
    private const ulong SecondsOfDay = 86_400;

    public SignatureTerm() => Days.RequireWithin(1, 3_650);

    /// <summary>The option that says so.</summary>
    public Option<uint> Days { get; } = new("--days") { Description = "How long the signature can be brought to the chain", HelpName = "N", DefaultValueFactory = _ => 1 };

    /// <summary>When it ends, in seconds since 1970. The chain's time counts where it is ahead of the clock.</summary>
    public ulong EndOf(ParseResult parsed, NodeVoter voter) =>
        Math.Max(voter.Time, (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()) + (parsed.GetValue(Days) * SecondsOfDay);
}
