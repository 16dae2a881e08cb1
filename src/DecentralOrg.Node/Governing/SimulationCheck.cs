using DecentralOrg.Kernel;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Governing;

/// <summary>Whether the simulation that a description names is what follows from the chain.</summary>
public enum SimulationVerdict
{
    /// <summary>The description names none.</summary>
    None,

    /// <summary>It is what follows.</summary>
    Confirmed,

    /// <summary>Something else follows: members were shown other numbers, or none.</summary>
    Differs,

    /// <summary>It names epochs that are not all final, or more than are simulated.</summary>
    Unknown,
}

/// <summary>What a description says of a simulation, and what follows from the chain.</summary>
/// <param name="Verdict">Whether they are the same.</param>
/// <param name="Claimed">What it says; null if it names none.</param>
/// <param name="Computed">The hash that follows; null if none does.</param>
public sealed record CheckedSimulation(SimulationVerdict Verdict, ClaimedSimulation? Claimed, Bytes32? Computed)
{
    /// <summary>The verdict in words, with what to do.</summary>
    public string Sentence => Verdict switch
    {
        SimulationVerdict.None => "The description names no simulation; run `dorg propose` with the same values and --dry-run to see one.",
        SimulationVerdict.Confirmed => "The simulation that the description names is what follows from the chain.",
        SimulationVerdict.Differs => "The simulation that the description names is not what follows from the chain: do not believe numbers that came with it.",
        _ => $"The simulation is of epochs {Claimed!.Value.First} to {Claimed.Value.Last}, which are not all final, or more than {PastSimulation.MostEpochs}; it cannot be checked.",
    };
}

/// <summary>Checks the simulations that descriptions name, each once. Safe for use by several threads.</summary>
public sealed class SimulationCheck
{
    private const int MostKept = 1_000;

    private readonly Lock gate = new();
    private readonly Dictionary<(Bytes32 Operation, Bytes32 Final), CheckedSimulation> known = [];

    /// <summary>What is to be computed for a proposal, taken while the organization is read; computing it needs the organization no more.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="actions">What it does.</param>
    public Func<CheckedSimulation> Take(Organization organization, Proposal proposal, IReadOnlyList<ProposalAction> actions)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(proposal);
        if (ProposalDescription.SimulationOf(proposal.Description) is not { } claimed)
            return () => new CheckedSimulation(SimulationVerdict.None, null, null);
        if (PastSimulation.Take(organization, claimed.First, claimed.Last) is not { } past)
            return () => new CheckedSimulation(SimulationVerdict.Unknown, claimed, null);
        var key = (proposal.OperationOf(default), organization.Epochs[(int)claimed.Last].Final!.Root);
        return () => Check(key, past, claimed, actions);
    }

    private CheckedSimulation Check((Bytes32, Bytes32) key, PastSimulation past, ClaimedSimulation claimed, IReadOnlyList<ProposalAction> actions)
    {
        lock (gate)
        {
            if (known.TryGetValue(key, out var found))
                return found;
            var computed = past.Run(PastSimulation.ChangeOf(actions)).Summary.Hash;
            if (known.Count >= MostKept)
                known.Clear();
            return known[key] = new CheckedSimulation(
                computed == claimed.Hash ? SimulationVerdict.Confirmed : SimulationVerdict.Differs, claimed, computed);
        }
    }
}
