using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Governing;

/// <summary>A proposal at a time.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="State">Where it is.</param>
/// <param name="Quorum">The votes for or abstaining that it takes to pass, in units of 10^-9 reputation; null as long as the snapshot is to come.</param>
/// <param name="Actions">What it does, in words.</param>
internal sealed record ProposalView(Proposal Proposal, ProposalState State, ulong? Quorum, IReadOnlyList<ProposalAction> Actions);

/// <summary>Says where proposals are, by the time of the last block that was read.</summary>
/// <param name="followed">The organization.</param>
/// <param name="database">Knows when each block was.</param>
internal sealed class ProposalReader(FollowedOrganization followed, Database database)
{
    private readonly FactStore facts = new(database);

    /// <summary>The time of the last block that was read, in seconds since 1970.</summary>
    public ulong Time() => facts.Time() ?? 0;

    /// <summary>Looks at a proposal, whose organization is being read.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="time">The time of a block.</param>
    public ProposalView Of(Organization organization, Proposal proposal, ulong time)
    {
        ulong? quorum = proposal.Snapshot < time ? organization.Governance.QuorumAfter(facts.LastUntil(proposal.Snapshot) ?? 0) : null;
        return new ProposalView(
            proposal, proposal.StateAt(time, quorum ?? 0), quorum, [.. proposal.Calls.Select(call => ProposalAction.Of(call, followed.Contracts!.Places))]);
    }
}
