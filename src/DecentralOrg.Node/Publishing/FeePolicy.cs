using DecentralOrg.Ethereum;

namespace DecentralOrg.Node.Publishing;

/// <summary>What a transaction offers for gas, in wei per gas.</summary>
/// <param name="Tip">Most that the block's producer gets; never above <paramref name="Cap"/>.</param>
/// <param name="Cap">Most that is paid in all.</param>
internal readonly record struct Bid(UInt128 Tip, UInt128 Cap)
{
    /// <summary>Whether a block with this base fee could take it.</summary>
    public bool Covers(UInt128 baseFee) => Cap >= baseFee;
}

/// <summary>Wei that were paid or promised to others out of what a transaction is paid out of.</summary>
/// <param name="Budget">Out of its budget.</param>
/// <param name="Purse">Out of the purse that its budget belongs to; 0 where it belongs to none.</param>
internal readonly record struct Spending(UInt128 Budget, UInt128 Purse = default);

/// <summary>What to do about the fee of a transaction.</summary>
internal abstract record FeeDecision
{
    private FeeDecision()
    {
    }

    /// <summary>Sign with this.</summary>
    public sealed record Offer(Bid Bid) : FeeDecision;

    /// <summary>What was signed will do for now.</summary>
    public sealed record Keep : FeeDecision;

    /// <summary>More is needed than may be paid; the sentence is for a person.</summary>
    public sealed record Hold(string Sentence) : FeeDecision;
}

/// <summary>
/// What is paid for gas. A cap of twice the base fee holds through six full blocks; a replacement offers an eighth more of
/// both, because geth takes none with less than a tenth more of both, and rounds against whoever asks.
/// </summary>
/// <param name="options">Ceiling, budget and pace.</param>
/// <param name="time">The clock.</param>
internal sealed class FeePolicy(PublishingOptions options, TimeProvider time)
{
    /// <summary>The first offer.</summary>
    /// <param name="now">What the chain asks for.</param>
    /// <param name="gasLimit">Most gas of the transaction.</param>
    /// <param name="spent">Wei that budget and purse have paid or promised to others.</param>
    public FeeDecision First(Fees now, ulong gasLimit, Spending spent)
    {
        var limit = Limit(gasLimit, spent);
        return now.BaseFee + now.Tip > limit
            ? new FeeDecision.Hold(Sentence(now, limit, spent))
            : new FeeDecision.Offer(new Bid(now.Tip, UInt128.Min(limit, now.Cap)));
    }

    /// <summary>Whether to offer more for a transaction that waits.</summary>
    /// <param name="last">The last attempt.</param>
    /// <param name="first">Whether no other transaction of the account waits before it: those behind wait for that one, whatever they pay.</param>
    /// <param name="head">The chain's head. Without a block since the last attempt nobody passed it over.</param>
    /// <param name="now">What the chain asks for.</param>
    /// <param name="spent">Wei that budget and purse have paid or promised to others.</param>
    public FeeDecision Replacement(Attempt last, bool first, ulong head, Fees now, Spending spent)
    {
        var least = new Bid(Raise(last.Bid.Tip), Raise(last.Bid.Cap));
        var limit = Limit(last.GasLimit, spent);
        if (least.Cap > limit)
            return last.Bid.Covers(now.BaseFee) ? new FeeDecision.Keep() : new FeeDecision.Hold(Sentence(now, limit, spent));
        if (!Due(last.SignedAt) || head <= last.Head || (!first && last.Bid.Covers(now.BaseFee + now.Tip)))
            return new FeeDecision.Keep();
        var tip = UInt128.Max(least.Tip, now.Tip);
        var cap = UInt128.Min(limit, UInt128.Max(least.Cap, (2 * now.BaseFee) + tip));
        return new FeeDecision.Offer(new Bid(UInt128.Min(tip, cap), cap));
    }

    /// <summary>An eighth more, rounded up.</summary>
    private static UInt128 Raise(UInt128 wei) => wei + ((wei + 7) / 8);

    // A clock that was set back must not stop replacements for as long.
    private bool Due(DateTimeOffset signed) => time.GetUtcNow() - signed is var age && (age >= options.ReplaceAfter || age < TimeSpan.Zero);

    private UInt128 Limit(ulong gasLimit, Spending spent) => UInt128.Min(
        options.CeilingWeiPerGas, UInt128.Min(Left(options.BudgetWei, spent.Budget), Left(options.PurseWei, spent.Purse)) / gasLimit);

    private static UInt128 Left(UInt128 most, UInt128 spent) => spent >= most ? 0 : most - spent;

    private string Sentence(Fees now, UInt128 limit, Spending spent)
    {
        if (limit == options.CeilingWeiPerGas)
            return $"fee ceiling reached; current base fee {now.BaseFee}, ceiling {options.CeilingWeiPerGas} wei per gas. It goes on when the fee falls; to pay more, raise the ceiling.";
        var shared = Left(options.PurseWei, spent.Purse) < Left(options.BudgetWei, spent.Budget);
        return shared
            ? $"budget of all accounts together reached; {spent.Purse} of {options.PurseWei} wei are paid or promised, current base fee {now.BaseFee} wei per gas. It goes on when the fee falls; to pay more, raise the budget of all together."
            : $"budget reached; {spent.Budget} of {options.BudgetWei} wei are paid or promised, current base fee {now.BaseFee} wei per gas. It goes on when the fee falls; to pay more, raise the budget.";
    }
}
