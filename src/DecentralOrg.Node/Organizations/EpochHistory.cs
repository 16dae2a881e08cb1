using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Node.Organizations;

/// <summary>What became of a settlement.</summary>
public enum SettlementStatus
{
    /// <summary>It can still be refuted, or waits to be made final.</summary>
    Standing,

    /// <summary>Somebody showed a wrong row: it is deleted.</summary>
    Refuted,

    /// <summary>It is the state that the next epoch goes on from.</summary>
    Final,
}

/// <summary>A settlement as it was posted.</summary>
/// <param name="Submitter">Who posted it.</param>
/// <param name="Influence">The posted vector, by member number, in units of 2^-60.</param>
/// <param name="Root">The root that the contract derived from it.</param>
/// <param name="TotalEarned">What all members together earned, as announced and checked by the contract.</param>
/// <param name="Reputation">The sum of all reputation that the contract derived, in units of 10^-9.</param>
/// <param name="Deadline">When its time of challenge ends, in seconds since 1970.</param>
public sealed record PostedSettlement(
    Address Submitter,
    IReadOnlyList<ulong> Influence,
    Bytes32 Root,
    ulong TotalEarned,
    ulong Reputation,
    ulong Deadline)
{
    /// <summary>What became of it so far.</summary>
    public SettlementStatus Status { get; internal set; } = SettlementStatus.Standing;
}

/// <summary>An epoch as the chain tells it.</summary>
/// <param name="Number">0, 1, 2, …</param>
/// <param name="Set">The number of the set of parameters it copied when it opened.</param>
/// <param name="Terms">These parameters.</param>
/// <param name="Reward">What it can mint, in units of 10^-9 token.</param>
public sealed record EpochHistory(uint Number, uint Set, Terms Terms, ulong Reward)
{
    private readonly List<PostedSettlement> settlements = [];
    private readonly List<Contribution?> attributions = [];

    /// <summary>The terms and the reward, as the Kernel computes with them.</summary>
    public EpochTerms KernelTerms { get; } =
        new(new InfluenceParameters(Terms.DampingBp, (int)Terms.PointsPerEpoch), Reward, Terms.RenewalBp);

    /// <summary>Its log, once it is closed.</summary>
    public ClosedLog? Log { get; internal set; }

    /// <summary>
    /// Whether its records gave the head and the members that the contract froze. If not, we were not shown what the chain
    /// holds, and nobody's settlement can be judged by it.
    /// </summary>
    public bool Confirmed { get; internal set; }

    /// <summary>All settlements posted for it, in order; at most the last one stands.</summary>
    public IReadOnlyList<PostedSettlement> Settlements => settlements;

    /// <summary>The settlement that is final, if there is one.</summary>
    public PostedSettlement? Final => settlements.LastOrDefault(settlement => settlement.Status == SettlementStatus.Final);

    /// <summary>
    /// For every credit of the epoch, in log order, the contribution it belongs to: one that stands earlier in the log and
    /// names the recipient; null if there is none.
    /// </summary>
    public IReadOnlyList<Contribution?> Attributions => attributions;

    internal void Add(PostedSettlement settlement) => settlements.Add(settlement);

    internal void Attribute(Contribution? contribution) => attributions.Add(contribution);
}
