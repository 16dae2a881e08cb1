using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Scoring;

/// <summary>Where settling is.</summary>
/// <param name="OpenEpoch">The epoch that is open.</param>
/// <param name="Final">What the last final settlement derived; genesis where none is final yet.</param>
/// <param name="Pending">The closed epoch that has no final settlement; null if there is none.</param>
internal sealed record SettlementSituation(uint OpenEpoch, SettlementVector Final, PendingEpoch? Pending)
{
    /// <summary>How many epochs are final.</summary>
    public uint FinalEpochs => Pending?.Number ?? OpenEpoch;
}

/// <summary>A closed epoch that has no final settlement.</summary>
/// <param name="Number">The epoch.</param>
/// <param name="Terms">Its terms.</param>
/// <param name="KernelTerms">The same with its reward, as it is computed.</param>
/// <param name="Log">Its log.</param>
/// <param name="Previous">The settlement before it.</param>
/// <param name="Computed">What follows from its log.</param>
/// <param name="Refuted">How many settlements of it were refuted.</param>
/// <param name="Standing">The settlement that stands; null if none does.</param>
/// <param name="Wrong">The row of it that is no fixed point and the cheapest to show; null if all hold.</param>
internal sealed record PendingEpoch(
    uint Number, Terms Terms, EpochTerms KernelTerms, ClosedLog Log, SettlementVector Previous, EpochComputation Computed, int Refuted,
    PostedSettlement? Standing, WrongRow? Wrong)
{
    /// <summary>What a settler has to say that the chain froze.</summary>
    public Bytes32 Expected => KernelTerms.Expected(Number, Log.Head, Log.Members);

    /// <summary>The right settlement.</summary>
    public SettlementVector Right => Computed.Settlement;
}
