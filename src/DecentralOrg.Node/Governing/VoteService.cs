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

/// <summary>What an account has to know to vote and to delegate.</summary>
/// <param name="Account">The account.</param>
/// <param name="Delegate">Whom it votes through.</param>
/// <param name="Votes">Its votes now, in units of 10^-9 reputation.</param>
/// <param name="VoteNonce">The nonce of its next signed vote, after those on their way.</param>
/// <param name="DelegationNonce">The nonce of its next signed delegation, after those on their way.</param>
/// <param name="Time">The time of the last block, in seconds since 1970, by which a delegation expires.</param>
internal sealed record Voter(Address Account, Address Delegate, ulong Votes, ulong VoteNonce, ulong DelegationNonce, ulong Time);

/// <summary>
/// Takes signed votes and delegations in: what stands against one is looked for with the cheapest question first, and what is
/// accepted is committed, with the transaction that is wanted for it, before it is answered. Safe for use by several threads.
/// </summary>
internal sealed class VoteService(
    FollowedOrganization followed, ProposalReader proposals, Database database, Intents intents, IChain chain, NodeAccounts accounts,
    IntakeOptions intake, GoverningOptions options, IntakeDoor door, TimeProvider time) : IDisposable
{
    /// <summary>How long a delegation has to be good: a transaction can wait for a block that long.</summary>
    private const ulong TimeToBring = 600;

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

    /// <summary>What is known of an accepted message, and what became of it; null if none was accepted.</summary>
    public (AcceptedMessage Message, Intent? Intent)? Find(Bytes32 digest) =>
        database.Read(session => VoteStore.Find(session, digest)) is { } message ? (message, intents.Find(message.Intent)) : null;

    /// <summary>What an account has to know; null before the founding was read.</summary>
    /// <exception cref="RpcException">The chain gave no usable answer.</exception>
    public async Task<Voter?> VoterAsync(Address account, CancellationToken stop)
    {
        if (!followed.InStep)
            return null;
        var contracts = followed.Contracts!;
        var (votes, delegations) = ((ulong)await contracts.Governor.NoncesAsync(account, stop: stop), (ulong)await contracts.Reputation.NoncesAsync(account, stop: stop));
        var (to, weight) = followed.View!.Read(organization => (organization.Governance.DelegateOf(account), organization.Governance.VotesOf(account)));
        return database.Read(session => new Voter(
            account, to, weight, VoteStore.NextNonce(session, vote: true, account, votes), VoteStore.NextNonce(session, vote: false, account, delegations),
            proposals.Time()));
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
            return standing is { } held ? held.Answer("message") : await CommitAsync(posted, relayer, nonce, stop);
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
            SignedDelegation delegation when delegation.Expiry < now + TimeToBring => VoteRefusal.ExpiresTooSoon,
            SignedDelegation delegation when organization.Reputation[delegation.Delegator] == 0 => VoteRefusal.NoReputation,
            _ => null,
        });
    }

    /// <summary>What stands against the signature. The reputation contract takes keys only, the governor contract accounts as well.</summary>
    private async Task<Refused?> SignedAsync(PostedMessage posted, CancellationToken stop)
    {
        var account = posted.Message.Account;
        if (posted.Message is SignedBallot)
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
        var contracts = followed.Contracts!;
        if (message is not SignedBallot ballot)
            return (null, (ulong)await contracts.Reputation.NoncesAsync(message.Account, stop: stop));
        if (await contracts.Governor.HasVotedAsync(ballot.Proposal, ballot.Voter, stop: stop))
            return (VoteRefusal.AlreadyVoted, 0);
        var snapshot = followed.View!.Read(organization => organization.Governance.Find(ballot.Proposal)?.Snapshot ?? 0);
        var votes = await contracts.Governor.GetVotesAsync(ballot.Voter, snapshot, stop: stop);
        return votes.IsZero
            ? (VoteRefusal.NoVotesAtSnapshot, 0)
            : (null, (ulong)await contracts.Governor.NoncesAsync(ballot.Voter, stop: stop));
    }

    private Task<IntakeAnswer> CommitAsync(PostedMessage posted, Address relayer, ulong taken, CancellationToken stop)
    {
        var (message, ballot) = (posted.Message, posted.Message as SignedBallot);
        var (epoch, contracts) = (followed.View!.Read(organization => organization.Ledger.Epoch), followed.Contracts!);
        var call = ballot?.Call(contracts.Governor, LongForm(posted)) ?? ((SignedDelegation)message).Call(contracts.Reputation, Read(posted.Signature));
        var key = GoverningKinds.KeyOf(posted);
        return database.WriteAsync<IntakeAnswer>(
            session =>
            {
                if (VoteStore.Find(session, posted.Digest) is { } known)
                {
                    // What was refused on the chain, and would not be now, is wanted once more.
                    intents.WantAgain(session, key);
                    return Receipt(known);
                }
                if (VoteStore.NextNonce(session, ballot is not null, message.Account, taken) != message.Nonce)
                    return VoteRefusal.OtherNonce.Answer("message.nonce");
                var proposal = ballot is null ? (Bytes32?)null : Word(ballot);
                if (proposal is { } voted && VoteStore.HasVote(session, message.Account, voted))
                    return VoteRefusal.AlreadyVoted.Answer("message");
                if (VoteStore.CountOf(session, message.Account, epoch) >= options.MessagesPerEpoch)
                    return VoteRefusal.EpochBudgetUsed.Answer();
                var accepted = new AcceptedMessage(posted.Digest, ballot is not null, message.Account, time.GetUtcNow(), key);
                VoteStore.Insert(session, accepted, proposal, message.Nonce, epoch);
                intents.Want(session, new IntentRequest(
                    key, ballot is null ? GoverningKinds.Delegation : GoverningKinds.Vote, relayer, call, $"govern/{epoch}/{message.Account}"));
                return Receipt(accepted);
            },
            stop);
    }

    private static Accepted Receipt(AcceptedMessage message) => new Accepted(message.Digest, message.Digest, 0, message.AcceptedAt);

    /// <summary>The governor takes the long form of a key's signature only; what a contract judges stays as it is.</summary>
    private static byte[] LongForm(PostedMessage posted) =>
        Signature.TryRead(posted.Signature, out var read) && read.Recover(posted.Digest) == posted.Message.Account ? read.ToArray() : posted.Signature;

    private static Signature Read(byte[] bytes) => Signature.TryRead(bytes, out var read) ? read : throw new InvalidOperationException("It was read before.");

    private static Bytes32 Word(SignedBallot ballot)
    {
        var word = new byte[Bytes32.Length];
        ballot.Proposal.TryWriteBytes(word, out var written, isUnsigned: true, isBigEndian: true);
        return new Bytes32([.. new byte[Bytes32.Length - written], .. word[..written]]);
    }
}
