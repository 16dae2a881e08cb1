using System.Net;
using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json.Nodes;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Acceptance.Tests.Governing;

/// <summary>Members of an organization who sign votes, delegations and proposals and post them to a node.</summary>
/// <param name="world">The organization.</param>
internal sealed class Ballots(World world)
{
    /// <summary>A day, in which a proposal waits for its votes; the vote, and the wait in the timelock.</summary>
    public const ulong Day = 86_400;

    public GovernanceDomain Votes => GovernanceDomain.OfVotes(world.Organization.Ledger.Domain.ChainId, world.Contracts.Governor.Address);

    public GovernanceDomain Delegations => GovernanceDomain.OfDelegations(world.Organization.Ledger.Domain.ChainId, world.Contracts.Reputation.Address);

    /// <summary>Makes a proposal without anybody's help.</summary>
    public async Task<BigInteger> ProposeAsync(int person, string description, params ProposedCall[] calls)
    {
        await Chains.Dev.SetBalanceAsync(world[person].Address, 1_000_000_000_000_000_000);
        using var sender = Chains.SenderOf(world[person]);
        var text = RecordText.From(description);
        var (targets, values, data) = ProposedCall.Split(calls);
        await sender.ExecuteAsync(world.Contracts.Governor.Propose(targets, values, data, text));
        return Node.Organizations.Proposal.IdOf(calls, Kernel.Keccak.Hash(text.Bytes));
    }

    /// <summary>The post of a vote, signed for a domain that need not be the right one.</summary>
    public JsonObject Vote(int person, BigInteger proposal, VoteSupport support, ulong nonce = 0, GovernanceDomain? domain = null, string? reason = null)
    {
        var ballot = new SignedBallot(proposal, support, world[person].Address, nonce, reason is null ? null : RecordText.From(reason));
        return Post(ballot, domain ?? Votes, person);
    }

    /// <summary>The post of a delegation.</summary>
    public JsonObject Delegation(int person, int to, ulong expiry, ulong nonce = 0, GovernanceDomain? domain = null) =>
        Post(new SignedDelegation(world[person].Address, world[to].Address, nonce, expiry), domain ?? Delegations, person);

    /// <summary>The post of a proposal.</summary>
    public JsonObject Proposal(int person, string description, ulong deadline, ulong nonce = 0, GovernanceDomain? domain = null, params ProposedCall[] calls) =>
        Post(new SignedProposal(world[person].Address, calls, RecordText.From(description), nonce, deadline), domain ?? Votes, person);

    /// <summary>Posts something.</summary>
    /// <returns>The status, and the digest or the name of the refusal.</returns>
    public static async Task<(HttpStatusCode Status, string Answer)> PostAsync(NodeProcess node, string path, JsonNode body)
    {
        using var response = await node.Http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (response.StatusCode, (answer["digest"] ?? answer["title"])!.GetValue<string>());
    }

    public static async Task PassAsync(ulong seconds)
    {
        await Chains.Dev.IncreaseTimeAsync(seconds);
        await Chains.Dev.MineAsync();
    }

    private JsonObject Post(GovernanceMessage message, GovernanceDomain domain, int signer) =>
        JsonNode.Parse(VoteWriter.Post(message, domain, world[signer].Sign(message.Digest(domain)).ToArray()))!.AsObject();
}
