using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Publishing;

/// <summary>Hands over what waits, again and again, in the order of nonces, and offers more for what is passed over.</summary>
internal sealed class Offering(PublishingContext context, TimeProvider time, CheckedSigner signer)
{
    // Only spares calls: after a restart, or with another endpoint, everything is offered at once.
    private readonly Dictionary<Bytes32, DateTimeOffset> taken = [];
    private IChain? endpoint;

    /// <summary>Offers everything that waits for a block.</summary>
    public async Task OfferAsync(IChain chain, Moment moment, CancellationToken stop)
    {
        if (!ReferenceEquals(chain, endpoint))
            taken.Clear();
        endpoint = chain;
        Intent[] waiting = [.. context.Store.Live().Where(intent => intent.Waits && intent.Nonce >= moment.Nonce)];
        if (waiting.Length == 0)
        {
            taken.Clear();
            return;
        }
        var fees = await chain.SuggestFeesAsync(stop);
        foreach (var intent in waiting)
        {
            var last = context.Store.Attempts(intent)[^1];
            string? sentence = null;
            switch (context.Fees.Replacement(last, intent == waiting[0], moment.Head, fees, context.Store.Spent(intent)))
            {
                case FeeDecision.Offer offer:
                    last = await ReplaceAsync(chain, moment, intent, last, offer.Bid, stop);
                    break;
                case FeeDecision.Hold hold:
                    sentence = hold.Sentence;
                    break;
            }
            if (!await SendAsync(chain, intent, last, sentence, stop))
                return;
        }
    }

    /// <summary>Hands over one transaction.</summary>
    /// <param name="chain">The endpoint.</param>
    /// <param name="intent">Whose it is.</param>
    /// <param name="attempt">The transaction.</param>
    /// <param name="sentence">Why it is held although it is offered; null if it is not.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Whether what has a later nonce may follow; a node keeps none after a hole for long.</returns>
    public async Task<bool> SendAsync(IChain chain, Intent intent, Attempt attempt, string? sentence, CancellationToken stop)
    {
        if (Fresh(attempt.Signed.Hash))
        {
            if (sentence is not null || intent.State == IntentState.Held)
                await context.HoldAsync(intent, sentence, stop);
            return true;
        }
        context.Probe?.Invoke(PublishingPoint.BeforeSend, intent);
        try
        {
            _ = await chain.SendRawAsync(attempt.Signed.Raw, stop);
        }
        catch (RpcException error) when (SendFailures.Of(error) is var failure && failure is not (SendFailure.Transient or SendFailure.AlreadyKnown))
        {
            return await NotTakenAsync(intent, attempt, failure, error.Text, sentence, stop);
        }
        catch (RpcException error) when (SendFailures.Of(error) == SendFailure.AlreadyKnown)
        {
            // An earlier step sent it and its answer was lost, or the process was.
        }
        context.Probe?.Invoke(PublishingPoint.AfterSend, intent);
        taken[attempt.Signed.Hash] = time.GetUtcNow();
        if (attempt.FirstSent is null || attempt.LastError is not null || intent.State == IntentState.Signed)
        {
            await context.Store.OfferedAsync(intent, attempt, stop);
            PublishingLog.Offered(context.Logger, intent.Request.Key, attempt.Signed.Hash);
            intent = intent with { State = IntentState.Offered, Reason = null };
        }
        if (sentence is not null || intent.State == IntentState.Held)
            await context.HoldAsync(intent, sentence, stop);
        return true;
    }

    private async Task<Attempt> ReplaceAsync(IChain chain, Moment moment, Intent intent, Attempt last, Bid bid, CancellationToken stop)
    {
        await context.CheckChainAsync(chain, stop);
        var transaction = new Transaction(context.Home.Id, last.Signed.Nonce, bid.Tip, bid.Cap, last.GasLimit, intent.Request.Call);
        var signed = await signer.SignAsync(transaction, stop);
        await context.Store.ReplacedAsync(intent, signed, last.GasLimit, bid, moment.Head, stop);
        context.Metrics?.Replaced();
        PublishingLog.Replaced(context.Logger, intent.Request.Key, signed.Hash, bid.Cap);
        context.Probe?.Invoke(PublishingPoint.AfterSigning, intent);
        return context.Store.Attempts(intent)[^1];
    }

    private async Task<bool> NotTakenAsync(Intent intent, Attempt attempt, SendFailure failure, string words, string? sentence, CancellationToken stop)
    {
        if (attempt.LastError != words)
        {
            await context.Store.ComplainedAsync(attempt, words, stop);
            PublishingLog.NotTaken(context.Logger, intent.Request.Key, attempt.Signed.Hash, failure, words);
        }
        sentence ??= failure switch
        {
            SendFailure.InsufficientFunds => NoFunds(words),
            SendFailure.AlreadyReserved => $"the account {context.Sender} has transactions of another type on their way, and the node takes none of this type until they are gone. Wait for them or cancel them.",
            SendFailure.Unknown => $"the node does not take it: \"{words}\". It is offered again; ask another endpoint if that does not change.",
            _ => null,
        };
        // Another one of ours with the same nonce is in the pool, or a stranger's: a later replacement decides.
        if (sentence is not null || intent.State == IntentState.Held)
            await context.HoldAsync(intent, sentence, stop);
        return failure is SendFailure.NonceTooLow or SendFailure.ReplacementUnderpriced;
    }

    /// <summary>What is said where the account cannot pay.</summary>
    public string NoFunds(string detail) => $"the account {context.Sender} has not enough ether: {detail}. Send it some; it goes on by itself.";

    private bool Fresh(Bytes32 hash) =>
        taken.TryGetValue(hash, out var at) && time.GetUtcNow() - at is var age && age >= TimeSpan.Zero && age < context.Options.OfferEvery;
}
