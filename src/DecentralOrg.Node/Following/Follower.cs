using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Following;

/// <summary>
/// Follows an organization's events from block to block into an <see cref="Organization"/>. The ledger's sequence numbers
/// make an event that an endpoint left out visible, wherever it was lost.
/// </summary>
public sealed class Follower
{
    private const ulong WidestRange = 20_000;

    private readonly List<TakenRecord> records = [];
    private readonly IChain chain;
    private readonly OrganizationContracts contracts;
    private ulong next;
    private ulong width = WidestRange;

    private Follower(IChain chain, OrganizationContracts contracts, RecordDomain domain)
    {
        this.chain = chain;
        this.contracts = contracts;
        Organization = new Organization(domain);
    }

    /// <summary>What the events told so far.</summary>
    public Organization Organization { get; }

    /// <summary>Where the records come from, in the order of the log, as far as it can be followed.</summary>
    public IReadOnlyList<TakenRecord> Records => records;

    /// <summary>Begins before the first block of the chain.</summary>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    public static async Task<Follower> StartAsync(IChain chain, OrganizationContracts contracts, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(contracts);
        return new Follower(chain, contracts, new RecordDomain(await chain.GetChainIdAsync(stop), contracts.Ledger.Address));
    }

    /// <summary>Reads on, up to and with a block.</summary>
    /// <param name="block">The last block to read.</param>
    /// <param name="progress">Told the block that was reached.</param>
    /// <param name="stop">Gives up between two ranges; what was read stays.</param>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    /// <exception cref="HistoryException">The events are not those of one organization.</exception>
    public async Task ReadToAsync(ulong block, IProgress<ulong>? progress = null, CancellationToken stop = default)
    {
        while (next <= block)
        {
            var last = block - next < width ? block : next + width - 1;
            IReadOnlyList<Log> logs;
            try
            {
                logs = await chain.GetLogsAsync(
                    new LogFilter(contracts.Addresses, [], BlockTag.Number(next), BlockTag.Number(last)), stop);
            }
            catch (RpcException error) when (error.Kind is RpcFailure.ErrorResponse or RpcFailure.TooLarge && width > 1)
            {
                // Endpoints bound ranges or answers, each in its own words; a narrower range helps against all of them.
                width = Math.Max(1, width / 4);
                continue;
            }
            foreach (var log in logs)
                Apply(log);
            next = last + 1;
            // A range can be refused because it was busy there, too: it grows again, or the rest would go block by block.
            width = Math.Min(WidestRange, 2 * width);
            progress?.Report(last);
        }
    }

    private void Apply(Log log)
    {
        try
        {
            if (log.Address == contracts.Ledger.Address)
                ApplyLedger(log);
            else if (log.Address == contracts.Settlement.Address)
                ApplySettlement(log);
            else if (log.Address == contracts.Reputation.Address && ReputationContract.ReputationSetEvent.TryDecode(log, out var set))
                Organization.Reputation.Set(set.Account, (ulong)set.Reputation);
            else if (log.Address == contracts.Token.Address && RewardTokenContract.TransferEvent.TryDecode(log, out var transfer))
                Organization.Token.Transfer(transfer.From, transfer.To, transfer.Value);
        }
        catch (Exception error) when (error is AbiException or ArgumentException or OverflowException)
        {
            // No contract writes such an event: an endpoint made it up. That is for its user to know, and no defect of ours.
            throw new HistoryException($"The log {log.Index} of block {log.BlockNumber} cannot be an event of {log.Address}: {error.Message} Ask another endpoint.", error);
        }
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
            Organization.Open(opened.Epoch, opened.Terms, opened.Reward);
        else if (SettlementContract.FoundedEvent.TryDecode(log, out var founded))
            Organization.Found(founded.Founders, founded.Root);
    }
}
