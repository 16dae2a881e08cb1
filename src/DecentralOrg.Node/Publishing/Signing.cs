using DecentralOrg.Ethereum;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Node.Publishing;

/// <summary>Simulates, signs and sends what is wanted, one after another: the next is simulated on what the one before does.</summary>
internal sealed class Signing(PublishingContext context, Offering offering, CheckedSigner signer)
{
    /// <summary>The kind of an empty transaction that fills a hole in the nonces.</summary>
    public const string Filler = "filler";

    private const ulong TransferGas = 21_000;

    private readonly NoncePolicy nonces = new(context.Options.MostWaiting);

    /// <summary>Signs what is wanted.</summary>
    /// <returns>How many intents were signed.</returns>
    public async Task<int> SignAsync(IChain chain, Moment moment, CancellationToken stop)
    {
        await FillAsync(moment, stop);
        var signed = 0;
        var held = new HashSet<string>();
        foreach (var (id, budget) in context.Store.Unsigned())
        {
            // In order within a budget: the later pages of a settlement are nothing without the earlier ones.
            if (held.Contains(budget))
                continue;
            var live = context.Store.Live();
            if (nonces.Next(moment.Nonce, context.Store.Used(), Reserved(live), live.Count(one => one.Waits)) is not { } nonce)
                return signed;
            var intent = context.Store.Load(id);
            context.Probe?.Invoke(PublishingPoint.AfterCommit, intent);
            var (attempt, more) = await SignAsync(chain, moment, intent, nonce, live, stop);
            if (attempt is null)
            {
                if (!more)
                    held.Add(budget);
                continue;
            }
            signed++;
            if (!await offering.SendAsync(chain, intent with { State = IntentState.Signed, Nonce = nonce, Live = true, Reason = null }, attempt, null, stop))
                return signed;
        }
        return signed;
    }

    /// <summary>Signs one intent, or says why not. Whether more of its budget may be signed, the second value says.</summary>
    private async Task<(Attempt? Attempt, bool More)> SignAsync(
        IChain chain, Moment moment, Intent intent, ulong nonce, IReadOnlyList<Intent> live, CancellationToken stop)
    {
        if (await HeldByContractAsync(chain, moment, intent, stop))
            return (null, true);
        if (await SimulateAsync(chain, intent, live, stop) is not { } gas)
            return (null, false);
        var fees = await chain.SuggestFeesAsync(stop);
        switch (context.Fees.First(fees, gas, context.Store.Spent(intent)))
        {
            case FeeDecision.Offer offer:
                if (await ShortAsync(chain, intent, gas, offer.Bid, live, stop) is { } lack)
                {
                    await context.HoldAsync(intent, offering.NoFunds(lack), stop);
                    return (null, false);
                }
                context.Probe?.Invoke(PublishingPoint.BeforeSigning, intent);
                await context.CheckChainAsync(chain, stop);
                var signed = await signer.SignAsync(new Transaction(context.Home.Id, nonce, offer.Bid.Tip, offer.Bid.Cap, gas, intent.Request.Call), stop);
                await context.Store.SignedAsync(intent, signed, gas, offer.Bid, moment.Head, stop);
                PublishingLog.Signed(context.Logger, intent.Request.Key, nonce, signed.Hash, offer.Bid.Cap);
                context.Probe?.Invoke(PublishingPoint.AfterSigning, intent);
                return (context.Store.Attempts(intent with { Nonce = nonce })[^1], true);
            case FeeDecision.Hold hold:
                await context.HoldAsync(intent, hold.Sentence, stop);
                return (null, false);
            case var other:
                throw new InvalidOperationException($"A decision that no first offer can be: {other}.");
        }
    }

