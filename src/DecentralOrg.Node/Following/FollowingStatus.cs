using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Following;

/// <summary>How far the chain is followed, and what stands in the way.</summary>
/// <param name="UpToDate">Whether what the node knows is what the chain holds now, and may be acted on.</param>
/// <param name="Sentences">What is not as it should be, and what to do; alarms are beside it.</param>
/// <param name="Head">The endpoint's last block; null before the first answer.</param>
/// <param name="Block">The last block that was read; null before the first.</param>
/// <param name="Records">Records in the log.</param>
/// <param name="Members">Members.</param>
/// <param name="Epoch">The open epoch; null before the founding was read.</param>
/// <param name="Findings">What on the chain does not follow from the rest of it.</param>
/// <param name="Alarms">What stays so until it is disproven.</param>
/// <param name="Endpoints">How the endpoints are, in the order in which they are preferred.</param>
internal sealed record FollowingView(
    bool UpToDate,
    IReadOnlyList<string> Sentences,
    ulong? Head,
    ulong? Block,
    ulong Records,
    int Members,
    uint? Epoch,
    IReadOnlyList<string> Findings,
    IReadOnlyList<Alarm> Alarms,
    IReadOnlyList<EndpointState> Endpoints);

/// <summary>Says how far the chain is followed.</summary>
internal sealed class FollowingStatus(FollowedOrganization followed, Alarms alarms, EndpointPool pool)
{
    /// <summary>Blocks that the node may be behind and still be called up to date.</summary>
    private const ulong Late = 10;

    public FollowingView Read()
    {
        var step = followed.LastStep;
        var (records, members, epoch, findings) = followed.View?.Read(organization => (
            organization.Ledger.Sequence,
            organization.Ledger.Members.Count,
            organization.Epochs.Count > 0 ? organization.Ledger.Epoch : (uint?)null,
            organization.Findings.Select(finding => finding.Sentence).ToArray())) ?? (0UL, 0, null, []);
        var raised = alarms.All();
        var endpoints = pool.States;
        var upToDate = step is not null && epoch is not null && BehindBy(step) <= Late && raised.All(alarm => alarm.Name != Alarms.FinalityViolated);
        return new FollowingView(
            upToDate, [.. Sentences(step, epoch, findings, endpoints)], step?.Head, step?.Reached?.Number, records, members, epoch, findings, raised, endpoints);
    }

    private static IEnumerable<string> Sentences(FollowStep? step, uint? epoch, string[] findings, IReadOnlyList<EndpointState> endpoints)
    {
        if (step is null)
            yield return "No endpoint has answered yet; nothing of the chain was read since the start.";
        else if (epoch is null)
            yield return step.More ? "The chain is being read." : "The whole chain was read, and the organization's founding is not in what the endpoint shows. Is first-block too late?";
        else if (BehindBy(step) is > Late and var behind)
            yield return $"The chain is being read: {behind} blocks are left.";
        if (findings.Length > 0)
            yield return $"What the chain holds does not follow from its own records in {findings.Length} places; `dorg verify` says more.";
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.Sentence is not null))
            yield return $"Endpoint {endpoint.Endpoint} is not used{(endpoint.Since is { } since ? $" since {since:u}" : "")}: {endpoint.Sentence}";
    }

    private static ulong BehindBy(FollowStep step) =>
        step.Reached is { } reached && step.Head > reached.Number ? step.Head - reached.Number : 0;
}
