using DecentralOrg.Node.Intake;

namespace DecentralOrg.Node.Governing;

/// <summary>
/// Why a signed vote, delegation or proposal is not accepted, beside what stands against any post (<see cref="IntakeRefusal"/>). Names
/// are part of the interface, and no other list has them.
/// </summary>
public enum VoteRefusal
{
    /// <summary>A primary type that is no vote, no delegation, or no proposal.</summary>
    UnknownMessage,

    /// <summary>Signed for a domain of another name.</summary>
    OtherDomain,

    /// <summary>Signed for another contract.</summary>
    OtherContract,

    /// <summary>A support that is neither against, nor for, nor abstaining.</summary>
    BadSupport,

    /// <summary>Parameters, which this governor reads none of.</summary>
    ParamsNotEmpty,

    /// <summary>A reason that is too long.</summary>
    ReasonTooLong,

    /// <summary>Targets, values and calldatas of different numbers.</summary>
    UnequalCalls,

    /// <summary>Calldata that is not 0x and two hex digits a byte.</summary>
    CalldataForm,

    /// <summary>Calldata that is too long.</summary>
    CalldataTooLong,

    /// <summary>No calls, or too many.</summary>
    CallCount,

    /// <summary>A description that is too long.</summary>
    DescriptionTooLong,

    /// <summary>A description that only somebody else can propose.</summary>
    OtherProposer,

    /// <summary>The same calls with the same description were proposed, or are on their way.</summary>
    AlreadyProposed,

    /// <summary>Fewer votes than it takes to propose.</summary>
    TooFewVotes,

    /// <summary>No such proposal.</summary>
    UnknownProposal,

    /// <summary>The proposal takes no votes now.</summary>
    NotActive,

    /// <summary>The account has voted on the proposal.</summary>
    AlreadyVoted,

    /// <summary>The signature is not the account's for this message.</summary>
    OtherSigner,

    /// <summary>The account had no votes at the snapshot.</summary>
    NoVotesAtSnapshot,

    /// <summary>The account has no reputation to delegate.</summary>
    NoReputation,

    /// <summary>The nonce is not the next one.</summary>
    OtherNonce,

    /// <summary>The delegation or the proposal expires before it can be brought.</summary>
    ExpiresTooSoon,

    /// <summary>More messages of one account in an epoch than are brought.</summary>
    EpochBudgetUsed,

    /// <summary>The ether for the messages of all accounts in an epoch is used up.</summary>
    NodeBudgetUsed,

    /// <summary>The node has no account that could bring it.</summary>
    NoRelayer,

    /// <summary>The chain cannot be asked.</summary>
    ChainUnreachable,

    /// <summary>No message with this digest.</summary>
    UnknownVote,
}

