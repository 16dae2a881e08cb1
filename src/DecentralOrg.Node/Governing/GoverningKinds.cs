using System.Globalization;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Node.Governing;

/// <summary>
/// How it is known that a vote, a delegation or a proposal was brought: the contract says that the account voted, or took its
/// nonce, or it has the proposal.
/// </summary>
/// <param name="followed">Knows the contracts.</param>
internal sealed class GoverningKinds(FollowedOrganization followed) : IIntentKinds
{
    /// <summary>The kind of bringing a vote.</summary>
    public const string Vote = "vote";

    /// <summary>The kind of bringing a delegation.</summary>
    public const string Delegation = "delegation";

    /// <summary>The kind of bringing a proposal.</summary>
    public const string Proposal = "proposal";

    public IEnumerable<IntentKind> Kinds => [new(Vote, HasVotedAsync), new(Delegation, IsTakenAsync), new(Proposal, IsProposedAsync)];

    /// <summary>The kind of bringing messages of a kind.</summary>
    public static string Of(MessageKind kind) => kind switch
    {
        MessageKind.Vote => Vote,
        MessageKind.Delegation => Delegation,
        _ => Proposal,
    };

    /// <summary>The key of the intent that brings a message.</summary>
    public static string KeyOf(PostedMessage posted) => posted.Message switch
    {
        SignedBallot => $"{Vote}/{posted.Digest}",
        SignedProposal => $"{Proposal}/{posted.Digest}",
        // Neither the call nor its arguments say whose it is.
        var message => string.Create(CultureInfo.InvariantCulture, $"{Delegation}/{message.Account}/{message.Nonce}/{posted.Digest}"),
    };

    private async Task<bool> HasVotedAsync(IChain chain, Intent intent, BlockTag at, CancellationToken stop)
    {
        var governor = new OrganizationGovernorContract(chain, followed.Contracts!.Governor.Address);
        if (OrganizationGovernorContract.TryDecodeCastVoteBySig(intent.Request.Call.Data, out var plain))
            return await governor.HasVotedAsync(plain.ProposalId, plain.Voter, at, stop);
        return OrganizationGovernorContract.TryDecodeCastVoteWithReasonAndParamsBySig(intent.Request.Call.Data, out var extended)
            && await governor.HasVotedAsync(extended.ProposalId, extended.Voter, at, stop);
    }

    private async Task<bool> IsProposedAsync(IChain chain, Intent intent, BlockTag at, CancellationToken stop)
    {
        if (!OrganizationGovernorContract.TryDecodeProposeBySig(intent.Request.Call.Data, out var made))
            return false;
        var id = Organizations.Proposal.IdOf(ProposedCall.Join(made.Targets, made.Values, made.Calldatas), Keccak.Hash(made.Description.Bytes));
        var governor = new OrganizationGovernorContract(chain, followed.Contracts!.Governor.Address);
        return !(await governor.ProposalSnapshotAsync(id, at, stop)).IsZero;
    }

    private async Task<bool> IsTakenAsync(IChain chain, Intent intent, BlockTag at, CancellationToken stop)
    {
        var parts = intent.Request.Key.Split('/');
        var reputation = new ReputationContract(chain, followed.Contracts!.Reputation.Address);
        return await reputation.NoncesAsync(Address.Parse(parts[1]), at, stop) > ulong.Parse(parts[2], CultureInfo.InvariantCulture);
    }
}
