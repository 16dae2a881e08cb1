using System.Globalization;
using System.Numerics;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DecentralOrg.Node.Api;

/// <summary>How the members govern: proposals, votes, delegations, and what parameters were set.</summary>
internal static class ProposalRoutes
{
    private sealed record Row(string Id, string State, string Proposer, string Title, string For, string Against, string Abstain, string? Quorum, ulong Snapshot, ulong Deadline);

    public static void MapProposals(this RouteGroupBuilder api)
    {
        api.MapGet("/proposals", List).WithTags("Governance").WithMetadata(ChangesWithTime.Instance)
            .WithSummary("All proposals in the order in which they were made, with what they do in words, where they are, and the votes.")
            .Produces<ListPart<ProposalModel>>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/proposals/{id}", One).WithTags("Governance").WithMetadata(ChangesWithTime.Instance)
            .WithSummary("One proposal with everybody's vote, and whether the simulation that its description names is what follows from the chain.")
            .Produces<ProposalModel>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/parameters/history", Settings).WithTags("Governance")
            .WithSummary("All settings of parameters, in order, each with the epoch from which it acts.")
            .Produces<ListPart<SettingModel>>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/delegations", Delegations).WithTags("Governance")
            .WithSummary("Accounts that vote through another one.")
            .Produces<ListPart<DelegationModel>>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult List(FollowedOrganization followed, ProposalReader reader, int? after, int? limit, string? format)
    {
        var time = reader.Time();
        return followed.View!.Read(organization => ListAnswer.Of(
            organization.Governance.Proposals.Count, i => ProposalModel.Of(reader.Of(organization, organization.Governance.Proposals[i], time)), after, limit, format,
            made => new Row(
                made.Id, made.State, made.Proposer, made.Title, made.Votes.For, made.Votes.Against, made.Votes.Abstain, made.Quorum, made.Snapshot, made.Deadline)));
    }

    private static IResult One(FollowedOrganization followed, ProposalReader reader, SimulationCheck simulations, string id)
    {
        var time = reader.Time();
        var found = followed.View!.Read(organization =>
        {
            if (Find(organization, id) is not { } proposal)
                return ((ProposalModel Model, Func<CheckedSimulation> Check)?)null;
            var view = reader.Of(organization, proposal, time);
            return (ProposalModel.Of(view).With(proposal.Votes), simulations.Take(organization, proposal, view.Actions));
        });
        // Outside: the follower must not wait for a simulation.
        return found is { } one
            ? TypedResults.Ok(one.Model with { Simulation = SimulationModel.Of(one.Check()) })
            : ApiProblem.NotFound($"There is no proposal {id}; /api/proposals lists all.");
    }

    private static IResult Settings(FollowedOrganization followed, int? after, int? limit, string? format) =>
        followed.View!.Read(organization => ListAnswer.Of(
            organization.Governance.Settings.Count, i => SettingModel.Of(organization.Governance.Settings[i]), after, limit, format, setting => setting));

    private static IResult Delegations(FollowedOrganization followed, int? after, int? limit, string? format) =>
        followed.View!.Read(organization =>
        {
            var governance = organization.Governance;
            var all = governance.Delegations.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).ToArray();
            return ListAnswer.Of(
                all.Length,
                i => new DelegationModel(all[i].Key.ToString(), all[i].Value.ToString(), governance.VotesOf(all[i].Value).ToString(CultureInfo.InvariantCulture)),
                after, limit, format, delegation => delegation);
        });

    private static Proposal? Find(Organization organization, string id) =>
        BigInteger.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? organization.Governance.Find(number) : null;
}
