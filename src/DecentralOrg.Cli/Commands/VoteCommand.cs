using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Clients;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg vote</c>: votes by signature through a node, which costs nothing, or by a transaction of one's own. What the proposal does is shown first.</summary>
internal static class VoteCommand
{
    public static readonly string[] Examples =
    [
        "dorg vote 30516270…91 for --keystore key.json --chain-id 1",
        "dorg vote 30516270…91 against --reason 'Too much at once' --node https://node.example.org --keystore key.json --chain-id 1",
        "dorg vote 30516270…91 abstain --transaction --rpc http://127.0.0.1:8545 --settlement 0x… --dev-account 0",
    ];

    public static Command Create(Option<bool> json)
    {
        var id = new Argument<string>("ID") { Description = "The proposal's number, all of it" };
        var support = new Argument<VoteSupport>("SUPPORT") { Description = "for, against or abstain" };
        support.CustomParser = result => ReadSupport(result);
        var reason = new Option<string?>("--reason") { Description = "Why, for everybody to read; up to 1,024 bytes", HelpName = "TEXT" };
        var despite = new Option<bool>("--despite-warnings") { Description = "Vote for it although it does what is no parameter, no grant and no role, would fail, or has a simulation that is not what follows" };
        var own = new Option<bool>("--transaction") { Description = "Vote by a transaction that you pay for, instead of by signature through a node" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the proposal and what would be signed; sign and send nothing" };
        var (node, chain, key) = (new NodeAddress(), new ChainOptions(), new KeyOptions());
        var command = new Command("vote", "Vote on a proposal, by signature through a node, so that it costs nothing") { id, support, reason, despite, own, dryRun, node.Node };
        chain.AddTo(command);
        key.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            key.Require(parsed);
            var (number, dry) = (SeenProposal.ReadId(parsed.GetValue(id)!), parsed.GetValue(dryRun));
            var vote = new Vote(number, parsed.GetValue(support), ReadReason(parsed.GetValue(reason)), parsed.GetValue(despite), dry, parsed.GetValue(json));
            if (!parsed.GetValue(own))
            {
                using var client = new NodeClient(node.Of(parsed));
                await SignAsync(vote, client, chainId => key.ReadAsync(parsed, chainId, stop), stop);
                return (int)ExitCode.Ok;
            }
            return (int)await chain.RunAsync(parsed, async (connection, contracts) =>
            {
                var organization = await OrganizationReader.ReadAsync(connection, contracts, stop);
                var proposal = SeenProposal.Find(organization, number.ToString(CultureInfo.InvariantCulture));
                var seen = await SeenProposal.OnChainAsync(organization, proposal, contracts, await SeenProposal.TimeAsync(connection, stop), stop);
                Show(seen, vote);
                using var signer = (await key.ReadAsync(parsed, connection, stop)).Key;
                RequireFirst(seen, signer.Address);
                var call = vote.Reason is { } why
                    ? contracts.Governor.CastVoteWithReason(proposal.Id, (byte)vote.Support, why)
                    : contracts.Governor.CastVote(proposal.Id, (byte)vote.Support);
                Tell(seen, vote, signer.Address, null, await DryCall.OrSendAsync(connection, call, signer, dry, stop));
                return ExitCode.Ok;
            }, stop);
        });
        return command;
    }

    private static async Task SignAsync(Vote vote, NodeClient client, Func<ulong, Task<PrivateKey>> readKey, CancellationToken stop)
    {
        var organization = await client.ContractsAsync(stop);
        var seen = await SeenProposal.AtNodeAsync(client, vote.Proposal, organization.Contracts, stop);
        Show(seen, vote);
        using var signer = await readKey(organization.ChainId);
        RequireFirst(seen, signer.Address);
        var domain = GovernanceDomain.OfVotes(organization.ChainId, organization.Contracts.Governor);
        var ballot = new SignedBallot(vote.Proposal, vote.Support, signer.Address, (await client.VoterAsync(signer.Address, stop)).VoteNonce, vote.Reason);
        if (!vote.Dry)
            await client.PostAsync(ballot, domain, signer.Sign(ballot.Digest(domain)), stop);
        Tell(seen, vote, signer.Address, ballot.Digest(domain), null);
    }

    /// <summary>Shows what is voted on, and refuses a vote for what members should beware of.</summary>
    private static void Show(SeenProposal seen, Vote vote)
    {
        if (!vote.Json)
            ProposalOutput.Write(seen);
        if (vote.Support == VoteSupport.For && !vote.Despite && seen.Warnings.FirstOrDefault() is { } warning)
            throw new CommandException(ExitCode.Refused, $"Beware: {warning} If you have looked and mean it, add --despite-warnings. Nothing was signed.");
        if (seen.State != ProposalState.Active)
            throw new CommandException(ExitCode.Refused, $"NotActive: the proposal is {seen.State}; votes are taken from a day after it was made, for five days. Nothing was signed.");
    }

    private static void RequireFirst(SeenProposal seen, Address voter)
    {
        if (seen.Proposal.HasVoted(voter))
            throw new CommandException(ExitCode.Refused, $"{VoteRefusal.AlreadyVoted}: {VoteRefusal.AlreadyVoted.Sentence()} Nothing was signed.");
    }

    private static void Tell(SeenProposal seen, Vote vote, Address voter, Bytes32? digest, Bytes32? transaction)
    {
        if (vote.Json)
        {
            Terminal.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("dryRun", vote.Dry);
                json.WriteString("voter", voter.ToString());
                json.WriteString("support", vote.Support.ToString());
                if (digest is { } signed)
                    json.WriteString("digest", signed.ToString());
                if (transaction is { } sent)
                    json.WriteString("transaction", sent.ToString());
                json.WritePropertyName("proposal");
                ProposalOutput.Write(json, seen);
                json.WriteEndObject();
            });
            return;
        }
        Console.Out.WriteLine(vote.Dry
            ? $"{voter} would vote {vote.Support}. Nothing was signed."
            : transaction is null ? $"{voter} voted {vote.Support}; the node brings it to the chain. What becomes of it: /votes/{digest}" : $"{voter} voted {vote.Support} in transaction {transaction}.");
    }

    private static VoteSupport ReadSupport(ArgumentResult result)
    {
        // Enum.Parse would take numbers, and any of them.
        foreach (var support in Enum.GetValues<VoteSupport>())
        {
            if (string.Equals(result.Tokens[0].Value, support.ToString(), StringComparison.OrdinalIgnoreCase))
                return support;
        }
        result.AddError($"'{result.Tokens[0].Value}' is no vote: for, against or abstain.");
        return default;
    }

    private static RecordText? ReadReason(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var reason = RecordText.From(text);
        return reason.Bytes.Length <= SignedBallot.MostReason
            ? reason
            : throw new CommandException(ExitCode.Usage, $"The reason has {reason.Bytes.Length} bytes, and at most {SignedBallot.MostReason} are taken; make it shorter, or link to the rest.");
    }

    private sealed record Vote(BigInteger Proposal, VoteSupport Support, RecordText? Reason, bool Despite, bool Dry, bool Json);
}
