using System.Numerics;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Following;

/// <summary>What a step of following came to.</summary>
/// <param name="Head">The endpoint's head.</param>
/// <param name="Reached">The last block that was read to; null before the first.</param>
/// <param name="Logs">Logs that were added.</param>
/// <param name="Undone">Logs that were taken back.</param>
/// <param name="More">Whether there is more to read at once.</param>
public sealed record FollowStep(ulong Head, ChainPoint? Reached, int Logs, int Undone, bool More);

/// <summary>
/// Follows an organization on its chain: keeps its facts and the view in step with the endpoint, whatever the chain takes
/// back. A step is committed as a whole or not at all, and only if the facts then give what the contracts hold at its last
/// block.
/// </summary>
internal sealed class ChainFollower
{
    private readonly OrganizationContracts contracts;
    private readonly FactStore facts;
    private readonly ChainReader reader;
    private readonly FinalityWatch finality;

    /// <summary>Begins with what is committed.</summary>
    /// <param name="contracts">The organization's contracts.</param>
    /// <param name="facts">Where facts are kept.</param>
    /// <param name="view">What is made of them.</param>
    /// <param name="alarms">Raised when a final block is gone.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="log">Where alarms are told.</param>
    /// <exception cref="StorageException">What is committed cannot be the events of an organization.</exception>
    public ChainFollower(OrganizationContracts contracts, FactStore facts, OrganizationView view, Alarms alarms, FollowingOptions options, ILogger log)
    {
        this.contracts = contracts;
        this.facts = facts;
        View = view;
        reader = new ChainReader(contracts.Addresses, options);
        finality = new FinalityWatch(facts, alarms, log);
        try
        {
            view.Rebuild(facts.Logs());
        }
        catch (HistoryException error)
        {
            throw new StorageException(
                StorageFailure.Damaged,
                $"The events in the database do not follow on each other, so it was damaged: {error.Message} Restore the last backup, or begin with an empty data directory: what the chain has is read again.", error);
        }
    }

    /// <summary>The organization, as of the last step.</summary>
    public OrganizationView View { get; }

    /// <summary>Goes one step on.</summary>
    /// <param name="chain">The endpoint that is asked for everything in this step.</param>
    /// <param name="stop">Gives up; the step leaves nothing behind.</param>
    /// <exception cref="RpcException">The endpoint gave no usable answer.</exception>
    /// <exception cref="EndpointException">The chain and the facts do not fit together.</exception>
    /// <exception cref="StorageException">The facts could not be kept.</exception>
    public async Task<FollowStep> StepAsync(IChain chain, CancellationToken stop = default)
    {
        var final = await reader.FinalizedAsync(chain, stop);
        switch (await reader.NextAsync(chain, facts, final, stop))
        {
            case ChainStep.Blocks step:
                var logs = await TakeAsync(chain, step.Read, stop);
                await FinalizeAsync(chain, final, stop);
                var last = step.Read[^1].Point;
                return new FollowStep(step.Head, last, logs, 0, More: last.Number < step.Head);
            case ChainStep.Undo step:
                await RequireSameChainAsync(chain, stop);
                var undone = await facts.UndoAsync(step.Above, stop);
                View.Rebuild(facts.Logs());
                return new FollowStep(step.Head, facts.Cursor(), 0, undone, More: true);
            case ChainStep.FinalityViolated step:
                await RequireSameChainAsync(chain, stop);
                var sentence = $"Block {step.Known.Number} with hash {step.Known.Hash} was final, and the endpoint now shows {(step.Found is { } other ? $"{other} there" : "none")}. "
                    + "Nothing is published until the block is back. If this is a chain for development that was set back, begin with an empty data directory; otherwise give another endpoint.";
                await finality.DenyAsync(chain, sentence, stop);
                throw new FollowingException(FollowingFailure.FinalityViolated, sentence);
            case ChainStep.Nothing step:
                await FinalizeAsync(chain, final, stop);
                return new FollowStep(step.Head, facts.Cursor(), 0, 0, More: false);
            case var step:
                throw new InvalidOperationException($"A step of another kind: {step}.");
        }
    }

    private async Task<int> TakeAsync(IChain chain, IReadOnlyList<FactBlock> blocks, CancellationToken stop)
    {
        var last = blocks[^1].Point;
        Log[] logs = [.. blocks.SelectMany(block => block.Logs)];
        var state = await ContractState.ReadAsync(chain, contracts, last.Hash, Voted(logs, blocks[0].Timestamp), Roles(logs, blocks[0].Timestamp), stop);
        string? missing;
        try
        {
            missing = View.Apply(logs, organization => ContractState.Missing(state, organization), facts.Logs);
        }
        catch (HistoryException error)
        {
            await ReadAgainAsync(stop);
            throw new FollowingException(
                FollowingFailure.Contradiction,
                $"Up to block {last.Number} the endpoint shows events that do not follow on each other: {error.Message} Nothing of it was taken; the open settlement is read again from its beginning.", error);
        }
        if (missing is not null)
        {
            await RequireOwnFactsAsync(chain, stop);
            throw new FollowingException(
                FollowingFailure.Incomplete,
                $"Up to block {last.Number} the endpoint does not show all events: {missing}. Nothing of it was taken; it is asked again.");
        }
        try
        {
            await facts.AppendAsync(blocks, stop);
        }
        catch
        {
            View.Rebuild(facts.Logs());
            throw;
        }
        return logs.Length;
    }

