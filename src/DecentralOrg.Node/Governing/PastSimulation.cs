using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Governing;

/// <summary>What a change would have made of past epochs.</summary>
/// <param name="Epochs">Every epoch with its members before it, its settlement and the simulated one.</param>
/// <param name="Summary">The same as a text with a hash.</param>
public sealed record SimulatedPast(IReadOnlyList<(BundleHeader Header, SettlementVector Before, SettlementVector After)> Epochs, SimulationSummary Summary);

/// <summary>
/// Final epochs of an organization, to simulate other parameters over. What is final stays as it is, so everybody who
/// simulates the same change over the same epochs comes to the same bytes.
/// </summary>
public sealed class PastSimulation
{
    /// <summary>The most epochs that are simulated for a proposal: a description must not be able to keep a node busy.</summary>
    public const int MostEpochs = 16;

    private readonly SettlementVector genesis;
    private readonly (EpochHistory Epoch, ClosedLog Log)[] final;
    private readonly Address[] accounts;
    private readonly int first;

    private PastSimulation(SettlementVector genesis, (EpochHistory Epoch, ClosedLog Log)[] final, Address[] accounts, int first) =>
        (this.genesis, this.final, this.accounts, this.first) = (genesis, final, accounts, first);

    /// <summary>The last epochs that are final, as many as are usual for a proposal.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="count">How many, at most; 1 to <see cref="MostEpochs"/>.</param>
    /// <returns>The first and the last of them; null if none is final.</returns>
    public static (uint First, uint Last)? Latest(Organization organization, int count)
    {
        ArgumentNullException.ThrowIfNull(organization);
        var ended = (uint)organization.Epochs.Count(epoch => epoch.Final is not null);
        return ended == 0 ? null : (ended - Math.Min(ended, (uint)Math.Clamp(count, 1, MostEpochs)), ended - 1);
    }

    /// <summary>Takes epochs out of an organization; what is computed of them needs it no more.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="first">The first epoch to simulate.</param>
    /// <param name="last">The last one.</param>
    /// <returns>Null if these are no epochs that are all final, or more than <see cref="MostEpochs"/>.</returns>
    public static PastSimulation? Take(Organization organization, uint first, uint last)
    {
        ArgumentNullException.ThrowIfNull(organization);
        if (organization.Genesis is not { } genesis || first > last || last - first >= MostEpochs || last >= organization.Epochs.Count)
            return null;
        var epochs = organization.Epochs.Take((int)last + 1).ToArray();
        if (epochs.Any(epoch => epoch.Final is null || epoch.Log is null))
            return null;
        var members = epochs[^1].Log!.Members;
        return new PastSimulation(
            genesis, [.. epochs.Select(epoch => (epoch, epoch.Log!))], [.. organization.Ledger.Members.Take(members)], (int)first);
    }

    /// <summary>Simulates a change.</summary>
    /// <param name="change">What is other.</param>
    /// <exception cref="OverflowException">A member's rewards pass 64 bits.</exception>
    public SimulatedPast Run(ParameterChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var before = new List<SettlementVector>();
        MemberState[] state = [.. genesis.State];
        var start = state;
        foreach (var (epoch, log) in final)
        {
            if (epoch.Number == first)
                start = state;
            before.Add(Standings.Settle(epoch, log, state));
            state = [.. before[^1].State];
        }
        var past = final.Skip(first).Select(each => new PastEpoch(each.Epoch.KernelTerms, each.Log.Members, each.Log.Credits));
        EpochPair[] pairs = [.. Simulation.Run(start, past, change).Select((after, i) => new EpochPair((uint)(first + i), before[first + i], after))];
        return new SimulatedPast(
            [.. pairs.Select((pair, i) => (HeaderOf(first + i, i == 0 ? start : [.. before[first + i - 1].State]), pair.Before, pair.After))],
            SimulationSummary.Of(change, start, pairs, accounts));
    }

    /// <summary>The change that a proposal's actions make to what is computed; what it sets beside that moves no influence and no reward.</summary>
    public static ParameterChange ChangeOf(IEnumerable<ProposalAction> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return actions.Where(action => action.Value is not null).Aggregate(new ParameterChange(), (change, action) => (action.Parameter, (ulong)action.Value!) switch
        {
            (Parameter.DampingBp, var value) => change with { DampingBp = (int)value },
            (Parameter.PointsPerEpoch, var value) => change with { PointsPerEpoch = (int)value },
            (Parameter.RewardPerEpoch, var value) => change with { Reward = value },
            (Parameter.RenewalBp, var value) => change with { RenewalBp = (int)value },
            _ => change,
        });
    }

    private BundleHeader HeaderOf(int epoch, MemberState[] previous) => new(
        (uint)epoch, final[epoch].Epoch.KernelTerms,
        [.. accounts.Take(final[epoch].Log.Members).Select((account, member) => new BundleMember(account.ToString(), member < previous.Length ? previous[member] : default))]);
}
