using System.Numerics;
using System.Threading.RateLimiting;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Governing;

/// <summary>What an account has to know to vote, to propose and to delegate.</summary>
/// <param name="Account">The account.</param>
/// <param name="Delegate">Whom it votes through.</param>
/// <param name="Votes">Its votes now, in units of 10^-9 reputation.</param>
/// <param name="VoteNonce">The nonce of its next signed vote or proposal, after those on their way.</param>
/// <param name="DelegationNonce">The nonce of its next signed delegation, after those on their way.</param>
/// <param name="Time">The time of the last block, in seconds since 1970, by which a delegation expires.</param>
/// <param name="Reputation">Its own reputation as it was last claimed, in units of 10^-9, whoever votes with it.</param>
/// <param name="Threshold">The votes that it takes to propose now.</param>
/// <param name="Ballots">What it can do about the proposals that take votes, the newest first.</param>
internal sealed record Voter(
    Address Account, Address Delegate, ulong Votes, ulong VoteNonce, ulong DelegationNonce, ulong Time, ulong Reputation, ulong Threshold, IReadOnlyList<OpenBallot> Ballots);

/// <summary>What an account can do about a proposal that takes votes.</summary>
/// <param name="Proposal">The proposal's number.</param>
/// <param name="Weight">The account's votes at the snapshot, in units of 10^-9 reputation.</param>
/// <param name="Support">What it voted; null as long as the chain holds no vote of it.</param>
/// <param name="OnItsWay">Whether a vote of it waits here for the chain.</param>
internal sealed record OpenBallot(BigInteger Proposal, ulong Weight, VoteSupport? Support, bool OnItsWay);

