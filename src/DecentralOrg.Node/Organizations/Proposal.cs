using System.Numerics;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Organizations;

/// <summary>Where a proposal is; the numbers are those of the governor's enum.</summary>
public enum ProposalState
{
    /// <summary>Votes are not taken yet, and the proposer can still withdraw it.</summary>
    Pending = 0,

    /// <summary>Votes are taken.</summary>
    Active = 1,

    /// <summary>It was withdrawn.</summary>
    Canceled = 2,

    /// <summary>Too few voted, or not more for than against.</summary>
    Defeated = 3,

    /// <summary>It passed, and anybody can put it into the timelock.</summary>
    Succeeded = 4,

    /// <summary>It waits in the timelock; after that anybody can execute it.</summary>
    Queued = 5,

    /// <summary>A state that OpenZeppelin's timelock never gives a proposal.</summary>
    Expired = 6,

    /// <summary>It was done.</summary>
    Executed = 7,
}

/// <summary>What a vote says; the numbers are those of the contract.</summary>
public enum VoteSupport
{
    /// <summary>It shall not be done.</summary>
    Against = 0,

    /// <summary>It shall be done.</summary>
    For = 1,

    /// <summary>Counts for the quorum only.</summary>
    Abstain = 2,
}

/// <summary>A call that the timelock makes if the proposal passes.</summary>
/// <param name="Target">The contract or account that is called.</param>
/// <param name="Value">Wei that go with it.</param>
/// <param name="Data">The calldata.</param>
public sealed record ProposedCall(Address Target, BigInteger Value, byte[] Data)
{
    /// <summary>Calls of three lists of the same length, as the governor takes and tells them.</summary>
    public static ProposedCall[] Join(IReadOnlyList<Address> targets, IReadOnlyList<BigInteger> values, IReadOnlyList<byte[]> data) =>
        [.. targets.Select((target, i) => new ProposedCall(target, values[i], data[i]))];

    /// <summary>The three lists of calls.</summary>
    public static (Address[] Targets, BigInteger[] Values, byte[][] Data) Split(IReadOnlyList<ProposedCall> calls) =>
        ([.. calls.Select(call => call.Target)], [.. calls.Select(call => call.Value)], [.. calls.Select(call => call.Data)]);
}

/// <summary>A vote that the governor counted.</summary>
/// <param name="Voter">Who voted.</param>
/// <param name="Support">What for.</param>
/// <param name="Weight">His votes at the snapshot, in units of 10^-9 reputation.</param>
/// <param name="Reason">Why, in his words; empty for none.</param>
/// <param name="Block">The block it was counted in.</param>
/// <param name="Transaction">The transaction that brought it.</param>
public sealed record CountedVote(Address Voter, VoteSupport Support, ulong Weight, RecordText Reason, ulong Block, Bytes32 Transaction);

/// <summary>Votes in units of 10^-9 reputation.</summary>
/// <param name="Against">Against the proposal.</param>
/// <param name="For">For it.</param>
/// <param name="Abstain">Neither; counted for the quorum.</param>
public readonly record struct VoteTally(ulong Against, ulong For, ulong Abstain);

/// <summary>A proposal as the governor's events tell it.</summary>
public sealed class Proposal
{
    private static readonly AbiType Content = AbiType.Parse("(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)");
    private static readonly AbiType Operation = AbiType.Parse("(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt)");

    private readonly List<CountedVote> votes = [];
    private readonly Dictionary<Address, CountedVote> voters = [];

    /// <summary>A proposal that was just made.</summary>
    /// <param name="id">Its number, which is a hash of calls and description.</param>
    /// <param name="proposer">Who made it.</param>
    /// <param name="calls">What it does.</param>
    /// <param name="description">What it says of itself.</param>
    /// <param name="snapshot">The time whose votes count, in seconds since 1970.</param>
    /// <param name="deadline">The last time at which votes are taken.</param>
    /// <param name="block">The block it was made in.</param>
    /// <param name="transaction">The transaction that made it.</param>
    /// <exception cref="HistoryException">The number is not that of the calls and the description, so other ones would be voted on.</exception>
    public Proposal(
        BigInteger id, Address proposer, IReadOnlyList<ProposedCall> calls, RecordText description, ulong snapshot, ulong deadline, ulong block, Bytes32 transaction)
    {
        (Id, Proposer, Calls, Description) = (id, proposer, calls, description);
        (Snapshot, Deadline, Block, Transaction) = (snapshot, deadline, block, transaction);
        DescriptionHash = Keccak.Hash(description.Bytes);
        if (IdOf(calls, DescriptionHash) != id)
            throw new HistoryException($"Proposal {id} is told with calls and a description that are not its own. Ask another endpoint.");
    }

