using System.Globalization;
using System.Text.Json.Serialization;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DecentralOrg.Node.Governing;

/// <summary>Signed votes, delegations and proposals over HTTP.</summary>
internal static class GoverningRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void MapGoverning(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/votes", (HttpContext context, VoteService votes) =>
                IntakeRoutes.PostAsync(context, votes.AcceptVoteAsync, accepted => Receipt("votes", accepted), refused => refused))
            .WithName("PostVote").WithTags("Governance")
            .WithSummary("Takes one signed vote, a Ballot or an ExtendedBallot of OpenZeppelin's Governor, and brings it to the chain: the voter needs no ether.")
            .Produces<ReceiptJson>(StatusCodes.Status202Accepted).TakesPosts();
        routes.MapPost("/delegations", (HttpContext context, VoteService votes) =>
                IntakeRoutes.PostAsync(context, votes.AcceptDelegationAsync, accepted => Receipt("delegations", accepted), refused => refused))
            .WithName("PostDelegation").WithTags("Governance")
            .WithSummary("Takes one signed delegation (ERC-5805) with its account, and brings it to the chain: the account needs no ether.")
            .Produces<ReceiptJson>(StatusCodes.Status202Accepted).TakesPosts();
        routes.MapGet("/votes/{digest}", (string digest, HttpContext context, VoteService votes) => Find(digest, context, votes, MessageKind.Vote))
            .WithName("GetVote").WithTags("Governance").WithSummary("Tells what became of a signed vote.")
            .Produces<StatusJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/delegations/{digest}", (string digest, HttpContext context, VoteService votes) => Find(digest, context, votes, MessageKind.Delegation))
            .WithName("GetDelegation").WithTags("Governance").WithSummary("Tells what became of a signed delegation.")
            .Produces<StatusJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/proposals", (HttpContext context, VoteService votes) =>
                IntakeRoutes.PostAsync(context, votes.AcceptProposalAsync, accepted => Receipt("proposals", accepted), refused => refused))
            .WithName("PostProposal").WithTags("Governance")
            .WithSummary("Takes one signed proposal and brings it to the chain: the proposer needs no ether.")
            .Produces<ReceiptJson>(StatusCodes.Status202Accepted).TakesPosts();
        routes.MapGet("/proposals/{digest}", (string digest, HttpContext context, VoteService votes) => Find(digest, context, votes, MessageKind.Proposal))
            .WithName("GetPostedProposal").WithTags("Governance").WithSummary("Tells what became of a signed proposal; /api/proposals has those on the chain.")
            .Produces<StatusJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/accounts/{account}/governance", VoterAsync)
            .WithName("GetVoter").WithTags("Governance")
            .WithSummary("Tells what an account needs to vote, to propose and to delegate: the nonces, after what is on its way here, its votes now and at the snapshot of each proposal that takes votes, what it voted, and whom it votes through.")
            .Produces<VoterJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Accepted<ReceiptJson> Receipt(string kind, Accepted accepted) =>
        TypedResults.Accepted($"/{kind}/{accepted.Digest}", new ReceiptJson(accepted.Digest.ToString(), accepted.AcceptedAt));

    private static IResult Find(string digest, HttpContext context, VoteService votes, MessageKind kind)
    {
        if (!Bytes32.TryParse(digest, out var known))
            return IntakeRoutes.Problem(Refused.Because(IntakeRefusal.HashForm, "digest"), context);
        return votes.Find(known) is { } found && found.Message.Kind == kind
            ? TypedResults.Ok(StatusJson.Of(found.Message, found.Intent))
            : IntakeRoutes.Problem(VoteRefusal.UnknownVote.Answer("digest"), context);
    }

    private static async Task<IResult> VoterAsync(string account, HttpContext context, VoteService votes, IntakeDoor door, CancellationToken stop)
    {
        if (!Address.TryParse(account, out var known))
            return IntakeRoutes.Problem(Refused.Because(IntakeRefusal.AddressForm, "account"), context);
        try
        {
            return await votes.VoterAsync(known, stop) is { } voter ? TypedResults.Ok(VoterJson.Of(voter)) : IntakeRoutes.Problem(door.Closed, context);
        }
        catch (Exception error) when (EndpointFault.Is(error))
        {
            return IntakeRoutes.Problem(VoteRefusal.ChainUnreachable.Answer(), context);
        }
    }

    private sealed record ReceiptJson(string Digest, DateTimeOffset AcceptedAt);

    private sealed record VoterJson(
        string Account, string Delegate, string Votes, string VoteNonce, string DelegationNonce, ulong Time, string Reputation, string Threshold, IReadOnlyList<BallotJson> Ballots)
    {
        public static VoterJson Of(Voter voter) => new(
            voter.Account.ToString(), voter.Delegate.ToString(), Text(voter.Votes), Text(voter.VoteNonce), Text(voter.DelegationNonce), voter.Time,
            Text(voter.Reputation), Text(voter.Threshold),
            [.. voter.Ballots.Select(ballot => new BallotJson(
                ballot.Proposal.ToString(CultureInfo.InvariantCulture), Text(ballot.Weight), ballot.Support?.ToString(), ballot.OnItsWay))]);

        private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A proposal that takes votes: the account's votes at its snapshot, what it voted (null for nothing), and whether its vote waits here for the chain.</summary>
    private sealed record BallotJson(string Proposal, string Weight, string? Support, bool OnItsWay);

    /// <summary>How far a message is: Waiting, Sent, Mined, Final, or Refused by the contract; or Superseded, because somebody else brought it.</summary>
    private sealed record StatusJson(
        string Digest, string Kind, string Account, string State, DateTimeOffset AcceptedAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Block,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Transaction)
    {
        public static StatusJson Of(AcceptedMessage message, Intent? intent) => new(
            message.Digest.ToString(), GoverningKinds.Of(message.Kind), message.Account.ToString(),
            intent?.State switch
            {
                IntentState.Signed or IntentState.Offered => "Sent",
                IntentState.Seen => "Mined",
                IntentState.Final or IntentState.Refused or IntentState.Superseded => intent.State.ToString(),
                _ => "Waiting",
            },
            message.AcceptedAt, intent?.Reason, intent?.Block?.ToString(CultureInfo.InvariantCulture), intent?.MinedHash?.ToString());
    }
}