    /// <summary>The proposals that votes can have been cast on in blocks from a time on: those made in them, and those that take votes still.</summary>
    private BigInteger[] Voted(IEnumerable<Log> logs, ulong time) =>
    [
        .. View.Read(organization => organization.Governance.Proposals.Where(proposal => !proposal.IsCanceled && proposal.Deadline >= time).Select(proposal => proposal.Id).ToArray()),
        .. logs.Where(log => log.Address == contracts.Governor.Address)
            .Select(log => OrganizationGovernorContract.ProposalCreatedEvent.TryDecode(log, out var made) ? made.ProposalId : (BigInteger?)null).OfType<BigInteger>(),
    ];

    /// <summary>
    /// The roles that can have changed in blocks from a time on: those that are not over, and those that proposals name which
    /// were executed there or have the votes for it. Any other proposal is left out: it costs little to name thousands of roles.
    /// </summary>
    private (RecordText Role, Address Account)[] Roles(Log[] logs, ulong time)
    {
        Log[] told = [.. logs.Where(log => log.Address == contracts.Governor.Address)];
        var executed = told.Select(log => OrganizationGovernorContract.ProposalExecutedEvent.TryDecode(log, out var done) ? done.ProposalId : (BigInteger?)null).OfType<BigInteger>().ToHashSet();
        var made = told
            .Select(log => OrganizationGovernorContract.ProposalCreatedEvent.TryDecode(log, out var made) && executed.Contains(made.ProposalId) ? made : null)
            .OfType<OrganizationGovernorContract.ProposalCreatedEvent>().SelectMany(made => made.Targets.Zip(made.Calldatas, (target, data) => new ProposedCall(target, 0, data)));
        return View.Read(organization =>
        {
            var (governance, quorum) = (organization.Governance, organization.Governance.QuorumAfter(ulong.MaxValue));
            var passed = governance.Proposals.Where(proposal => executed.Contains(proposal.Id)
                || (!proposal.IsExecuted && !proposal.IsCanceled && proposal.Tally.For > proposal.Tally.Against && proposal.Tally.For + proposal.Tally.Abstain >= quorum));
            return governance.Roles.All.Where(role => time < role.Until).Select(role => (role.Name, role.Account))
                .Concat(RoleCalls.Of(passed.SelectMany(proposal => proposal.Calls).Concat(made), contracts.Roles.Address)).Distinct().ToArray();
        });
    }

    /// <summary>Facts that do not even give what the contracts held where they end are not mended by any answer.</summary>
    private async Task RequireOwnFactsAsync(IChain chain, CancellationToken stop)
    {
        if (facts.Cursor() is not { } cursor)
            return;
        var state = await ContractState.ReadAsync(chain, contracts, cursor.Hash, [], Roles([], facts.Time() ?? 0), stop);
        if (View.Read(organization => ContractState.Missing(state, organization)) is { } wrong)
        {
            throw new FollowingException(
                FollowingFailure.FactsDamaged,
                $"The events that are kept up to block {cursor.Number} do not give what the contracts held there: {wrong}. The database was damaged, or the endpoint is wrong: ask another endpoint; if that says the same, restore the last backup, or begin with an empty data directory: what the chain has is read again.");
        }
    }

    /// <summary>
    /// The pages of a settlement are the only events that nothing in the contracts' state vouches for before it is submitted.
    /// If one was left out, what follows on it cannot be read: all since the close of the epoch is forgotten and read again.
    /// </summary>
    private async Task ReadAgainAsync(CancellationToken stop)
    {
        if (facts.LastClose(contracts.Settlement.Address, Contracts.SettlementContract.EpochClosedEvent.Topic) is { } close && facts.Cursor()?.Number >= close)
        {
            await facts.UndoAsync(close - 1, stop);
            View.Rebuild(facts.Logs());
        }
    }

    /// <summary>
    /// Never beyond what was read: what is final is the last of our blocks up to the one that the endpoint calls so. The step
    /// has shown that they are of the same chain.
    /// </summary>
    private async Task FinalizeAsync(IChain chain, ChainPoint final, CancellationToken stop)
    {
        if (facts.Before(final.Number + 1) is { } ours)
            await facts.FinalizeAsync(ours, stop);
        await finality.AffirmAsync(chain, stop);
    }

    /// <summary>An endpoint that was led to another chain shows no reorganization.</summary>
    private async Task RequireSameChainAsync(IChain chain, CancellationToken stop)
    {
        if (facts.Known() is { } home && (await chain.GetChainIdAsync(stop) != home.ChainId || await chain.GetGenesisHashAsync(stop) != home.Genesis))
        {
            throw new EndpointException(
                "The endpoint was led to another chain than the one that the data is about: its id or its block 0 is another one. Nothing was taken back; give the right endpoint, or begin with an empty data directory.");
        }
    }
}

/// <summary>Why the chain cannot be followed.</summary>
public enum FollowingFailure
{
    /// <summary>A block that was final is not on the chain any more. It stays so until a person decides.</summary>
    FinalityViolated,

    /// <summary>The endpoint leaves out events.</summary>
    Incomplete,

    /// <summary>The events contradict each other.</summary>
    Contradiction,

    /// <summary>What is kept does not give what the contracts held where it ends.</summary>
    FactsDamaged,
}

/// <summary>The chain and the facts do not fit together; the message says what to do.</summary>
public sealed class FollowingException(FollowingFailure reason, string message, Exception? inner = null) : EndpointException(message, inner)
{
    /// <summary>What does not fit.</summary>
    public FollowingFailure Reason { get; } = reason;
}
