using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Scoring;

namespace DecentralOrg.Node.Settling;

/// <summary>The loop that wants what the policy says. What was wanted is stored; looking again costs nothing.</summary>
internal sealed class SettlingLoop(
    FollowedOrganization followed, SituationReader situations, EpochClock clock, Pursuit pursuit, Withdrawals withdrawals, NodeAccounts accounts) : INodeLoop
{
    private readonly Address account = accounts.Of(NodeRole.Settle) ?? throw new InvalidOperationException("Settling needs an account.");

    public TimeSpan Pause => TimeSpan.FromSeconds(1);

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        if (!followed.InStep || situations.Read() is not { } now)
            return false;
        var policy = new SettlingPolicy(followed.Contracts!.Settlement, account);
        await pursuit.WantAsync(policy.Wants(now, await clock.NowAsync(stop), await clock.ClosesAsync(stop)), stop);
        await withdrawals.WantAsync(account, stop);
        return false;
    }
}
