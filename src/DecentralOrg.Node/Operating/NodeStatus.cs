using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Operating;

/// <summary>How the node is, in words and numbers.</summary>
/// <param name="Ready">Whether what it answers is up to date.</param>
/// <param name="Sentences">What an operator should know, the gravest first.</param>
/// <param name="Settlement">The organization's settlement contract.</param>
/// <param name="Head">The endpoint's last block; null before the first answer.</param>
/// <param name="Block">The last block that was read; null before the first.</param>
/// <param name="Records">Records in the log.</param>
/// <param name="Members">Members.</param>
/// <param name="Epoch">The open epoch; null before the founding was read.</param>
/// <param name="Findings">What on the chain does not follow from the rest of it.</param>
/// <param name="Alarms">What stays so until it is disproven.</param>
/// <param name="Endpoints">How the endpoints are, in the order in which they are preferred.</param>
/// <param name="Loops">How the loops are.</param>
public sealed record NodeStatus(
    bool Ready,
    IReadOnlyList<string> Sentences,
    string Settlement,
    ulong? Head,
    ulong? Block,
    ulong Records,
    int Members,
    uint? Epoch,
    IReadOnlyList<string> Findings,
    IReadOnlyList<Alarm> Alarms,
    IReadOnlyList<EndpointState> Endpoints,
    IReadOnlyList<LoopState> Loops);

/// <summary>Puts the status together.</summary>
internal sealed class StatusReader(FollowedOrganization followed, IEnumerable<LoopHealth> loops, NodeOptions options, Alarms alarms, EndpointPool pool)
{
    /// <summary>Blocks that the node may be behind and still be called up to date.</summary>
    private const ulong Late = 10;

    public NodeStatus Read()
    {
        LoopState[] states = [.. loops.Select(loop => loop.State)];
        var step = followed.LastStep;
        var (records, members, epoch, findings) = followed.View?.Read(organization => (
            organization.Ledger.Sequence,
            organization.Ledger.Members.Count,
            organization.Epochs.Count > 0 ? organization.Ledger.Epoch : (uint?)null,
            organization.Findings.Select(finding => finding.Sentence).ToArray())) ?? (0UL, 0, null, []);

        var raised = alarms.All();
        var endpoints = pool.States;
        var sentences = new List<string>();
        foreach (var alarm in raised)
            sentences.Add($"Alarm since {alarm.RaisedAt:u}: {alarm.Sentence}");
        foreach (var loop in states.Where(loop => loop.Failure is not null))
            sentences.Add($"The loop '{loop.Name}' has been failing since {loop.FailingSince:u}: {loop.Failure}");
        if (step is null)
            sentences.Add("No endpoint has answered yet; nothing of the chain was read since the start.");
        else if (epoch is null)
            sentences.Add(step.More ? "The chain is being read." : "The whole chain was read, and the organization's founding is not in what the endpoint shows. Is first-block too late?");
        else if (BehindBy(step) is > Late and var behind)
            sentences.Add($"The chain is being read: {behind} blocks are left.");
        if (findings.Length > 0)
            sentences.Add($"What the chain holds does not follow from its own records in {findings.Length} places; `dorg verify` says more.");
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.Sentence is not null))
            sentences.Add($"Endpoint {endpoint.Endpoint} is not used{(endpoint.Since is { } since ? $" since {since:u}" : "")}: {endpoint.Sentence}");
        var ready = step is not null && epoch is not null && BehindBy(step) <= Late && states.All(loop => loop.Failure is null)
            && raised.All(alarm => alarm.Name != Alarms.FinalityViolated);
        if (sentences.Count == 0)
            sentences.Add($"All is well: {members} members, {records} records, epoch {epoch} is open, read to block {step!.Reached?.Number}.");
        return new NodeStatus(
            ready, sentences, options.Settlement.ToString(), step?.Head, step?.Reached?.Number, records, members, epoch, findings, raised, endpoints, states);
    }

    private static ulong BehindBy(FollowStep step) =>
        step.Reached is { } reached && step.Head > reached.Number ? step.Head - reached.Number : 0;
}
