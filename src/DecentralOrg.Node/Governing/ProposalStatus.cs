using DecentralOrg.Node.Following;
using DecentralOrg.Node.Operating;

namespace DecentralOrg.Node.Governing;

/// <summary>Tells the operator of proposals that members should beware of: whose simulation is not what follows, or that do what is no parameter, no grant and no role.</summary>
internal sealed class ProposalStatus(FollowedOrganization followed, ProposalReader proposals, SimulationCheck simulations) : IStatusSource
{
    public IEnumerable<string> Sentences()
    {
        if (!followed.InStep)
            return [];
        var time = proposals.Time();
        var open = followed.View!.Read(organization => organization.Governance.Proposals
            .Where(proposal => !proposal.IsCanceled && proposal.Deadline >= time)
            .Select(proposal => proposals.Of(organization, proposal, time))
            .Select(view => (view, Check: simulations.Take(organization, view.Proposal, view.Actions))).ToArray());
        return open.SelectMany(one => Of(one.view, one.Check()));
    }

    private static IEnumerable<string> Of(ProposalView view, CheckedSimulation simulation)
    {
        if (simulation.Verdict is SimulationVerdict.Differs or SimulationVerdict.Unknown)
            yield return $"Proposal {view.Proposal.Id}: {simulation.Sentence}";
        foreach (var action in view.Actions.Where(action => action.Warning is not null))
            yield return $"Proposal {view.Proposal.Id}: {action.Sentence} {action.Warning}";
    }
}
