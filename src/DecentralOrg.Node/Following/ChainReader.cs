using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Following;

/// <summary>What an endpoint shows beyond what is known.</summary>
internal abstract record ChainStep
{
    private ChainStep()
    {
    }

    /// <summary>Nothing new: we are at its head, or it is behind us.</summary>
    public sealed record Nothing(ulong Head) : ChainStep;

    /// <summary>Blocks that follow on the last one known, each on the one before.</summary>
    public sealed record Blocks(IReadOnlyList<FactBlock> Read, ulong Head) : ChainStep;

    /// <summary>Blocks above this one were taken back.</summary>
    public sealed record Undo(ulong Above, ulong Head) : ChainStep;

    /// <summary>A block that was final is not on the chain.</summary>
    public sealed record FinalityViolated(ChainPoint Known, Bytes32? Found) : ChainStep;
}

/// <summary>
/// Reads an organization's logs block by block: blocks that can still be taken back by their hashes, older ones by ranges.
/// Everything of one step is asked of one endpoint, because two of them can be at different blocks.
/// </summary>
/// <param name="addresses">The contracts whose logs are read.</param>
/// <param name="options">Bounds.</param>
internal sealed class ChainReader(IReadOnlyList<Address> addresses, FollowingOptions options)
{
    /// <summary>Headers asked for at once.</summary>
    private const int AtOnce = 16;

    private readonly RangeWidth width = new(options.WidestRange);

    /// <summary>The block up to which an endpoint's chain is final: by its own word, or by depth where it has none.</summary>
    public async Task<ChainPoint> FinalizedAsync(IChain chain, CancellationToken stop)
    {
        var final = await SaidFinalAsync(chain, stop);
        if (final is null)
        {
            var head = await HeadAsync(chain, stop);
            final = await NumberedAsync(chain, head.Number > options.Window ? head.Number - options.Window : 0, stop);
        }
        return new ChainPoint(final.Number, final.Hash);
    }

    private static async Task<Block?> SaidFinalAsync(IChain chain, CancellationToken stop)
    {
        try
        {
            return await chain.GetBlockAsync(BlockTag.Finalized, stop);
        }
        catch (RpcException error) when (error.Kind == RpcFailure.ErrorResponse)
        {
            // Chains without a word for it refuse the question.
            return null;
        }
    }

    /// <summary>The next step from what is known.</summary>
    /// <param name="chain">The endpoint.</param>
    /// <param name="facts">What is known.</param>
    /// <param name="final">The block up to which the endpoint's chain is final.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="RpcException">The endpoint gave no usable answer.</exception>
    public async Task<ChainStep> NextAsync(IChain chain, FactStore facts, ChainPoint final, CancellationToken stop)
    {
        var head = await HeadAsync(chain, stop);
        if (final.Number > head.Number)
            throw new RpcException(RpcFailure.Malformed, $"The endpoint calls block {final.Number} final, and its head is block {head.Number}; it is asked again.");
        var cursor = facts.Cursor();
        if (cursor is { } last)
        {
            if (head.Number < last.Number)
                return await BehindAsync(chain, facts, head, stop);
            var there = await NumberedAsync(chain, last.Number, stop);
            if (there.Hash != last.Hash)
                return await ForkAsync(chain, facts, last.Number, head.Number, stop);
        }
        var next = cursor is { } known ? known.Number + 1 : options.FirstBlock;
        if (next > head.Number)
            return new ChainStep.Nothing(head.Number);
        var read = next <= final.Number
            ? await RangeAsync(chain, cursor, next, final.Number, stop)
            : await LiveAsync(chain, cursor, next, head.Number, stop);
        return read.Count == 0 ? new ChainStep.Nothing(head.Number) : new ChainStep.Blocks(read, head.Number);
    }

    /// <summary>
    /// An endpoint that does not have our last block is only late if its head is a block of ours. Otherwise the chain got
    /// shorter, as no chain does but one for development.
    /// </summary>
    private static async Task<ChainStep> BehindAsync(IChain chain, FactStore facts, Block head, CancellationToken stop)
    {
        var ours = facts.HashOf(head.Number);
        // A block that was dropped because nothing stands in it is below the final one, where nothing forks.
        return ours is null || ours == head.Hash
            ? new ChainStep.Nothing(head.Number)
            : await ForkAsync(chain, facts, head.Number, head.Number, stop);
    }

    private static async Task<ChainStep> ForkAsync(IChain chain, FactStore facts, ulong from, ulong head, CancellationToken stop)
    {
        var final = facts.Finalized();
        for (var at = facts.Before(from); at is { } block; at = facts.Before(block.Number))
        {
            // A chain that was cut short does not have it; what it has below decides.
            var there = block.Number <= head ? await NumberedAsync(chain, block.Number, stop) : null;
            if (there?.Hash == block.Hash)
                return new ChainStep.Undo(block.Number, head);
            if (final is { } known && block.Number <= known.Number)
                return new ChainStep.FinalityViolated(known, block.Number == known.Number ? there?.Hash : null);
        }
        return final is { } lost ? new ChainStep.FinalityViolated(lost, null) : new ChainStep.Undo(0, head);
    }

