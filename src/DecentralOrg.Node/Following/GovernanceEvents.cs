using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Following;

/// <summary>Tells a <see cref="Governance"/> what the logs of governor, timelock, roles and parameters say.</summary>
/// <param name="contracts">Where the logs come from.</param>
internal sealed class GovernanceEvents(OrganizationContracts contracts)
{
    /// <summary>Applies the next log.</summary>
    /// <exception cref="HistoryException">It does not follow on those before.</exception>
    /// <exception cref="AbiException">No contract writes such an event.</exception>
    public void Apply(Log log, Governance governance)
    {
        if (log.Address == contracts.Governor.Address)
            ApplyGovernor(log, governance);
        else if (log.Address == contracts.Timelock.Address)
            ApplyTimelock(log, governance);
        else if (log.Address == contracts.Roles.Address)
            ApplyRoles(log, governance.Roles);
        else if (log.Address == contracts.Parameters.Address)
            ApplyParameters(log, governance);
    }

    private static void ApplyParameters(Log log, Governance governance)
    {
        if (ParametersContract.ParameterSetEvent.TryDecode(log, out var set))
            governance.Set((Parameter)set.Parameter, (UInt128)set.Value, log.BlockNumber, log.TransactionHash);
        else if (ParametersContract.SetKeptEvent.TryDecode(log, out var kept))
            governance.Keep(kept.Number, kept.Hash, kept.Terms);
    }

    private void ApplyGovernor(Log log, Governance governance)
    {
        if (OrganizationGovernorContract.VoteCastEvent.TryDecode(log, out var vote))
        {
            governance.Known(vote.ProposalId).Count(
                new CountedVote(vote.Voter, (VoteSupport)vote.Support, (ulong)vote.Weight, vote.Reason, log.BlockNumber, log.TransactionHash));
        }
        else if (OrganizationGovernorContract.VoteCastWithParamsEvent.TryDecode(log, out var more))
        {
            governance.Known(more.ProposalId).Count(
                new CountedVote(more.Voter, (VoteSupport)more.Support, (ulong)more.Weight, more.Reason, log.BlockNumber, log.TransactionHash));
        }
        else if (OrganizationGovernorContract.ProposalCreatedEvent.TryDecode(log, out var made))
        {
            if (made.Targets.Count != made.Values.Count || made.Targets.Count != made.Calldatas.Count)
                throw new HistoryException($"Proposal {made.ProposalId} is told with lists of different lengths. Ask another endpoint.");
            var calls = ProposedCall.Join(made.Targets, made.Values, made.Calldatas);
            var proposal = new Proposal(
                made.ProposalId, made.Proposer, calls, made.Description, (ulong)made.VoteStart, (ulong)made.VoteEnd, log.BlockNumber, log.TransactionHash);
            governance.Propose(proposal, proposal.OperationOf(contracts.Governor.Address));
        }
        else if (OrganizationGovernorContract.ProposalExtendedEvent.TryDecode(log, out var extended))
            governance.Known(extended.ProposalId).Extend(extended.ExtendedDeadline);
        else if (OrganizationGovernorContract.ProposalQueuedEvent.TryDecode(log, out var queued))
            governance.Known(queued.ProposalId).Queue((ulong)queued.EtaSeconds);
        else if (OrganizationGovernorContract.ProposalCanceledEvent.TryDecode(log, out var canceled))
            governance.Known(canceled.ProposalId).Cancel();
        else if (OrganizationGovernorContract.ProposalExecutedEvent.TryDecode(log, out var executed))
            governance.Known(executed.ProposalId).Execute();
    }

    private static void ApplyRoles(Log log, RoleBook roles)
    {
        if (RolesContract.RoleGrantedEvent.TryDecode(log, out var granted))
            roles.Grant(granted.Id, new HeldRole(granted.Role, granted.Account, granted.Until, granted.Condition, log.BlockNumber, log.TransactionHash));
        else if (RolesContract.RoleRevokedEvent.TryDecode(log, out var revoked))
            roles.Revoke(revoked.Id, revoked.Account, revoked.Role);
        else if (RolesContract.ConditionShownEvent.TryDecode(log, out var shown))
            roles.Show(shown.Id, shown.Account, new ShownCondition(shown.Epoch, shown.Influence, shown.Met));
    }

    private static void ApplyTimelock(Log log, Governance governance)
    {
        if (OrganizationTimelockContract.CallExecutedEvent.TryDecode(log, out var executed))
            governance.ExecuteOperation(executed.Id);
        else if (OrganizationTimelockContract.CancelledEvent.TryDecode(log, out var canceled))
            governance.CancelOperation(canceled.Id);
    }
}
