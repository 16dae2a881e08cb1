using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Scoring;

/// <summary>
/// Reads where settling is, and computes each closed epoch and judges each settlement once. Safe for use by several threads.
/// </summary>
/// <param name="followed">The organization.</param>
internal sealed class SituationReader(FollowedOrganization followed)
{
    private readonly Lock gate = new();
    private readonly FinalSettlements finals = new();
    private (Bytes32 Head, Bytes32 Previous, EpochComputation Computed)? computed;
    private (EpochComputation Of, PostedSettlement Posted, WrongRow? Wrong)? judged;

    /// <summary>Where settling is now; null if there is no organization yet, or the epoch's log is not known to be whole.</summary>
    /// <exception cref="FollowingException">A final settlement derives nothing, so what the endpoint shows cannot be the chain's.</exception>
    public SettlementSituation? Read()
    {
        // The computation takes its time, and the follower must not wait for it.
        if (followed.View?.Read(Take) is not { } taken)
            return null;
        lock (gate)
        {
            var final = finals.LastOf(taken.Genesis, taken.Final);
            return taken.Pending is not { } pending
                ? new SettlementSituation(taken.OpenEpoch, final, null)
                : new SettlementSituation(taken.OpenEpoch, final, Judge(pending, final));
        }
    }

    private static Taken? Take(Organization organization)
    {
        if (organization.Genesis is not { } genesis || organization.Epochs.Count == 0)
            return null;
        Closed[] closed = [.. organization.Epochs.Where(epoch => epoch.Log is not null).Select(Closed.Of)];
        if (closed.Any(each => !each.Epoch.Confirmed))
            return null;
        return new Taken(
            organization.Ledger.Epoch, genesis, [.. closed.Where(each => each.Final is not null).Select(each => (each.Epoch, each.Final!))], Array.Find(closed, each => each.Final is null));
    }

    private PendingEpoch Judge(Closed pending, SettlementVector previous)
    {
        var (epoch, log) = (pending.Epoch, pending.Epoch.Log!);
        if (computed is not { } known || known.Head != log.Head || known.Previous != previous.Root)
            computed = known = (log.Head, previous.Root, EpochComputation.Of(epoch.KernelTerms, log, [.. previous.State]));
        var standing = pending.Standing;
        if (standing is not null && (judged is not { } last || last.Of != known.Computed || !ReferenceEquals(last.Posted, standing)))
            judged = (known.Computed, standing, Cheapest(known.Computed, epoch.KernelTerms.Influence, log, [.. standing.Influence]));
        return new PendingEpoch(
            epoch.Number, epoch.Terms, epoch.KernelTerms, log, previous, known.Computed,
            pending.Refuted, standing, standing is null ? null : judged!.Value.Wrong);
    }

    /// <summary>Of the rows that are no fixed points the one with the fewest credits: each of them deletes the settlement.</summary>
    private static WrongRow? Cheapest(EpochComputation right, InfluenceParameters parameters, ClosedLog log, ulong[] x)
    {
        var credits = new int[x.Length];
        foreach (var credit in log.Credits)
            credits[credit.To]++;
        WrongRow? cheapest = null;
        for (var member = 0; member < x.Length; member++)
        {
            if (cheapest is { } best && credits[member] >= credits[best.Member])
                continue;
            var found = Influence.Row(right.Graph, right.Influence.Seeds[member], x, parameters, member);
            if (found != x[member])
                cheapest = new WrongRow(member, x[member], found);
        }
        return cheapest;
    }

    /// <summary>A closed epoch, and what was so when it was read: the follower goes on.</summary>
    private sealed record Closed(EpochHistory Epoch, PostedSettlement? Final, PostedSettlement? Standing, int Refuted)
    {
        public static Closed Of(EpochHistory epoch) => new(
            epoch, epoch.Final, epoch.Settlements.LastOrDefault(settlement => settlement.Status == SettlementStatus.Standing),
            epoch.Settlements.Count(settlement => settlement.Status == SettlementStatus.Refuted));
    }

    private sealed record Taken(uint OpenEpoch, SettlementVector Genesis, (EpochHistory Epoch, PostedSettlement Posted)[] Final, Closed? Pending);
}
