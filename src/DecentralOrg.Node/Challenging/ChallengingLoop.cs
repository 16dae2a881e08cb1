using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Scoring;
using DecentralOrg.Node.Settling;

namespace DecentralOrg.Node.Challenging;

/// <summary>The loop that wants every wrong settlement refuted as soon as it is seen.</summary>
internal sealed class ChallengingLoop(
    FollowedOrganization followed, SituationReader situations, EpochClock clock, Pursuit pursuit, Withdrawals withdrawals, NodeAccounts accounts) : INodeLoop
{
    private readonly Address account = accounts.Of(NodeRole.Challenge) ?? throw new InvalidOperationException("Challenging needs an account.");

    public TimeSpan Pause => TimeSpan.FromSeconds(0.5);

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        if (!followed.InStep)
            return false;
        if (situations.Read()?.Pending is { Standing: { } standing, Wrong: { } wrong } pending
            // A clock that is ahead must not let a lie pass; the chain decides what is too late.
            && await clock.LastBlockAsync(stop) <= DateTimeOffset.FromUnixTimeSeconds((long)standing.Deadline))
            await pursuit.WantAsync([.. Challenge(pending, wrong)], stop);
        await withdrawals.WantAsync(account, stop);
        return false;
    }

    private IEnumerable<IntentRequest> Challenge(PendingEpoch pending, WrongRow wrong)
    {
        var parts = new ChallengePlan(followed.Contracts!.Settlement).Parts(pending, wrong).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            var kind = i == parts.Count - 1 ? ChallengingKinds.Challenge : ChallengingKinds.Replay;
            // The same wrong settlement can be posted again after it was refuted.
            var key = $"{kind}/{pending.Number}/{pending.Standing!.Root}/{pending.Refuted}/{wrong.Member}/{parts[i].First}/{account}";
            yield return new IntentRequest(key, kind, account, parts[i].Call, $"challenge/{pending.Number}");
        }
    }
}
