using System.Globalization;
using System.Numerics;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Node.Clients;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary>A proposal as it is shown before anything is signed for it.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="State">Where it is.</param>
/// <param name="Quorum">The votes for or abstaining that it takes to pass; null as long as the snapshot is to come.</param>
/// <param name="Actions">What it does, in words.</param>
/// <param name="Simulation">Whether the simulation in its description is what follows.</param>
/// <param name="SimulationSentence">The same in words.</param>
internal sealed record SeenProposal(
    Proposal Proposal, ProposalState State, ulong? Quorum, IReadOnlyList<ProposalAction> Actions, SimulationVerdict Simulation, string SimulationSentence)
{
    private const int LeastDigits = 6;

    /// <summary>What a member should know before he votes for it.</summary>
    public IEnumerable<string> Warnings =>
    [
        .. Actions.Where(action => action.Warning is not null).Select(action => ShownText.Plain($"{action.Sentence} {action.Warning}")),
        .. Simulation is SimulationVerdict.Differs or SimulationVerdict.Unknown ? [SimulationSentence] : (string[])[],
    ];

    /// <summary>Looks at a proposal on the chain.</summary>
    /// <param name="organization">The organization, as it was read.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="contracts">The organization's contracts.</param>
    /// <param name="time">The time of the last block.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<SeenProposal> OnChainAsync(
        Organization organization, Proposal proposal, OrganizationContracts contracts, ulong time, CancellationToken stop)
    {
        ulong? quorum = proposal.Snapshot < time ? (ulong)await contracts.Governor.QuorumAsync(proposal.Snapshot, stop: stop) : null;
        ProposalAction[] actions = [.. proposal.Calls.Select(call => ProposalAction.Of(call, contracts.Places))];
        var simulation = new SimulationCheck().Take(organization, proposal, actions)();
        return new SeenProposal(proposal, proposal.StateAt(time, quorum ?? 0), quorum, actions, simulation.Verdict, simulation.Sentence);
    }

    /// <summary>Asks a node for a proposal. Calls and description are checked against the number; what they do is decoded here.</summary>
    public static async Task<SeenProposal> AtNodeAsync(NodeClient client, BigInteger id, ContractAddresses contracts, CancellationToken stop)
    {
        var told = await client.ProposalAsync(id, stop);
        return new SeenProposal(
            told.Proposal, told.State, told.Quorum, [.. told.Proposal.Calls.Select(call => ProposalAction.Of(call, contracts))], told.Simulation, told.SimulationSentence);
    }

    /// <summary>The time of the last block.</summary>
    public static async Task<ulong> TimeAsync(IChain chain, CancellationToken stop) =>
        (await chain.GetBlockAsync(BlockTag.Latest, stop) ?? throw new RpcException(RpcFailure.Malformed, "The node does not know its latest block.")).Timestamp;

    /// <summary>The number of a proposal, all of it.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static BigInteger ReadId(string text) =>
        BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new CommandException(ExitCode.Usage, $"'{text}' is no number of a proposal; `dorg proposals` lists all.");

    /// <summary>The proposal with a number, or with one that begins so, if it is the only one.</summary>
    /// <exception cref="CommandException">There is none, or there are several.</exception>
    public static Proposal Find(Organization organization, string text)
    {
        var id = ReadId(text);
        var known = organization.Governance.Find(id) is { } whole
            ? [whole]
            : organization.Governance.Proposals.Where(proposal => text.Length >= LeastDigits && proposal.Id.ToString(CultureInfo.InvariantCulture).StartsWith(text, StringComparison.Ordinal)).ToArray();
        return known switch
        {
            [var one] => one,
            [] => throw new CommandException(ExitCode.NotFound, $"There is no proposal {text}; `dorg proposals` lists all."),
            _ => throw new CommandException(ExitCode.Refused, $"Several proposals begin with {text}; give all digits."),
        };
    }
}
