using DecentralOrg.Ethereum;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Node.Publishing;

/// <summary>Looks what became of live intents. The chain's nonce says which were overtaken, receipts by whom, the contract what it came to.</summary>
internal sealed class Watching(PublishingContext context)
{
    /// <summary>How often in a row no receipt has to be known before a nonce counts as used by a stranger.</summary>
    internal const int LooksForAStranger = 5;

    private readonly Dictionary<long, int> missed = [];

    /// <summary>Looks at everything that is live.</summary>
    /// <returns>How many intents ended.</returns>
    public async Task<int> LookAsync(IChain chain, Moment moment, CancellationToken stop)
    {
        var ended = 0;
        foreach (var intent in context.Store.Live())
        {
            if (intent.Nonce >= moment.Nonce)
                await WaitingAsync(intent, stop);
            else if (await ReceiptAsync(chain, intent, stop) is { } receipt)
                ended += await MinedAsync(chain, moment, intent, receipt, stop) ? 1 : 0;
            else
                ended += await OvertakenAsync(chain, moment, intent, stop) ? 1 : 0;
        }
        foreach (var intent in context.Store.Doubtful())
        {
            if (await context.HoldsAsync(chain, intent, moment.AtFinal, stop) is not false)
                ended += await EndAsync(intent, IntentState.Final, null, stop);
        }
        return ended;
    }

    /// <summary>
    /// Raises the alarm for nonces that the chain counts and this database knows nothing of: the key is used elsewhere, or
    /// the database is an old copy.
    /// </summary>
    public async Task ExplainAsync(Moment moment, CancellationToken stop)
    {
        var known = context.Store.Explained();
        var ours = context.Store.Live() is [.., var last] ? last.Nonce!.Value + 1 : 0;
        var explained = Math.Max(Math.Max(known ?? moment.Nonce, context.Store.Used()), ours);
        if (moment.Nonce > explained)
        {
            var sentence = $"Nonces {explained} to {moment.Nonce - 1} of {context.Sender} were used by transactions that this node knows nothing of. "
                + "If the database was restored from a backup, this is what was sent since; otherwise another program has the key: give it one of its own.";
            await context.Store.ExplainAsync(moment.Nonce, sentence, stop);
            PublishingLog.ForeignTransaction(context.Logger, sentence);
        }
        else if (known != explained)
        {
            await context.Store.ExplainAsync(explained, null, stop);
        }
    }

    /// <summary>Its nonce is free at the head: nothing of it is in a block, whatever was seen before.</summary>
    private async Task WaitingAsync(Intent intent, CancellationToken stop)
    {
        missed.Remove(intent.Id);
        if (intent.State is not (IntentState.Seen or IntentState.Refused or IntentState.Superseded))
            return;
        await context.Store.TakenBackAsync(intent, stop);
        PublishingLog.TakenBack(context.Logger, intent.Request.Key, intent.Block);
    }

    private async Task<Receipt?> ReceiptAsync(IChain chain, Intent intent, CancellationToken stop)
    {
        // All of them: the one that is mined is often not the last (optimism's TestTxMgrOnlyOnePublicationSucceeds).
        foreach (var attempt in context.Store.Attempts(intent).Reverse())
        {
            if (await chain.GetReceiptAsync(attempt.Signed.Hash, stop) is { } receipt)
                return receipt;
        }
        return null;
    }