    private async Task<IReadOnlyList<FactBlock>> LiveAsync(IChain chain, ChainPoint? parent, ulong from, ulong head, CancellationToken stop)
    {
        var read = new List<FactBlock>();
        for (var number = from; number <= head && read.Count < options.LiveBlocks; number++)
        {
            var block = await NumberedAsync(chain, number, stop);
            // The chain moved while it was read; the next step sees how.
            if (parent is { } before && block.ParentHash != before.Hash)
                break;
            read.Add(FactOf(block, await chain.GetLogsAsync(LogFilter.InBlock(block.Hash, addresses), stop)));
            parent = new ChainPoint(block.Number, block.Hash);
        }
        return read;
    }

    private async Task<IReadOnlyList<FactBlock>> RangeAsync(IChain chain, ChainPoint? parent, ulong from, ulong final, CancellationToken stop)
    {
        while (true)
        {
            var last = final - from < width.Blocks ? final : from + width.Blocks - 1;
            IReadOnlyList<Log> logs;
            try
            {
                logs = await chain.GetLogsAsync(new LogFilter(addresses, [], BlockTag.Number(from), BlockTag.Number(last)), stop);
            }
            catch (RpcException refusal) when (width.TryNarrow(refusal))
            {
                continue;
            }
            catch (RpcException error) when (error.Kind == RpcFailure.Timeout)
            {
                width.Late();
                throw;
            }
            width.Widen();
            return await BlocksOfAsync(chain, parent, from, last, logs, stop);
        }
    }

    private async Task<IReadOnlyList<FactBlock>> BlocksOfAsync(
        IChain chain, ChainPoint? parent, ulong from, ulong last, IReadOnlyList<Log> logs, CancellationToken stop)
    {
        var byBlock = logs.ToLookup(log => log.BlockNumber);
        ulong[] numbers = [.. byBlock.Select(group => group.Key).Append(from).Append(last).Distinct().Order()];
        if (numbers[0] < from || numbers[^1] > last)
            throw new RpcException(RpcFailure.Malformed, $"The endpoint showed logs of other blocks than {from} to {last} that it was asked for.");
        var read = new List<FactBlock>();
        foreach (var some in numbers.Chunk(AtOnce))
        {
            foreach (var block in await Task.WhenAll(some.Select(number => NumberedAsync(chain, number, stop))))
            {
                if (block.Number == from && parent is { } before && block.ParentHash != before.Hash)
                    throw new RpcException(RpcFailure.Malformed, $"Block {from} of the endpoint does not follow on block {before.Hash}, which it showed before.");
                var fact = FactOf(block, byBlock[block.Number]);
                if (fact.Logs.Count > 0 || block.Number == last)
                    read.Add(fact);
            }
        }
        return read;
    }

    /// <summary>A block with its logs, each of which is in this block, of one of our contracts, and there once.</summary>
    private FactBlock FactOf(Block block, IEnumerable<Log> logs)
    {
        Log[] own = [.. logs.OrderBy(log => log.Index)];
        if (own.Any(log => log.BlockHash != block.Hash || log.BlockNumber != block.Number))
            throw new RpcException(RpcFailure.Malformed, $"The endpoint showed logs of another block {block.Number} than the one it has, {block.Hash}.");
        if (own.FirstOrDefault(log => !addresses.Contains(log.Address)) is { } foreign)
            throw new RpcException(RpcFailure.Malformed, $"The endpoint showed a log of {foreign.Address} in block {block.Number}, which it was not asked for.");
        if (own.Zip(own.Skip(1)).Any(pair => pair.First.Index == pair.Second.Index))
            throw new RpcException(RpcFailure.Malformed, $"The endpoint showed a log of block {block.Number} twice.");
        return new FactBlock(new ChainPoint(block.Number, block.Hash), block.Timestamp, own);
    }

    private static async Task<Block> HeadAsync(IChain chain, CancellationToken stop) =>
        await chain.GetBlockAsync(BlockTag.Latest, stop)
            ?? throw new RpcException(RpcFailure.Malformed, "The endpoint has no latest block; is it still starting?");

    // Null is unknown, never empty: an endpoint can be behind one block and ahead at the next question.
    private static async Task<Block> NumberedAsync(IChain chain, ulong number, CancellationToken stop)
    {
        var block = await chain.GetBlockAsync(BlockTag.Number(number), stop)
            ?? throw new RpcException(RpcFailure.Malformed, $"The endpoint does not know block {number}, which is not beyond its head; it is asked again.");
        return block.Number == number && block.Hash != block.ParentHash
            ? block
            : throw new RpcException(RpcFailure.Malformed, $"The endpoint was asked for block {number} and showed block {block.Number} with hash {block.Hash}.");
    }
}
