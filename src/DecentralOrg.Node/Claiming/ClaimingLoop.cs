using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Organizations;
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
        var behind = followed.View!.Read(organization => Behind(organization, now.Final));
        await pursuit.WantAsync([.. behind.GroupBy(member => Page.Of((int)member)).Select(page => Claim(now, page.Key, [.. page]))], stop);
        return false;
    }

    /// <summary>Members whose rewards or reputation on the chain are not those of the settlement.</summary>
    private static List<uint> Behind(Organization organization, SettlementVector final)
    {
        var paid = new ulong[final.Members];
        foreach (var claim in organization.Claims.Where(claim => claim.Member < paid.Length))
            paid[claim.Member] += claim.Minted;
        return
        [
            .. Enumerable.Range(0, final.Members)
                .Where(member => final.State[member] != new MemberState(paid[member], organization.Reputation[organization.Ledger.Members[member]]))
                .Select(member => (uint)member),
        ];
    }

    private IntentRequest Claim(SettlementSituation now, int page, uint[] members) => new(
        $"{Kind}/{now.FinalEpochs}/{page}/{account}", Kind, account,
        followed.Contracts!.Settlement.Claim((uint)page, members, now.Final.StatePages(page)), $"{Kind}/{now.FinalEpochs}");
}
