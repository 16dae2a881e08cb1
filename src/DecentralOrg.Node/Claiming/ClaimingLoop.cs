using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Scoring;

namespace DecentralOrg.Node.Claiming;

/// <summary>The loop that brings members up to date with the last final settlement, page by page.</summary>
internal sealed class ClaimingLoop(
    FollowedOrganization followed, SituationReader situations, ProposalReader proposals, Intents intents, Pursuit pursuit, NodeAccounts accounts) : INodeLoop
{
    /// <summary>The kind of a claim. Its receipt tells all: who was claimed for by somebody else is paid nothing twice.</summary>
    private const string Kind = "claim";

    private readonly Address account = accounts.Of(NodeRole.Claim) ?? throw new InvalidOperationException("Claiming needs an account.");

    public TimeSpan Pause => TimeSpan.FromSeconds(5);

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        if (!followed.InStep || situations.Read() is not { } now)
            return false;
        var time = proposals.Time();
        var (due, pending) = followed.View!.Read(organization => (
            DueClaims.Of(organization, now.Final),
            organization.Governance.Proposals.LastOrDefault(proposal => !proposal.IsCanceled && proposal.Snapshot >= time)));
        await pursuit.WantAsync([.. due.Calls(followed.Contracts!.Settlement).Select(claim => Request(claim, now.FinalEpochs, pending))], stop);
        return false;
    }

    /// <summary>
    /// A proposal counts votes as they stand a day after it was made. What the epoch's budget held back, or what came to nothing
    /// without an error, is wanted once more for it, out of a budget of its own: stale votes must not decide.
    /// </summary>
    private IntentRequest Request(PageClaim claim, uint finalEpochs, Proposal? pending)
    {
        var usual = new IntentRequest($"{Kind}/{finalEpochs}/{claim.Page}/{account}", Kind, account, claim.Call, $"{Kind}/{finalEpochs}");
        return pending is not null && intents.Find(usual.Key) is { } stuck && (stuck.State == IntentState.Held || (stuck.Ended && stuck.State != IntentState.Refused))
            ? usual with { Key = $"{usual.Key}/{pending.Id}", Budget = $"{Kind}/{pending.Id}" }
            : usual;
    }
}
