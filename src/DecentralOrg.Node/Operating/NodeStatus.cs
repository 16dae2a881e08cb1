using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Publishing;
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
/// <param name="Accounts">By role, the account that it signs with.</param>
/// <param name="Queue">Accepted records that wait for a batch; null before the intake is open.</param>
/// <param name="Intents">How many transactions that are or were wanted are in each state.</param>
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
    IReadOnlyDictionary<string, string> Accounts,
    int? Queue,
    IReadOnlyDictionary<string, long> Intents,
    IReadOnlyList<LoopState> Loops);

/// <summary>A part of the node that has something to say to the operator.</summary>
internal interface IStatusSource
{
    /// <summary>What is not as it should be, and what to do.</summary>
    IEnumerable<string> Sentences();
}

/// <summary>Puts the status together.</summary>
internal sealed class StatusReader(
    FollowingStatus following, IEnumerable<LoopHealth> loops, IntakeDesk desk, Intents intents, IEnumerable<IStatusSource> sources,
    NodeAccounts accounts, NodeOptions options)
{
    public NodeStatus Read()
    {
        LoopState[] states = [.. loops.Select(loop => loop.State)];
        var view = following.Read();
        var queue = desk.Records?.Queue.Length();
        List<string> sentences = [
            .. view.Alarms.Select(alarm => $"Alarm since {alarm.RaisedAt:u}: {alarm.Sentence}"),
            .. states.Where(loop => loop.Failure is not null).Select(loop => $"The loop '{loop.Name}' has been failing since {loop.FailingSince:u}: {loop.Failure}"),
            .. view.Sentences,
            .. sources.SelectMany(source => source.Sentences()),
            .. intents.Page(IntentState.Held).Select(held => $"{held.Request.Key} waits: {held.Reason}"),
        ];
        if (queue is { Records: > 0 } && accounts.Of(NodeRole.Relay) is null)
            sentences.Add($"{queue.Value.Records} accepted records wait, and no account brings them to the chain: give {NodeSettings.NameOf(NodeRole.Relay)}-key.");
        if (queue is { Resting: > 0 })
            sentences.Add($"{queue.Value.Resting} accepted records rest, because the chain refuses the batches that they are in; each is tried again, alone at last.");
        if (sentences.Count == 0)
            sentences.Add($"All is well: {view.Members} members, {view.Records} records, epoch {view.Epoch} is open, read to block {view.Block}.");
        if (options.Replica)
            sentences.Add("It is a replica: it answers from what another node writes, and takes no records.");
        else if (Missing() is { Length: > 0 } missing)
            sentences.Add($"It has no account to {missing}, and does not do that.");
        return new NodeStatus(
            view.UpToDate && states.All(loop => loop.Failure is null), sentences, options.Settlement.ToString(), view.Head, view.Block, view.Records,
            view.Members, view.Epoch, view.Findings, view.Alarms, view.Endpoints,
            Enum.GetValues<NodeRole>().Where(role => accounts.Of(role) is not null).ToDictionary(NodeSettings.NameOf, role => accounts.Of(role)!.Value.ToString()),
            queue?.Records + queue?.Resting, intents.Counts().ToDictionary(count => count.Key.ToString(), count => count.Value), states);
    }

    private string Missing() => string.Join(
        ", ", Enum.GetValues<NodeRole>().Where(role => accounts.Of(role) is null).Select(NodeSettings.NameOf));
}
