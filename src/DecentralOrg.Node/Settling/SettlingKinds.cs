using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Node.Settling;

/// <summary>How the settlement contract is asked whether it holds what a settler wants: whoever brought it.</summary>
/// <param name="followed">The organization.</param>
internal sealed class SettlingKinds(FollowedOrganization followed) : IIntentKinds
{
    private const byte Open = 0;

    private SettlementContract Settlement => followed.Contracts!.Settlement;

    public IEnumerable<IntentKind> Kinds =>
    [
        new(SettlingPolicy.Close, async (_, intent, at, stop) => await Settlement.OpenEpochAsync(at, stop) > EpochOf(intent)),
        new(SettlingPolicy.Submit, IsBroughtAsync),
        new(SettlingPolicy.Finalize, async (_, intent, at, stop) => await IsFinalAsync(EpochOf(intent), at, stop)),
        // More may be owed by the time that its block is final.
        new(Withdrawals.Kind, async (_, intent, at, stop) => intent.State == IntentState.Seen || (await Settlement.BalanceOfAsync(intent.Request.Sender, at, stop)).IsZero),
    ];

    /// <summary>A part is brought when it is in the draft, or a settlement with its root stands, or the epoch has a final one.</summary>
    private async Task<bool> IsBroughtAsync(IChain chain, Intent intent, BlockTag at, CancellationToken stop)
    {
        if (!SettlementContract.TryDecodeSubmit(intent.Request.Call.Data, out var call))
            throw new InvalidOperationException($"{intent.Request.Key} is no submission.");
        if (await IsFinalAsync(call.Epoch, at, stop) || (await Settlement.StandingAsync(at, stop)).Root == RootOf(intent))
            return true;
        var draft = await Settlement.DraftOfAsync(intent.Request.Sender, at, stop);
        // The last part leaves no draft: it becomes the settlement.
        var pages = Page.Count(call.X.Length / Page.InfluenceLength);
        return intent.Request.Call.Value == 0 && draft.Epoch == call.Epoch && draft.Pages >= call.FirstPage + pages;
    }

    private async Task<bool> IsFinalAsync(uint epoch, BlockTag at, CancellationToken stop)
    {
        var (closed, stage) = await Settlement.ClosedAsync(at, stop);
        return stage == Open ? await Settlement.OpenEpochAsync(at, stop) > epoch : closed.Epoch > epoch;
    }

    private static uint EpochOf(Intent intent) => uint.Parse(Part(intent, 1), System.Globalization.CultureInfo.InvariantCulture);

    private static Bytes32 RootOf(Intent intent) => Bytes32.Parse(Part(intent, 2));

    /// <summary>Keys are <c>kind/epoch/root/…</c>.</summary>
    private static string Part(Intent intent, int index) => intent.Request.Key.Split('/')[index];
}
