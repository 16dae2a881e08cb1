using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Following;

/// <summary>Makes an <see cref="Organization"/> of its contracts' logs, which come in the order of the chain.</summary>
/// <param name="contracts">Where the logs come from.</param>
/// <param name="domain">What records are signed for.</param>
public sealed class OrganizationEvents(OrganizationContracts contracts, RecordDomain domain)
{
    private readonly List<TakenRecord> records = [];
    private readonly GovernanceEvents governance = new(contracts);

    /// <summary>What the logs told so far.</summary>
    public Organization Organization { get; } = new(domain);

    /// <summary>Where the records come from, in the order of the log, as far as it can be followed.</summary>
    public IReadOnlyList<TakenRecord> Records => records;

    /// <summary>Applies the next log.</summary>
    /// <exception cref="HistoryException">It cannot be an event of the organization, or does not follow on those before.</exception>
    public void Apply(Log log)
    {
        ArgumentNullException.ThrowIfNull(log);
        try
        {
            if (log.Address == contracts.Ledger.Address)
                ApplyLedger(log);
            else if (log.Address == contracts.Settlement.Address)
                ApplySettlement(log);
            else if (log.Address == contracts.Reputation.Address)
                ApplyReputation(log);
            else if (log.Address == contracts.Token.Address && RewardTokenContract.TransferEvent.TryDecode(log, out var transfer))
                Organization.Token.Transfer(transfer.From, transfer.To, transfer.Value);
            else
                governance.Apply(log, Organization.Governance);
        }
        catch (Exception error) when (error is AbiException or ArgumentException or OverflowException)
        {
            // No contract writes such an event: an endpoint made it up. That is for its user to know, and no defect of ours.
            throw new HistoryException($"The log {log.Index} of block {log.BlockNumber} cannot be an event of {log.Address}: {error.Message} Ask another endpoint.", error);
        }
    }

    private void ApplyReputation(Log log)
    {
        if (ReputationContract.ReputationSetEvent.TryDecode(log, out var set))
        {
            Organization.Reputation.Set(set.Account, (ulong)set.Reputation);
            Organization.Governance.CountTotal(log.BlockNumber, Organization.Reputation.Total);
        }
        else if (ReputationContract.DelegateChangedEvent.TryDecode(log, out var changed))
            Organization.Governance.Delegate(changed.Delegator, changed.ToDelegate);
        else if (ReputationContract.DelegateVotesChangedEvent.TryDecode(log, out var votes))
            Organization.Governance.CountVotes(votes.Delegate, (ulong)votes.NewVotes);
    }

    private void ApplyLedger(Log log)
    {
        if (LedgerContract.ContributionTakenEvent.TryDecode(log, out var made))
        {
            var record = new Contribution(
                made.Contributor, made.Area, made.Title, made.Uri, made.ContentHash, made.CoAuthors, made.BuildsOn, made.Nonce);
            Keep(Organization.Take(made.Sequence, record), made.Contributor, log);
        }
        else if (LedgerContract.EvaluationTakenEvent.TryDecode(log, out var taken))
            Keep(Organization.Take(taken.Sequence, new Evaluation(taken.Evaluator, taken.Epoch, taken.Nonce, taken.Credits)), taken.Evaluator, log);
        else if (LedgerContract.MemberRegisteredEvent.TryDecode(log, out var member))
            Organization.Register(member.Number, member.Account);
        else if (LedgerContract.RecordSkippedEvent.TryDecode(log, out _))
            Organization.Skip();
    }

    private void Keep(Bytes32? digest, Address author, Log log)
    {
        if (digest is { } known)
            records.Add(new TakenRecord(known, author, log.TransactionHash));
    }

    private void ApplySettlement(Log log)
    {
        if (SettlementContract.PagesSubmittedEvent.TryDecode(log, out var pages))
            Organization.Draft(pages.Epoch, pages.Submitter, pages.FirstPage, pages.X);
        else if (SettlementContract.SubmittedEvent.TryDecode(log, out var settled))
            Organization.Submit(settled.Epoch, settled.Submitter, settled.Root, settled.TotalEarned, settled.Reputation, settled.Deadline);
        else if (SettlementContract.RefutedEvent.TryDecode(log, out var refuted))
            Organization.Refute(refuted.Epoch);
        else if (SettlementContract.FinalizedEvent.TryDecode(log, out var final))
            Organization.Finalize(final.Epoch);
        else if (SettlementContract.ClaimedEvent.TryDecode(log, out var claim))
            Organization.Pay(claim.Member, claim.Account, claim.Minted, claim.Reputation);
        else if (SettlementContract.EpochClosedEvent.TryDecode(log, out var closed))
            Organization.Close(closed.Epoch, closed.Head, closed.Members);
        else if (SettlementContract.EpochOpenedEvent.TryDecode(log, out var opened))
            Organization.Open(opened.Epoch, opened.Set, opened.Terms, opened.Reward);
        else if (SettlementContract.FoundedEvent.TryDecode(log, out var founded))
            Organization.Found(founded.Founders, founded.Root);
    }
}
