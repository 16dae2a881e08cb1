using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Scoring;

namespace DecentralOrg.Node.Claiming;

/// <summary>The loop that brings members up to date with the last final settlement, page by page.</summary>
internal sealed class ClaimingLoop(FollowedOrganization followed, SituationReader situations, Pursuit pursuit, NodeAccounts accounts) : INodeLoop
{
    /// <summary>The kind of a claim. Its receipt tells all: who was claimed for by somebody else is paid nothing twice.</summary>
    private const string Kind = "claim";

    private readonly Address account = accounts.Of(NodeRole.Claim) ?? throw new InvalidOperationException("Claiming needs an account.");

    public TimeSpan Pause => TimeSpan.FromSeconds(5);

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        if (!followed.InStep || situations.Read() is not { } now)
            return false;
        var due = followed.View!.Read(organization => DueClaims.Of(organization, now.Final));
        await pursuit.WantAsync([.. due.Calls(followed.Contracts!.Settlement).Select(claim => new IntentRequest(
            $"{Kind}/{now.FinalEpochs}/{claim.Page}/{account}", Kind, account, claim.Call, $"{Kind}/{now.FinalEpochs}"))], stop);
        return false;
    }
}