    /// <summary>Whether nothing is to be done: another operator was faster, or an older copy of the database forgot that it was done.</summary>
    private async Task<bool> HeldByContractAsync(IChain chain, Moment moment, Intent intent, CancellationToken stop)
    {
        if (await context.HoldsAsync(chain, intent, BlockTag.Latest, stop) is not true)
            return false;
        if (await context.HoldsAsync(chain, intent, moment.AtFinal, stop) is true)
        {
            var reason = $"the contract holds it already, at block {moment.Final}";
            await context.Store.EndedAsync(intent, IntentState.Superseded, reason, stop);
            PublishingLog.Superseded(context.Logger, intent.Request.Key, reason);
        }
        return true;
    }

    /// <summary>The gas to send with; null if it cannot be sent now.</summary>
    private async Task<ulong?> SimulateAsync(IChain chain, Intent intent, IReadOnlyList<Intent> live, CancellationToken stop)
    {
        try
        {
            _ = await chain.CallAsync(intent.Request.Call, BlockTag.Pending, context.Sender, stop);
            return intent.Request.GasLimit ?? Margin(await chain.EstimateGasAsync(intent.Request.Call, context.Sender, stop));
        }
        catch (RpcException error) when (error.RevertData is not null && live.Any(one => one.Waits && one.Request.Budget == intent.Request.Budget))
        {
            // It may need what is on its way: estimates are made on the latest block, and a pending one holds no transaction that pays too little.
            return null;
        }
        catch (RpcException error) when (error.RevertData is { } data)
        {
            var reason = OrganizationContracts.Reverts.Decode(data).Words;
            await context.Store.EndedAsync(intent, IntentState.Refused, reason, stop);
            PublishingLog.Refused(context.Logger, intent.Request.Key, reason);
            return null;
        }
        catch (RpcException error) when (error.Kind == RpcFailure.ErrorResponse && SendFailures.Of(error) != SendFailure.Transient)
        {
            await context.HoldAsync(
                intent,
                SendFailures.Of(error) == SendFailure.InsufficientFunds
                    ? offering.NoFunds(error.Text)
                    : $"the node does not simulate it: \"{error.Text}\". It is asked again; ask another endpoint if that does not change.",
                stop);
            return null;
        }
    }

    /// <summary>What the account lacks for all that waits and this one; null for nothing. Nodes that find out later drop it, and those behind it with it.</summary>
    private async Task<string?> ShortAsync(IChain chain, Intent intent, ulong gas, Bid bid, IReadOnlyList<Intent> live, CancellationToken stop)
    {
        var needed = (gas * bid.Cap) + intent.Request.Call.Value;
        foreach (var one in live.Where(one => one.Waits))
        {
            var last = context.Store.Attempts(one)[^1];
            needed += (last.GasLimit * last.Bid.Cap) + one.Request.Call.Value;
        }
        var balance = await chain.GetBalanceAsync(context.Sender, BlockTag.Latest, stop);
        return balance >= needed ? null : $"{needed} wei are needed, {balance} are there";
    }

    /// <summary>Asks for an empty transaction for each hole that a reorganization left before ours; they are signed before anything else.</summary>
    private async Task FillAsync(Moment moment, CancellationToken stop)
    {
        var holes = NoncePolicy.Holes(moment.Nonce, context.Store.Used(), Reserved(context.Store.Live()));
        foreach (var hole in holes.Skip(context.Store.UnsignedFillers()))
        {
            // The head makes the key anew where an earlier filler of this nonce was overtaken and that taken back.
            var key = $"{Filler}/{context.Sender}/{hole}/{moment.Head}";
            await context.Store.WantAsync(context.Intents, new IntentRequest(key, Filler, context.Sender, new ContractCall(context.Sender, []), key, TransferGas), stop);
            PublishingLog.HoleFilled(context.Logger, hole, context.Sender);
        }
    }

    private static HashSet<ulong> Reserved(IReadOnlyList<Intent> live) => [.. live.Select(one => one.Nonce!.Value)];

    /// <summary>A fifth more: the state in the block is not that of the estimate.</summary>
    private static ulong Margin(ulong estimate) => estimate >= TransactionSender.MaxGas ? TransactionSender.MaxGas : Math.Min(TransactionSender.MaxGas, estimate + (estimate / 5));
}
