using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Claiming;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Settling;

/// <summary>Posts settlements, makes them final and brings members up to date: what anyone may do, and somebody has to.</summary>
/// <param name="settlement">The organization's settlement contract.</param>
/// <param name="sender">Pays gas and bonds.</param>
public sealed class Settler(SettlementContract settlement, TransactionSender sender)
{
    /// <summary>Closes the open epoch and opens the next.</summary>
    /// <exception cref="RevertException">It did not last long enough, or the epoch before is not final.</exception>
    public Task<Receipt> CloseAsync(CancellationToken stop = default) => sender.ExecuteAsync(settlement.CloseEpoch(), stop: stop);

    /// <summary>Posts the settlement of the closed epoch, in one transaction or several, under its bond.</summary>
    /// <param name="epoch">The closed epoch.</param>
    /// <param name="expected">What the chain must have frozen; otherwise the contract refuses instead of taking a lie.</param>
    /// <param name="vector">What was computed for it.</param>
    /// <param name="previous">The settlement before it.</param>
    /// <param name="bond">The epoch's bond in wei.</param>
    /// <param name="stop">Gives up; a draft that was begun binds nobody, and the next submission begins anew.</param>
    /// <exception cref="RevertException">Somebody was faster, or the chain froze something else.</exception>
    public async Task<IReadOnlyList<Receipt>> SubmitAsync(
        uint epoch, Kernel.Bytes32 expected, SettlementVector vector, SettlementVector previous, UInt128 bond, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(previous);
        var receipts = new List<Receipt>();
        foreach (var part in Submission.Parts(settlement, epoch, expected, vector, previous, bond))
            receipts.Add(await sender.ExecuteAsync(part.Call, stop: stop));
        return receipts;
    }

    /// <summary>Makes the settlement that stands final.</summary>
    /// <exception cref="RevertException">Its time of challenge is not over.</exception>
    public Task<Receipt> FinalizeAsync(uint epoch, CancellationToken stop = default) =>
        sender.ExecuteAsync(settlement.Finalize(epoch), stop: stop);

    /// <summary>Claims for every member whose rewards or reputation differ from what they were after the settlement before.</summary>
    /// <param name="vector">The last final settlement.</param>
    /// <param name="previous">The one before, which everybody has claimed.</param>
    /// <param name="stop">Gives up; what was claimed stays claimed.</param>
    public async Task<IReadOnlyList<ClaimReceipt>> ClaimAsync(SettlementVector vector, SettlementVector previous, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(previous);
        var receipts = new List<ClaimReceipt>();
        var changed = Enumerable.Range(0, vector.Members).Where(member => vector.State[member] != (member < previous.Members ? previous.State[member] : default));
        foreach (var claim in PageClaim.For(settlement, vector, changed))
            receipts.Add(new ClaimReceipt(claim.Members, await sender.ExecuteAsync(claim.Call, stop: stop)));
        return receipts;
    }
}

/// <summary>A claim for members of one page.</summary>
/// <param name="Members">How many.</param>
/// <param name="Receipt">The transaction.</param>
public sealed record ClaimReceipt(int Members, Receipt Receipt);
