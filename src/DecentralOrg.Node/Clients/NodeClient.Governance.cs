using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Clients;

/// <summary>The organization's contracts, as a node says.</summary>
/// <param name="ChainId">The chain's id.</param>
/// <param name="Contracts">Where they are.</param>
public sealed record NodeContracts(ulong ChainId, ContractAddresses Contracts);

/// <summary>A proposal, as a node says. Calls and description are those of its number; where it is, the node is believed.</summary>
/// <param name="Proposal">The proposal, with the votes that the node knows.</param>
/// <param name="State">Where it is.</param>
/// <param name="Quorum">The votes for or abstaining that it takes to pass; null as long as the snapshot is to come.</param>
/// <param name="Simulation">What the node says of the simulation in the description.</param>
/// <param name="SimulationSentence">The same in words.</param>
public sealed record NodeProposal(Proposal Proposal, ProposalState State, ulong? Quorum, SimulationVerdict Simulation, string SimulationSentence);

/// <summary>What an account has to know to vote, to propose and to delegate.</summary>
/// <param name="Delegate">Whom it votes through.</param>
/// <param name="Votes">Its votes now, in units of 10^-9 reputation.</param>
/// <param name="VoteNonce">The nonce of its next signed vote or proposal.</param>
/// <param name="DelegationNonce">The nonce of its next signed delegation.</param>
/// <param name="Time">The time of the last block, in seconds since 1970.</param>
public sealed record NodeVoter(Address Delegate, ulong Votes, ulong VoteNonce, ulong DelegationNonce, ulong Time);

/// <summary>What a member who governs asks of a node.</summary>
public sealed partial class NodeClient
{
    /// <summary>Where the organization's contracts are.</summary>
    /// <exception cref="NodeClientException">No usable answer.</exception>
    public Task<NodeContracts> ContractsAsync(CancellationToken stop = default) => AskAsync("/api/organization", answer => new NodeContracts(
        answer["chainId"]!.GetValue<ulong>(),
        new ContractAddresses(
            Account(answer, "settlement"), Account(answer, "ledger"), Account(answer, "parameters"), Account(answer, "token"),
            Account(answer, "reputation"), Account(answer, "timelock"), Account(answer, "governor"), Account(answer, "roles"))), stop);

    /// <summary>A proposal.</summary>
    /// <exception cref="NodeClientException">There is none with this number, or no usable answer.</exception>
    public Task<NodeProposal> ProposalAsync(BigInteger id, CancellationToken stop = default) =>
        AskAsync(string.Create(CultureInfo.InvariantCulture, $"/api/proposals/{id}"), answer => ReadProposal(id, answer), stop);

    /// <summary>What an account has to know to vote, to propose and to delegate.</summary>
    /// <exception cref="NodeClientException">No usable answer.</exception>
    public Task<NodeVoter> VoterAsync(Address account, CancellationToken stop = default) => AskAsync($"/accounts/{account}/governance", answer => new NodeVoter(
        Account(answer, "delegate"), Whole(answer, "votes"), Whole(answer, "voteNonce"), Whole(answer, "delegationNonce"), answer["time"]!.GetValue<ulong>()), stop);

    /// <summary>Posts a signed vote.</summary>
    /// <returns>Its digest, by which the node is asked for it.</returns>
    /// <exception cref="NodeClientException">The node refused it, or gave no usable answer.</exception>
    public Task<Bytes32> PostAsync(SignedBallot ballot, GovernanceDomain domain, Signature signature, CancellationToken stop = default) =>
        PostAsync("/votes", ballot, domain, signature, stop);

    /// <summary>Posts a signed delegation.</summary>
    /// <returns>Its digest, by which the node is asked for it.</returns>
    /// <exception cref="NodeClientException">The node refused it, or gave no usable answer.</exception>
    public Task<Bytes32> PostAsync(SignedDelegation delegation, GovernanceDomain domain, Signature signature, CancellationToken stop = default) =>
        PostAsync("/delegations", delegation, domain, signature, stop);

    /// <summary>Posts a signed proposal.</summary>
    /// <returns>Its digest, by which the node is asked for it.</returns>
    /// <exception cref="NodeClientException">The node refused it, or gave no usable answer.</exception>
    public Task<Bytes32> PostAsync(SignedProposal proposal, GovernanceDomain domain, Signature signature, CancellationToken stop = default) =>
        PostAsync("/proposals", proposal, domain, signature, stop);

    private async Task<Bytes32> PostAsync(string path, GovernanceMessage message, GovernanceDomain domain, Signature signature, CancellationToken stop)
    {
        using var body = Json(VoteWriter.Post(message, domain, signature.ToArray()));
        var digest = await ReadAsync(
            http.PostAsync(new Uri(path, UriKind.Relative), body, stop), answer => Tuple.Create(Bytes32.Parse(answer["digest"]!.GetValue<string>())), stop);
        return digest.Item1 == message.Digest(domain)
            ? digest.Item1
            : throw new NodeClientException($"The node at {http.BaseAddress} gave a receipt for something else. Do not take this for accepted; ask another node.");
    }

    private static NodeProposal ReadProposal(BigInteger id, JsonObject answer)
    {
        var simulation = answer["simulation"]!;
        try
        {
            var proposal = new Proposal(
                id, Account(answer, "proposer"),
                [.. answer["actions"]!.AsArray().Select(action => new ProposedCall(
                    Account(action!, "target"), BigInteger.Parse(action!["value"]!.GetValue<string>(), CultureInfo.InvariantCulture),
                    Convert.FromHexString(action["data"]!.GetValue<string>().AsSpan(2))))],
                new RecordText(Encoding.UTF8.GetBytes(answer["description"]!.GetValue<string>())), answer["snapshot"]!.GetValue<ulong>(), answer["deadline"]!.GetValue<ulong>(),
                Whole(answer, "block"), Bytes32.Parse(answer["transaction"]!.GetValue<string>()));
            foreach (var vote in answer["ballots"]!.AsArray())
            {
                proposal.Count(new CountedVote(
                    Account(vote!, "voter"), Enum.Parse<VoteSupport>(vote!["support"]!.GetValue<string>()), Whole(vote, "weight"),
                    new RecordText(Encoding.UTF8.GetBytes(vote["reason"]!.GetValue<string>())), Whole(vote, "block"), Bytes32.Parse(vote["transaction"]!.GetValue<string>())));
            }
            if (answer["eta"] is { } eta)
                proposal.Queue(eta.GetValue<ulong>());
            return new NodeProposal(
                proposal, Enum.Parse<ProposalState>(answer["state"]!.GetValue<string>()), answer["quorum"] is null ? null : Whole(answer, "quorum"),
                Enum.Parse<SimulationVerdict>(simulation["verdict"]!.GetValue<string>()), simulation["sentence"]!.GetValue<string>());
        }
        catch (HistoryException lie)
        {
            throw new NodeClientException(lie.Message, inner: lie);
        }
    }

    private static Address Account(JsonNode of, string name) => Address.Parse(of[name]!.GetValue<string>());
}
