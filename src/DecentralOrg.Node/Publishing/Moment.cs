using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Publishing;

/// <summary>What a step saw of the chain before it did anything.</summary>
/// <param name="Head">The head's number.</param>
/// <param name="Final">The last block that stays.</param>
/// <param name="Nonce">The account's nonce at the head.</param>
internal sealed record Moment(ulong Head, ulong Final, ulong Nonce)
{
    /// <summary>The block that stays, to ask contracts at.</summary>
    public BlockTag AtFinal => BlockTag.Number(Final);

    /// <summary>Asks the endpoint.</summary>
    /// <param name="chain">The endpoint.</param>
    /// <param name="sender">The account.</param>
    /// <param name="window">Blocks that can be taken back, where the endpoint does not say.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<Moment> OfAsync(IChain chain, Address sender, ulong window, CancellationToken stop)
    {
        // The nonce before the receipts that are asked for later: what it counts has a receipt by then.
        var head = (await chain.GetBlockAsync(BlockTag.Latest, stop))!.Number;
        var final = await SaidFinalAsync(chain, stop) ?? (head > window ? head - window : 0);
        return new Moment(head, Math.Min(final, head), await chain.GetTransactionCountAsync(sender, BlockTag.Latest, stop));
    }

    private static async Task<ulong?> SaidFinalAsync(IChain chain, CancellationToken stop)
    {
        try
        {
            return (await chain.GetBlockAsync(BlockTag.Finalized, stop))?.Number;
        }
        catch (RpcException error) when (error.Kind == RpcFailure.ErrorResponse)
        {
            // Chains without a word for it refuse the question.
            return null;
        }
    }
}
