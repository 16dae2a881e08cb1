using System.Numerics;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;

namespace DecentralOrg.Node.Organizations;

/// <summary>A parameter was set.</summary>
/// <param name="Parameter">Which.</param>
/// <param name="Value">To what.</param>
/// <param name="Block">The block it was set in.</param>
/// <param name="Transaction">The transaction that set it.</param>
/// <param name="Set">The number of the set of parameters that has it first; null until it was told.</param>
/// <param name="ActsFrom">The first epoch that opened with it; null as long as none did.</param>
public sealed record ParameterSetting(Parameter Parameter, UInt128 Value, ulong Block, Bytes32 Transaction, uint? Set = null, uint? ActsFrom = null);

/// <summary>How the members govern their organization: proposals, votes, delegations, roles and parameters, as the events tell them.</summary>
public sealed class Governance
{
    private const ulong QuorumPercent = 20;
    private const ulong ThresholdDenominator = 1_000;

    private readonly List<Proposal> proposals = [];
    private readonly Dictionary<BigInteger, Proposal> byId = [];
    private readonly Dictionary<Bytes32, Proposal> byOperation = [];
    private readonly Dictionary<Address, Address> delegations = [];
    private readonly Dictionary<Address, ulong> votes = [];
    private readonly List<ParameterSetting> settings = [];
    private readonly List<(ulong Block, ulong Total)> totals = [];

    /// <summary>All proposals, in the order in which they were made.</summary>
    public IReadOnlyList<Proposal> Proposals => proposals;

    /// <summary>Who votes for whom; whoever is not in it votes for himself.</summary>
    public IReadOnlyDictionary<Address, Address> Delegations => delegations;

    /// <summary>All settings of parameters, in the order of the chain.</summary>
    public IReadOnlyList<ParameterSetting> Settings => settings;

    /// <summary>The number of the latest set of parameters, which the next epoch copies; the founders' is 0.</summary>
    public uint LatestSet { get; private set; }

    /// <summary>The roles that votes gave members.</summary>
    public RoleBook Roles { get; } = new();

    /// <summary>The proposal with a number; null if there is none.</summary>
    public Proposal? Find(BigInteger id) => byId.GetValueOrDefault(id);

    /// <summary>The votes that an account has now, its own and those delegated to it, in units of 10^-9 reputation.</summary>
    public ulong VotesOf(Address account) => votes.GetValueOrDefault(account);

    /// <summary>Whom an account votes through: itself unless it delegated.</summary>
    public Address DelegateOf(Address account) => delegations.GetValueOrDefault(account, account);

    /// <summary>The votes that it takes to propose: a thousandth of all, rounded up, and never none.</summary>
    /// <param name="all">All votes, in units of 10^-9 reputation.</param>
    public static ulong ThresholdOf(ulong all) => Math.Max(1, (all / ThresholdDenominator) + (all % ThresholdDenominator == 0 ? 0UL : 1UL));

    /// <summary>The votes for or abstaining that it takes to pass: a fifth of all as they stood after a block, rounded up.</summary>
    /// <param name="block">The last block up to a proposal's snapshot.</param>
    public ulong QuorumAfter(ulong block)
    {
        var all = totals.FindLast(total => total.Block <= block).Total;
        return (ulong)((((UInt128)all * QuorumPercent) + 99) / 100);
    }

    /// <summary>The parameters as they stand now: those of an epoch with what was set since it opened.</summary>
    /// <param name="open">The parameters of the open epoch.</param>
    public Terms Current(Terms open)
    {
        ArgumentNullException.ThrowIfNull(open);
        return settings.Where(setting => setting.ActsFrom is null).Aggregate(open, (terms, setting) => terms.With(setting.Parameter, setting.Value));
    }

    internal void Propose(Proposal proposal, Bytes32 operation)
    {
        if (!byId.TryAdd(proposal.Id, proposal))
            throw new HistoryException($"Proposal {proposal.Id} is told to have been made twice.");
        proposals.Add(proposal);
        byOperation[operation] = proposal;
    }

    internal Proposal Known(BigInteger id) =>
        Find(id) ?? throw new HistoryException($"Something is told of proposal {id}, whose making was not shown. Ask another endpoint.");

    /// <summary>The timelock did something that may be a proposal.</summary>
    internal void ExecuteOperation(Bytes32 operation) => byOperation.GetValueOrDefault(operation)?.Execute();

    /// <summary>The timelock dropped something that may be a proposal.</summary>
    internal void CancelOperation(Bytes32 operation) => byOperation.GetValueOrDefault(operation)?.Cancel();

    internal void Delegate(Address account, Address to)
    {
        if (account == to)
            delegations.Remove(account);
        else
            delegations[account] = to;
    }

    internal void CountVotes(Address account, ulong now) => votes[account] = now;

    internal void CountTotal(ulong block, ulong total)
    {
        if (totals.Count > 0 && totals[^1].Block == block)
            totals[^1] = (block, total);
        else
            totals.Add((block, total));
    }

    internal void Set(Parameter parameter, UInt128 value, ulong block, Bytes32 transaction)
    {
        if (!Enum.IsDefined(parameter))
            throw new HistoryException($"Parameter {(int)parameter} is told to have been set; there is none.");
        var bounds = Terms.BoundsOf(parameter);
        if (value < bounds.Minimum || value > bounds.Maximum)
            throw new HistoryException($"{parameter} is told to have been set to {value}, which the contract does not take.");
        settings.Add(new ParameterSetting(parameter, value, block, transaction));
    }

    /// <summary>What was set since the last set of parameters made the next one.</summary>
    internal void Keep(uint number, Bytes32 hash, Terms terms)
    {
        if (number != 0 && number != LatestSet + 1)
            throw new HistoryException($"The set {number} of parameters is told of after {LatestSet}. Ask another endpoint.");
        if (terms.Hash() != hash)
            throw new HistoryException($"The set {number} of parameters is told with the hash {hash}, which is not its own.");
        LatestSet = number;
        for (var i = settings.Count - 1; i >= 0 && settings[i].Set is null; i--)
            settings[i] = settings[i] with { Set = number };
    }

    /// <summary>An epoch opened, and copied what was set until then.</summary>
    internal void Open(uint epoch)
    {
        for (var i = settings.Count - 1; i >= 0 && settings[i].ActsFrom is null; i--)
            settings[i] = settings[i] with { ActsFrom = epoch };
    }
}