    private async Task<bool> MinedAsync(IChain chain, Moment moment, Intent intent, Receipt receipt, CancellationToken stop)
    {
        missed.Remove(intent.Id);
        if (intent.BlockHash != receipt.BlockHash || intent.MinedHash != receipt.TransactionHash || intent.State is not (IntentState.Seen or IntentState.Refused))
        {
            var refusal = receipt.Succeeded ? null : await ExplainAsync(chain, intent, receipt, stop);
            await context.Store.SeenAsync(intent, receipt, refusal, stop);
            intent = intent with
            {
                State = receipt.Succeeded ? IntentState.Seen : IntentState.Refused, Reason = refusal, Block = receipt.BlockNumber, BlockHash = receipt.BlockHash,
                MinedHash = receipt.TransactionHash, Fee = receipt.GasUsed * receipt.GasPrice,
            };
            PublishingLog.Seen(context.Logger, intent.Request.Key, receipt.BlockNumber, receipt.TransactionHash);
        }
        if (receipt.BlockNumber > moment.Final)
            return false;
        var holds = await context.HoldsAsync(chain, intent, moment.AtFinal, stop);
        context.Metrics?.Paid(intent.Fee ?? 0);
        if (receipt.Succeeded && holds is false)
        {
            const string sentence = "its transaction succeeded and its block is final, but the contract does not hold what it wants. Look what the contract holds instead; it is asked again.";
            await context.Store.EndedAsync(intent, IntentState.Held, sentence, stop);
            PublishingLog.Held(context.Logger, intent.Request.Key, sentence);
            return false;
        }
        if (receipt.Succeeded)
            return await EndAsync(intent, IntentState.Final, null, stop) == 1;
        return holds is true
            ? await EndAsync(intent, IntentState.Superseded, $"another transaction was first, and the contract holds what it wants; ours was refused: {intent.Reason}", stop) == 1
            : await EndAsync(intent, IntentState.Refused, intent.Reason, stop) == 1;
    }

    /// <summary>Its nonce is used at the head, and by none of its attempts.</summary>
    private async Task<bool> OvertakenAsync(IChain chain, Moment moment, Intent intent, CancellationToken stop)
    {
        // An endpoint that does not know a receipt yet says of it what it says of a stranger's: only if it goes on saying so is it one.
        missed[intent.Id] = missed.GetValueOrDefault(intent.Id) + 1;
        if (missed[intent.Id] < LooksForAStranger)
            return false;
        // A reorganization since the nonce was read would look the same.
        if (await chain.GetTransactionCountAsync(context.Sender, BlockTag.Latest, stop) <= intent.Nonce)
            return false;
        if (intent.State != IntentState.Superseded)
        {
            var sentence = $"The nonce {intent.Nonce} of {context.Sender}, reserved for {intent.Request.Key}, was used by a transaction that this node did not send. "
                + "Another program has the key: give it one of its own. What was to be sent is planned anew once that block is final.";
            await context.Store.OvertakenAsync(intent, $"another transaction used its nonce {intent.Nonce}", stop);
            await context.Store.AlarmAsync(Publisher.ForeignTransaction, sentence, stop);
            PublishingLog.ForeignTransaction(context.Logger, sentence);
        }
        // Not before it is final: were the stranger's block taken back, both the old bytes and the new ones could be mined.
        if (await chain.GetTransactionCountAsync(context.Sender, moment.AtFinal, stop) <= intent.Nonce)
            return false;
        if (intent.Request.Kind == Signing.Filler || await context.HoldsAsync(chain, intent, moment.AtFinal, stop) is true)
            return await EndAsync(intent, IntentState.Superseded, $"another transaction used its nonce {intent.Nonce}, and nothing is left to do", stop) == 1;
        await context.Store.ReplannedAsync(intent, stop);
        PublishingLog.Replanned(context.Logger, intent.Request.Key, intent.Nonce);
        return false;
    }

    private async Task<int> EndAsync(Intent intent, IntentState state, string? reason, CancellationToken stop)
    {
        await context.Store.EndedAsync(intent, state, reason, stop);
        if (state == IntentState.Final)
            PublishingLog.Final(context.Logger, intent.Request.Key, intent.Block ?? 0, intent.Fee ?? 0);
        else if (state == IntentState.Refused)
            PublishingLog.Refused(context.Logger, intent.Request.Key, reason ?? "");
        else
            PublishingLog.Superseded(context.Logger, intent.Request.Key, reason ?? "");
        return 1;
    }

    /// <summary>Why a transaction reverted, by the same call on the state after its block.</summary>
    private async Task<string> ExplainAsync(IChain chain, Intent intent, Receipt receipt, CancellationToken stop)
    {
        try
        {
            _ = await chain.CallAsync(intent.Request.Call, BlockTag.Number(receipt.BlockNumber), context.Sender, stop);
            return $"reverted with {receipt.GasUsed} gas used; the same call now succeeds, so it ran out of gas or the state was another";
        }
        catch (RpcException error) when (error.RevertData is { } data)
        {
            return OrganizationContracts.Reverts.Decode(data).Words;
        }
        catch (RpcException error) when (!error.IsTransient)
        {
            return "reverted, and the node could not say why";
        }
    }
}
