using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Organizations;

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
/// back. A step is committed as a whole or not at all, and only if the ledger's head at its last block is the one that
/// follows from the facts.
/// </summary>
public sealed class ChainFollower
{
    private readonly OrganizationContracts contracts;
    private readonly FactStore facts;
    private readonly ChainReader reader;

    /// <summary>Begins with what is committed.</summary>
    /// <param name="contracts">The organization's contracts.</param>
    /// <param name="facts">Where facts are kept.</param>
    /// <param name="view">What is made of them.</param>
    /// <param name="options">Bounds.</param>
    public ChainFollower(OrganizationContracts contracts, FactStore facts, OrganizationView view, FollowingOptions options)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(view);
        this.contracts = contracts;
        this.facts = facts;
        View = view;
        reader = new ChainReader(contracts.Addresses, options);
        view.Rebuild(facts.Logs());
    }

    /// <summary>The organization, as of the last step.</summary>
    public OrganizationView View { get; }

    /// <summary>Goes one step on.</summary>
    /// <param name="chain">The endpoint that is asked for everything in this step.</param>
    /// <param name="stop">Gives up; the step leaves nothing behind.</param>
    /// <exception cref="RpcException">The endpoint gave no usable answer.</exception>
    /// <exception cref="FollowingException">The chain and the facts do not fit together.</exception>
    /// <exception cref="Storage.StorageException">The facts could not be kept.</exception>
    public async Task<FollowStep> StepAsync(IChain chain, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var final = await reader.FinalizedAsync(chain, stop);
        switch (await reader.NextAsync(chain, facts, final.Number, stop))
        {
            case ChainStep.Blocks step:
                var logs = await TakeAsync(chain, step.Read, stop);
                await FinalizeAsync(final, stop);
                var last = step.Read[^1].Point;
                return new FollowStep(step.Head, last, logs, 0, More: last.Number < step.Head);
            case ChainStep.Undo step:
                var undone = await facts.UndoAsync(step.Above, stop);
                View.Rebuild(facts.Logs());
                return new FollowStep(step.Head, facts.Cursor(), 0, undone, More: true);
            case ChainStep.FinalityViolated step:
                throw new FollowingException(
                    FollowingFailure.FinalityViolated,
                    $"Block {step.Known.Number} with hash {step.Known.Hash} was final, and the endpoint now shows {(step.Found is { } other ? $"{other} there" : "none")}. "
                    + "If this is a chain for development that was set back, begin with an empty data directory; otherwise ask another endpoint.");
            case ChainStep.Nothing step:
                await FinalizeAsync(final, stop);
                return new FollowStep(step.Head, facts.Cursor(), 0, 0, More: false);
            case var step:
                throw new InvalidOperationException($"A step of another kind: {step}.");
        }
    }

    private async Task<int> TakeAsync(IChain chain, IReadOnlyList<FactBlock> blocks, CancellationToken stop)
    {
        var last = blocks[^1].Point;
        Log[] logs = [.. blocks.SelectMany(block => block.Logs)];
        var founded = logs.Length > 0 || View.Read(organization => organization.Genesis is not null);
        // Before the founding there is no ledger to ask.
        Bytes32? head = founded ? await new Contracts.LedgerContract(chain, contracts.Ledger.Address).HeadAsync(BlockTag.Hash(last.Hash), stop) : null;
        bool whole;
        try
        {
            whole = View.TryApply(logs, head, facts.Logs);
        }
        catch (HistoryException error)
        {
            throw new FollowingException(FollowingFailure.Contradiction, error.Message, error);
        }
        if (!whole)
        {
            throw new FollowingException(
                FollowingFailure.Incomplete,
                $"Up to block {last.Number} the endpoint does not show all events: the ledger's head there is {head}, and what it shows gives another. Nothing of it was taken; it is asked again.");
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

    /// <summary>Never beyond what was read: a final block has to be one of ours.</summary>
    private async Task FinalizeAsync(ChainPoint final, CancellationToken stop)
    {
        if (facts.HashOf(final.Number) is { } hash)
            await facts.FinalizeAsync(new ChainPoint(final.Number, hash), stop);
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
}

/// <summary>The chain and the facts do not fit together; the message says what to do.</summary>
public sealed class FollowingException(FollowingFailure reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What does not fit.</summary>
    public FollowingFailure Reason { get; } = reason;
}
