using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Node.Challenging;

/// <summary>How the settlement contract is asked whether a wrong settlement is gone, or a row replayed far enough.</summary>
/// <param name="followed">The organization.</param>
internal sealed class ChallengingKinds(FollowedOrganization followed) : IIntentKinds
{
    /// <summary>The kind of the transaction that refutes.</summary>
    public const string Challenge = "challenge";

    /// <summary>The kind of those before it that bring the first credits of a long row.</summary>
    public const string Replay = "replay";

    private SettlementContract Settlement => followed.Contracts!.Settlement;

    public IEnumerable<IntentKind> Kinds =>
    [
        new(Challenge, (_, intent, at, stop) => IsGoneAsync(intent, at, stop)),
        new(Replay, IsReplayedAsync),
    ];

    private async Task<bool> IsReplayedAsync(IChain chain, Intent intent, BlockTag at, CancellationToken stop)
    {
        if (await IsGoneAsync(intent, at, stop))
            return true;
        if (!SettlementContract.TryDecodeReplayRow(intent.Request.Call.Data, out var call))
            throw new InvalidOperationException($"{intent.Request.Key} replays nothing.");
        var (_, credits, _) = await Settlement.ReplayOfAsync(intent.Request.Sender, call.Member, at, stop);
        return credits >= call.First + (uint)(call.Credits.Length / Kernel.Records.CreditRow.CreditLength);
    }

    /// <summary>Keys are <c>kind/epoch/root/…</c>. What succeeded has refuted, also where the same lie stands again by now.</summary>
    private async Task<bool> IsGoneAsync(Intent intent, BlockTag at, CancellationToken stop) =>
        intent.State == IntentState.Seen || (await Settlement.StandingAsync(at, stop)).Root != Bytes32.Parse(intent.Request.Key.Split('/')[2]);
}