/// <summary>
/// Takes signed votes, delegations and proposals in: what stands against one is looked for with the cheapest question first, and what is
/// accepted is committed, with the transaction that is wanted for it, before it is answered. Safe for use by several threads.
/// </summary>
internal sealed class VoteService(
    FollowedOrganization followed, ProposalReader proposals, Database database, Intents intents, IChain chain, NodeAccounts accounts,
    IntakeOptions intake, GoverningOptions options, PublishingOptions publishing, IntakeDoor door, TimeProvider time) : IDisposable
{
    /// <summary>How long a delegation or a proposal has to be good: a transaction can wait for a block that long.</summary>
    private const ulong TimeToBring = 600;

    /// <summary>Open proposals that an account is told about, the newest: each is a question to the chain, and anybody can make many.</summary>
    private const int MostBallots = 32;

    /// <summary>Gas that no message takes less of: with the transaction itself, the check of a signature and two new slots.</summary>
    private const ulong LeastGas = 65_000;

    private readonly SignatureCheck signatures = new(chain, intake, time);
    private readonly PartitionedRateLimiter<Address> authors = PartitionedRateLimiter.Create<Address, Address>(author => RateLimitPartition.GetFixedWindowLimiter(
        author, _ => new FixedWindowRateLimiterOptions { PermitLimit = intake.RecordsPerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <summary>Judges a post and commits its vote.</summary>
    /// <param name="body">JSON as <see cref="VoteReader"/> describes it.</param>
    /// <param name="stop">Stops waiting; the vote may be accepted all the same, and posting it again tells.</param>
    public Task<IntakeAnswer> AcceptVoteAsync(ReadOnlyMemory<byte> body, CancellationToken stop) => AcceptAsync(() =>
        VoteReader.ReadVote(body.Span, GovernanceDomain.OfVotes(followed.Identity!.ChainId, followed.Identity.Governor)), stop);

    /// <summary>The same for a delegation.</summary>
    public Task<IntakeAnswer> AcceptDelegationAsync(ReadOnlyMemory<byte> body, CancellationToken stop) => AcceptAsync(() =>
        VoteReader.ReadDelegation(body.Span, GovernanceDomain.OfDelegations(followed.Identity!.ChainId, followed.Identity.Reputation)), stop);

    /// <summary>The same for a proposal.</summary>
    public Task<IntakeAnswer> AcceptProposalAsync(ReadOnlyMemory<byte> body, CancellationToken stop) => AcceptAsync(() =>
        VoteReader.ReadProposal(body.Span, GovernanceDomain.OfVotes(followed.Identity!.ChainId, followed.Identity.Governor)), stop);

    /// <summary>What is known of an accepted message, and what became of it; null if none was accepted.</summary>
    public (AcceptedMessage Message, Intent? Intent)? Find(Bytes32 digest) =>
        database.Read(session => VoteStore.Find(session, digest)) is { } message ? (message, intents.Find(message.Intent)) : null;

    /// <summary>What an account has to know; null before the founding was read.</summary>
    /// <exception cref="RpcException">The chain gave no usable answer.</exception>
    public async Task<Voter?> VoterAsync(Address account, CancellationToken stop)
    {
        if (!followed.IsFounded)
            return null;
        var contracts = followed.Contracts!;
        var (votes, delegations) = ((ulong)await contracts.Governor.NoncesAsync(account, stop: stop), (ulong)await contracts.Reputation.NoncesAsync(account, stop: stop));
        var now = proposals.Time();
        var (to, weight, own, all, open) = followed.View!.Read(organization => (
            organization.Governance.DelegateOf(account), organization.Governance.VotesOf(account), organization.Reputation[account], organization.Reputation.Total,
            organization.Governance.Proposals.Reverse().Where(proposal => proposal.StateAt(now, quorum: 0) == ProposalState.Active).Take(MostBallots)
                .Select(proposal => (proposal.Id, proposal.Snapshot, proposal.VoteOf(account)?.Support)).ToArray()));
        var weights = await Task.WhenAll(open.Select(one => contracts.Governor.GetVotesAsync(account, one.Snapshot, stop: stop)));
        return database.Read(session => new Voter(
            account, to, weight, VoteStore.NextNonce(session, MessageKind.Vote, account, votes), VoteStore.NextNonce(session, MessageKind.Delegation, account, delegations),
            now, own, Governance.ThresholdOf(all),
            [
                .. open.Zip(weights, (one, votesThen) => new OpenBallot(
                    one.Id, (ulong)votesThen, one.Support, one.Support is null && VoteStore.Has(session, MessageKind.Vote, account, Word(one.Id)))),
            ]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        authors.Dispose();
        signatures.Dispose();
    }

    private async Task<IntakeAnswer> AcceptAsync(Func<(PostedMessage? Message, Refused? Refused)> read, CancellationToken stop)
    {
        // A door that another node has stays closed.
        if (door.Service is null || !followed.InStep)
            return door.Closed;
        if (accounts.Of(NodeRole.Relay) is not { } relayer)
            return VoteRefusal.NoRelayer.Answer();
        var (posted, refused) = read();
        if (posted is null)
            return refused!;
        try
        {
            if (Find(posted.Digest) is { } known && known.Intent is not { State: IntentState.Refused, Live: false })
                return Receipt(known.Message);
            if (Judge(posted.Message) is { } rule)
                return rule.Answer("message");
            if (await SignedAsync(posted, stop) is { } unsigned)
                return unsigned;
            using var lease = authors.AttemptAcquire(posted.Message.Account);
            if (!lease.IsAcquired)
                return Refused.Because(IntakeRefusal.TooManyRecords, retryAfter: lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1));
            var (standing, nonce) = await AskAsync(posted.Message, stop);
            if (standing is { } held)
                return held.Answer("message");
            var fees = await chain.SuggestFeesAsync(stop);
            return await CommitAsync(posted, relayer, nonce, LeastGas * (fees.BaseFee + fees.Tip), stop);
        }
        catch (StorageException)
        {
            return Refused.Because(IntakeRefusal.StorageUnavailable, retryAfter: TimeSpan.FromSeconds(30));
        }
        catch (Exception error) when (EndpointFault.Is(error))
        {
            return VoteRefusal.ChainUnreachable.Answer();
        }
    }

    /// <summary>What the organization, as it was read, holds against a message.</summary>
    private VoteRefusal? Judge(GovernanceMessage message)
    {
        var now = proposals.Time();
        return followed.View!.Read<VoteRefusal?>(organization => message switch
        {
            SignedBallot ballot when organization.Governance.Find(ballot.Proposal) is not { } proposal => VoteRefusal.UnknownProposal,
            SignedBallot ballot when organization.Governance.Find(ballot.Proposal)!.HasVoted(ballot.Voter) => VoteRefusal.AlreadyVoted,
            SignedBallot ballot when proposals.Of(organization, organization.Governance.Find(ballot.Proposal)!, now).State != ProposalState.Active => VoteRefusal.NotActive,
            SignedProposal proposal when organization.Governance.Find(proposal.Id) is not null => VoteRefusal.AlreadyProposed,
            SignedProposal proposal when proposal.Deadline < now + TimeToBring => VoteRefusal.ExpiresTooSoon,
            SignedDelegation delegation when delegation.Expiry < now + TimeToBring => VoteRefusal.ExpiresTooSoon,
            SignedDelegation delegation when organization.Reputation[delegation.Delegator] == 0 => VoteRefusal.NoReputation,
            _ => null,
        });
    }

    /// <summary>What stands against the signature. The reputation contract takes keys only, the governor contract accounts as well.</summary>
    private async Task<Refused?> SignedAsync(PostedMessage posted, CancellationToken stop)
    {
        var account = posted.Message.Account;
        if (posted.Message is not SignedDelegation)
        {
            var refused = await signatures.CheckAsync(account, posted.Digest, posted.Signature, stop);
            return refused?.Name == nameof(Kernel.Records.Refusal.SignatureInvalid) ? VoteRefusal.OtherSigner.Answer("signature") : refused;
        }
        return Signature.TryRead(posted.Signature, out var read) && read.Range == SignatureRange.Within && read.Recover(posted.Digest) == account
            ? null
            : VoteRefusal.OtherSigner.Answer("signature");
    }

    /// <summary>What the contracts hold against a message, and the account's next nonce by them.</summary>
    private async Task<(VoteRefusal? Refusal, ulong Nonce)> AskAsync(GovernanceMessage message, CancellationToken stop)
    {
        var (account, contracts) = (message.Account, followed.Contracts!);
        switch (message)
        {
            case SignedBallot ballot:
                if (await contracts.Governor.HasVotedAsync(ballot.Proposal, account, stop: stop))
                    return (VoteRefusal.AlreadyVoted, 0);
                var snapshot = followed.View!.Read(organization => organization.Governance.Find(ballot.Proposal)?.Snapshot ?? 0);
                if ((await contracts.Governor.GetVotesAsync(account, snapshot, stop: stop)).IsZero)
                    return (VoteRefusal.NoVotesAtSnapshot, 0);
                break;
            case SignedProposal:
                // The governor reads the votes of the second before its own block, so the last block's count. On a chain that
                // is idle the second before the last block may know nothing of them: right after a founding, nobody had any.
                if (await contracts.Reputation.GetVotesAsync(account, stop: stop) < Governance.ThresholdOf((ulong)await contracts.Reputation.TotalReputationAsync(stop: stop)))
                    return (VoteRefusal.TooFewVotes, 0);
                break;
            default:
                return (null, (ulong)await contracts.Reputation.NoncesAsync(account, stop: stop));
        }
        return (null, (ulong)await contracts.Governor.NoncesAsync(account, stop: stop));
    }

    private Task<IntakeAnswer> CommitAsync(PostedMessage posted, Address relayer, ulong taken, UInt128 leastWei, CancellationToken stop)
    {
        var (message, contracts) = (posted.Message, followed.Contracts!);
        var epoch = followed.View!.Read(organization => organization.Ledger.Epoch);
        var (kind, proposal, call) = message switch
        {
            SignedBallot ballot => (MessageKind.Vote, Word(ballot.Proposal), ballot.Call(contracts.Governor, LongForm(posted))),
            SignedProposal proposed => (MessageKind.Proposal, Word(proposed.Id), proposed.Call(contracts.Governor, LongForm(posted))),
            _ => (MessageKind.Delegation, (Bytes32?)null, ((SignedDelegation)message).Call(contracts.Reputation, Read(posted.Signature))),
        };
        var (key, purse) = (GoverningKinds.KeyOf(posted), $"govern/{epoch}");
        return database.WriteAsync<IntakeAnswer>(
            session =>
            {
                if (VoteStore.Find(session, posted.Digest) is { } known)
                {
                    // What was refused on the chain, and would not be now, is wanted once more.
                    intents.WantAgain(session, key);
                    return Receipt(known);
                }
                if (VoteStore.NextNonce(session, kind, message.Account, taken) != message.Nonce)
                    return VoteRefusal.OtherNonce.Answer("message.nonce");
                if (proposal is { } named && VoteStore.Has(session, kind, message.Account, named))
                    return (kind == MessageKind.Vote ? VoteRefusal.AlreadyVoted : VoteRefusal.AlreadyProposed).Answer("message");
                if (VoteStore.CountOf(session, message.Account, epoch) >= options.MessagesPerEpoch)
                    return VoteRefusal.EpochBudgetUsed.Answer();
                // What was accepted and is not signed yet has no price; without it, a burst would be accepted and never brought.
                var (spent, unsigned) = Intents.Purse(session, purse);
                if (spent + ((UInt128)(unsigned + 1) * leastWei) > publishing.PurseWei)
                    return VoteRefusal.NodeBudgetUsed.Answer();
                var accepted = new AcceptedMessage(posted.Digest, kind, message.Account, time.GetUtcNow(), key);
                VoteStore.Insert(session, accepted, proposal, message.Nonce, epoch);
                intents.Want(session, new IntentRequest(key, GoverningKinds.Of(kind), relayer, call, $"{purse}/{message.Account}", Purse: purse));
                return Receipt(accepted);
            },
            stop);
    }

    private static Accepted Receipt(AcceptedMessage message) => new Accepted(message.Digest, message.Digest, 0, message.AcceptedAt);

    /// <summary>The governor takes the long form of a key's signature only; what a contract judges stays as it is.</summary>
    private static byte[] LongForm(PostedMessage posted) =>
        Signature.TryRead(posted.Signature, out var read) && read.Recover(posted.Digest) == posted.Message.Account ? read.ToArray() : posted.Signature;

    private static Signature Read(byte[] bytes) => Signature.TryRead(bytes, out var read) ? read : throw new InvalidOperationException("It was read before.");

    private static Bytes32 Word(BigInteger number)
    {
        var word = new byte[Bytes32.Length];
        number.TryWriteBytes(word, out var written, isUnsigned: true, isBigEndian: true);
        return new Bytes32([.. new byte[Bytes32.Length - written], .. word[..written]]);
    }
}