    /// <summary>Its number.</summary>
    public BigInteger Id { get; }

    /// <summary>Who made it.</summary>
    public Address Proposer { get; }

    /// <summary>What it does, in order.</summary>
    public IReadOnlyList<ProposedCall> Calls { get; }

    /// <summary>What it says of itself.</summary>
    public RecordText Description { get; }

    /// <summary>The hash of the description.</summary>
    public Bytes32 DescriptionHash { get; }

    /// <summary>The time whose votes count, in seconds since 1970. Votes are taken after it.</summary>
    public ulong Snapshot { get; }

    /// <summary>The last time at which votes are taken; a late quorum extends it.</summary>
    public ulong Deadline { get; private set; }

    /// <summary>From when on it can be executed; null if it is not in the timelock.</summary>
    public ulong? Eta { get; private set; }

    /// <summary>Whether it was done.</summary>
    public bool IsExecuted { get; private set; }

    /// <summary>Whether it was withdrawn.</summary>
    public bool IsCanceled { get; private set; }

    /// <summary>The block it was made in.</summary>
    public ulong Block { get; }

    /// <summary>The transaction that made it.</summary>
    public Bytes32 Transaction { get; }

    /// <summary>All votes, in the order of the chain.</summary>
    public IReadOnlyList<CountedVote> Votes => votes;

    /// <summary>All votes together.</summary>
    public VoteTally Tally { get; private set; }

    /// <summary>The number that the governor gives to calls with a description.</summary>
    public static BigInteger IdOf(IReadOnlyList<ProposedCall> calls, Bytes32 descriptionHash) =>
        new(Keccak.Hash(AbiEncoder.Encode(Content, [.. Lists(calls), descriptionHash])).ToArray(), isUnsigned: true, isBigEndian: true);

    /// <summary>The name that the timelock gives to it: a proposal can be executed there directly, past the governor.</summary>
    /// <param name="governor">The governor that queues it.</param>
    public Bytes32 OperationOf(Address governor)
    {
        var salt = DescriptionHash.ToArray();
        var account = governor.ToArray();
        for (var i = 0; i < account.Length; i++)
            salt[i] ^= account[i];
        return Keccak.Hash(AbiEncoder.Encode(Operation, [.. Lists(Calls), Bytes32.Zero, new Bytes32(salt)]));
    }

    /// <summary>Whether an account has voted.</summary>
    public bool HasVoted(Address account) => voters.ContainsKey(account);

    /// <summary>The vote of an account; null if it has not voted.</summary>
    public CountedVote? VoteOf(Address account) => voters.GetValueOrDefault(account);

    /// <summary>Where it is at a time, as the governor says it.</summary>
    /// <param name="time">The time of a block, in seconds since 1970.</param>
    /// <param name="quorum">The votes for or abstaining that it takes to pass; before the snapshot it does not matter.</param>
    public ProposalState StateAt(ulong time, ulong quorum) => this switch
    {
        { IsExecuted: true } => ProposalState.Executed,
        { IsCanceled: true } => ProposalState.Canceled,
        _ when Snapshot >= time => ProposalState.Pending,
        _ when Deadline >= time => ProposalState.Active,
        _ when Tally.For <= Tally.Against || Tally.For + Tally.Abstain < quorum => ProposalState.Defeated,
        { Eta: null } => ProposalState.Succeeded,
        _ => ProposalState.Queued,
    };

    internal void Count(CountedVote vote)
    {
        if (!voters.TryAdd(vote.Voter, vote))
            throw new HistoryException($"{vote.Voter} is told to have voted twice on proposal {Id}.");
        votes.Add(vote);
        Tally = vote.Support switch
        {
            VoteSupport.Against => Tally with { Against = Tally.Against + vote.Weight },
            VoteSupport.For => Tally with { For = Tally.For + vote.Weight },
            VoteSupport.Abstain => Tally with { Abstain = Tally.Abstain + vote.Weight },
            _ => throw new HistoryException($"{vote.Voter} is told to have voted {(int)vote.Support} on proposal {Id}, which means nothing."),
        };
    }

    internal void Extend(ulong deadline) => Deadline = Math.Max(Deadline, deadline);

    internal void Queue(ulong eta) => Eta = eta;

    internal void Cancel() => IsCanceled = true;

    internal void Execute() => IsExecuted = true;

    /// <summary>Targets, values and calldata, as the ABI and EIP-712 are given lists.</summary>
    internal static object[] Lists(IReadOnlyList<ProposedCall> calls) =>
    [
        calls.Select(call => (object)call.Target).ToArray(), calls.Select(call => (object)call.Value).ToArray(), calls.Select(call => (object)call.Data).ToArray(),
    ];
}