/// <summary>The sentences behind the refusals, and their HTTP status.</summary>
public static class VoteRefusalText
{
    /// <summary>What is wrong, why, and what to do next.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number that this version does not know.</exception>
    public static string Sentence(this VoteRefusal refusal) => refusal switch
    {
        VoteRefusal.UnknownMessage => "The primary type is not one that is taken here: votes are Ballot or ExtendedBallot, delegations are Delegation, proposals are Proposal; sign one of these.",
        VoteRefusal.OtherDomain => "The domain's name is not that of the contract, \"DecentralOrg Governor\" for votes and proposals and \"DecentralOrg Reputation\" for delegations; sign it for this one.",
        VoteRefusal.OtherContract => "The domain's contract is not this organization's, so the signature is worth nothing here; sign for this one, or post it to the node of the other.",
        VoteRefusal.BadSupport => "A vote is 0 against, 1 for or 2 abstaining, and the governor takes no other; sign one of these.",
        VoteRefusal.ParamsNotEmpty => "This governor reads no parameters of a vote; sign it with params 0x.",
        VoteRefusal.ReasonTooLong => "The reason has more than 1,024 bytes, and whoever relays pays for each; make it shorter, or link to the rest.",
        VoteRefusal.UnequalCalls => "Targets, values and calldatas have different lengths, so that nobody can tell the calls; give one of each for every call.",
        VoteRefusal.CalldataForm => "Calldata is not 0x and two hex digits for each byte; write it in this form.",
        VoteRefusal.CalldataTooLong => "A call has more than 2,048 bytes of calldata, and whoever relays pays for each; send the proposal to the governor yourself.",
        VoteRefusal.CallCount => "A proposal has 1 to 16 calls here, as whoever relays pays for each; split it, or send it to the governor yourself.",
        VoteRefusal.DescriptionTooLong => "The description has more than 8,192 bytes, and whoever relays pays for each; make it shorter, or link to the rest.",
        VoteRefusal.OtherProposer => "The description ends with #proposer= and another account than the one that signs: only that one can propose it; change the end and sign again.",
        VoteRefusal.AlreadyProposed => "The same calls with the same description were proposed before, or are on their way, and the governor takes them once; change the description if you mean it again.",
        VoteRefusal.TooFewVotes => "The account has less than a thousandth of all votes, which it takes to propose; ask others to delegate to it, or to propose it for you.",
        VoteRefusal.UnknownProposal => "This organization has no proposal with this number; compare it, /api/proposals lists all.",
        VoteRefusal.NotActive => "The proposal takes no votes now: they are taken from a day after it was made, for five days; look at its state.",
        VoteRefusal.AlreadyVoted => "This account has voted on the proposal, or its vote is on its way, and a vote cannot be changed.",
        VoteRefusal.OtherSigner => "The signature is not the account's for this message, proposal and nonce; sign again with that account what you send.",
        VoteRefusal.NoVotesAtSnapshot => "The account had no votes at the proposal's snapshot: no reputation of its own that it did not delegate, and none delegated to it. It can vote on later proposals.",
        VoteRefusal.NoReputation => "The account has no reputation that it could delegate; it gets some with the next epoch that is final after others gave it credit.",
        VoteRefusal.OtherNonce => "The nonce is not the account's next one, after those on their way; ask /accounts/ACCOUNT/governance for it and sign again.",
        VoteRefusal.ExpiresTooSoon => "The signature expires within ten minutes, before it is sure to be brought; sign with a later expiry or deadline.",
        VoteRefusal.EpochBudgetUsed => "As many of this account's signatures as this node pays for in an epoch were brought; send this one to the contract yourself, or wait for the next epoch.",
        VoteRefusal.NodeBudgetUsed => "What this node pays in an epoch for the signatures of all accounts together is used up; post this one to another node, send it to the contract yourself, or wait for the next epoch.",
        VoteRefusal.NoRelayer => "This node has no account that brings signatures to the chain; post it to another node, or send it to the contract yourself.",
        VoteRefusal.ChainUnreachable => "The chain cannot be asked now what it holds of the account; send it again in a moment.",
        VoteRefusal.UnknownVote => "No signature with this digest was accepted here; compare the digest, or post it.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal that this version does not know."),
    };

    /// <summary>The status of HTTP (RFC 9110) that goes with a refusal.</summary>
    public static int Status(this VoteRefusal refusal) => refusal switch
    {
        VoteRefusal.UnknownVote => 404,
        VoteRefusal.NotActive or VoteRefusal.AlreadyVoted or VoteRefusal.AlreadyProposed or VoteRefusal.OtherNonce or VoteRefusal.NoReputation => 409,
        VoteRefusal.EpochBudgetUsed or VoteRefusal.NodeBudgetUsed => 429,
        VoteRefusal.NoRelayer => 421,
        VoteRefusal.ChainUnreachable => 503,
        _ => 422,
    };

    /// <summary>The answer with a refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="field">Where in the post; null if it is the post as a whole.</param>
    internal static Refused Answer(this VoteRefusal refusal, string? field = null) => new(
        refusal.ToString(), refusal.Sentence(), refusal.Status(), field, refusal switch
        {
            VoteRefusal.EpochBudgetUsed or VoteRefusal.NodeBudgetUsed => TimeSpan.FromHours(1),
            VoteRefusal.ChainUnreachable => TimeSpan.FromSeconds(10),
            _ => null,
        });
}
