using System.Globalization;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Scoring;
using DecentralOrg.Node.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DecentralOrg.Node.Api;

/// <summary>The organization as a whole.</summary>
internal static class OrganizationRoutes
{
    public static void MapOrganization(this RouteGroupBuilder api)
    {
        api.MapGet("/organization", (Scoreboard scores, FollowedOrganization followed, Database database) =>
                scores.Read<IResult>((organization, now) =>
                {
                    var contracts = followed.Contracts!;
                    var facts = new FactStore(database);
                    // The organization is ahead of the facts only while they are taken back.
                    var opened = facts.LastTimeOf(contracts.Settlement.Address, SettlementContract.EpochOpenedEvent.Topic) ?? 0;
                    return TypedResults.Ok(new OrganizationModel(
                        followed.Domain!.ChainId, contracts.Settlement.Address.ToString(), contracts.Ledger.Address.ToString(),
                        contracts.Parameters.Address.ToString(), contracts.Token.Address.ToString(), contracts.Reputation.Address.ToString(),
                        contracts.Timelock.Address.ToString(), contracts.Governor.Address.ToString(), contracts.Roles.Address.ToString(),
                        now.Epochs[^1].Epoch, organization.Ledger.Members.Count,
                        organization.Ledger.Sequence.ToString(CultureInfo.InvariantCulture), organization.Ledger.Head.ToString(),
                        followed.LastStep?.Reached?.Number.ToString(CultureInfo.InvariantCulture),
                        facts.Time() ?? 0, facts.Finalized()?.Number.ToString(CultureInfo.InvariantCulture),
                        opened, opened + organization.Epochs[^1].Terms.EpochSeconds));
                }) ?? ApiProblem.NotReady())
            .WithTags("Organization").WithMetadata(ChangesWithTime.Instance).WithSummary("The organization, its contracts, how far the log was read, and when the open epoch can be closed.").Produces<OrganizationModel>();

        api.MapGet("/parameters", (Scoreboard scores) =>
                scores.Read<IResult>((organization, _) => TypedResults.Ok(TermsModel.Of(organization.Epochs[^1].Set, organization.Epochs[^1].Terms))) ?? ApiProblem.NotReady())
            .WithTags("Organization").WithSummary("The parameters of the open epoch.").Produces<TermsModel>();
    }
}
