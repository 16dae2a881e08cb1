using System.Globalization;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace DecentralOrg.Node.Api;

/// <summary>Members, their influence and where it comes from.</summary>
internal static class MemberRoutes
{
    private sealed record Row(int Number, string Account, string Influence, string Seed, string Reward, string Cumulative, string Reputation);

    public static void MapMembers(this RouteGroupBuilder api)
    {
        api.MapGet("/members", List).WithTags("Members")
            .WithSummary("All members by number, with influence and rewards in an epoch; the open one if none is named.")
            .Produces<ListPart<MemberModel>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/members/{member}", Explain).WithTags("Members").WithMetadata(ChangesWithTime.Instance)
            .WithSummary("One member, by number or account: his influence in an epoch explained credit by credit, to the unit, and his roles.")
            .Produces<ExplainedMemberModel>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/members/{member}/review", Review).WithTags("Members")
            .WithSummary("What a member contributed, got and gave in the epochs from one to another; in all of them if none is named.")
            .Produces<ReviewModel>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/members/{member}/competence", Competence).WithTags("Members")
            .WithSummary("How far a member came in each area, by settled epochs, and how long that took.")
            .Produces<IReadOnlyList<CompetenceModel>>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(Scoreboard scores, uint? epoch, int? after, int? limit, string? format) =>
        scores.Read((_, now) =>
        {
            if (Chosen(now, epoch) is not { } standings)
                return ApiProblem.NotFound(NoEpoch(now, epoch));
            return ListAnswer.Of(
                standings.Members.Count, i => MemberModel.Of(standings.Members[i]), after, limit, format,
                member => new Row(member.Number, member.Account, member.Influence, member.Seed, member.Reward, member.Cumulative, member.Reputation));
        }) ?? ApiProblem.NotReady();

    private static IResult Explain(Scoreboard scores, ProposalReader reader, string member, uint? epoch)
    {
        var time = reader.Time();
        return scores.Read<IResult>((organization, now) =>
        {
            if (Chosen(now, epoch) is not { } standings)
                return ApiProblem.NotFound(NoEpoch(now, epoch));
            if (NumberOf(organization, member) is not { } number || number >= standings.Members.Count)
                return ApiProblem.NotFound($"There is no member '{member}' in epoch {standings.Epoch}; it has {standings.Members.Count}, numbered from 0.");
            return TypedResults.Ok(ExplainedOf(organization, standings, number, [.. organization.Governance.Roles.All
                .Where(role => role.Account == standings.Members[number].Account)
                .Select(role => RoleModel.Of(RoleReport.Of(organization, now.Epochs, role, time)))]));
        }) ?? ApiProblem.NotReady();
    }

    private static IResult Review(Scoreboard scores, string member, uint? from, uint? to) =>
        scores.Read<IResult>((organization, now) =>
        {
            var (first, last) = (from ?? 0, to ?? now.Epochs[^1].Epoch);
            if (last >= now.Epochs.Count)
                return ApiProblem.NotFound(NoEpoch(now, last));
            if (first > last)
                return ApiProblem.BadParameter($"'from' is an epoch not after 'to', and {first} is after {last}.");
            return NumberOf(organization, member) is { } number && number < organization.Ledger.Members.Count
                ? TypedResults.Ok(ReviewModel.Of(organization, number, first, last, Organizations.Review.Of(organization, now.Epochs, number, first, last)))
                : NoMember(organization, member);
        }) ?? ApiProblem.NotReady();

    private static IResult Competence(Scoreboard scores, string member) =>
        scores.Read<IResult>((organization, now) => NumberOf(organization, member) is { } number && number < organization.Ledger.Members.Count
            ? TypedResults.Ok(Organizations.Competence.Of(organization, now.Epochs, number).Select(CompetenceModel.Of).ToArray())
            : NoMember(organization, member)) ?? ApiProblem.NotReady();

    private static ProblemHttpResult NoMember(Organization organization, string member) =>
        ApiProblem.NotFound($"There is no member '{member}'; there are {organization.Ledger.Members.Count}, numbered from 0.");

    private static ExplainedMemberModel ExplainedOf(Organization organization, Standings standings, int number, IReadOnlyList<RoleModel> roles)
    {
        var member = standings.Members[number];
        var credits = Explanation.CreditsOf(organization, standings, number).ToList();
        // Where a false settlement became final, the credits can explain more than there is.
        var explained = credits.Aggregate(member.Seed, (sum, credit) => sum + credit.Influence);
        return new ExplainedMemberModel(
            standings.Epoch, standings.Open, MemberModel.Of(member),
            [.. credits.Select(credit => new CreditModel(
                credit.From, organization.Ledger.Members[credit.From].ToString(), credit.Points, credit.Contribution.ToString(), credit.Title,
                credit.Influence.ToString(CultureInfo.InvariantCulture)))],
            ((Int128)member.Influence - explained).ToString(CultureInfo.InvariantCulture), roles);
    }

    private static int? NumberOf(Organization organization, string member)
    {
        if (Address.TryParse(member, out var account))
            return organization.Ledger.TryGetMember(account, out var known) ? known : null;
        return int.TryParse(member, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static Standings? Chosen(Scores now, uint? epoch) =>
        epoch is not { } number ? now.Epochs[^1] : number < now.Epochs.Count ? now.Epochs[(int)number] : null;

    private static string NoEpoch(Scores now, uint? epoch) => $"There is no epoch {epoch}; the open one is {now.Epochs.Count - 1}.";
}
