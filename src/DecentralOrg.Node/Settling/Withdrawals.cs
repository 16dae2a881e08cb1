using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Node.Settling;

/// <summary>Fetches what the settlement contract owes an account: bonds that came back, and halves of those of liars.</summary>
/// <param name="followed">The organization.</param>
/// <param name="pursuit">Where it is wanted.</param>
internal sealed class Withdrawals(FollowedOrganization followed, Pursuit pursuit)
{
    /// <summary>The kind of a withdrawal.</summary>
    public const string Kind = "withdraw";

    /// <summary>Wants a withdrawal if something is owed and none is on its way.</summary>
    /// <param name="account">The account.</param>
    /// <param name="stop">Gives up; nothing is wanted.</param>
    public async Task WantAsync(Address account, CancellationToken stop)
    {
        var settlement = followed.Contracts!.Settlement;
        if ((await settlement.BalanceOfAsync(account, stop: stop)).IsZero)
            return;
        await pursuit.WantNextAsync(
            Kind, account, number => new IntentRequest($"{Kind}/{account}/{number}", Kind, account, settlement.Withdraw(), $"{Kind}/{account}/{number}"), stop);
    }
}
