using System.Globalization;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Api;

// What the API answers with on governance. Votes are in units of 10^-9 reputation, times in seconds since 1970.

/// <summary>A call that a proposal makes, in words and as it is. <c>warning</c> is what a member should know before he signs.</summary>
internal sealed record ActionModel(string Kind, string Sentence, string? Warning, string? Parameter, string? ParameterValue, string Target, string Value, string Data)
{
    public static ActionModel Of(ProposedCall call, ProposalAction action) => new(
        action.Kind.ToString(), action.Sentence, action.Warning, action.Parameter is { } parameter ? parameter.Name : null,
        action.Value?.ToString(CultureInfo.InvariantCulture), call.Target.ToString(), call.Value.ToString(CultureInfo.InvariantCulture), Hex.Encode(call.Data));
}

/// <summary>Votes on a proposal.</summary>
internal sealed record TallyModel(string For, string Against, string Abstain);

/// <summary>A vote.</summary>
internal sealed record VoteModel(string Voter, string Support, string Weight, string Reason, string Block, string Transaction);

/// <summary>The simulation that the description names, and what follows from the chain.</summary>
internal sealed record SimulationModel(string Verdict, string Sentence, uint? FirstEpoch, uint? LastEpoch, string? Claimed, string? Computed)
{
    public static SimulationModel Of(CheckedSimulation simulation) => new(
        simulation.Verdict.ToString(), simulation.Sentence, simulation.Claimed?.First, simulation.Claimed?.Last,
        simulation.Claimed?.Hash.ToString(), simulation.Computed?.ToString());
}

/// <summary>
/// A proposal. <c>quorum</c> is unknown before the snapshot, <c>eta</c> before it is queued; <c>ballots</c> and
/// <c>simulation</c> are in the answer for one proposal only.
/// </summary>
internal sealed record ProposalModel(
    string Id, string Proposer, string Title, string Description, string DescriptionHash, string State, ulong Snapshot, ulong Deadline, ulong? Eta, string? Quorum,
    TallyModel Votes, IReadOnlyList<ActionModel> Actions, string Block, string Transaction, IReadOnlyList<VoteModel>? Ballots, SimulationModel? Simulation)
{
    public static ProposalModel Of(ProposalView view)
    {
        var proposal = view.Proposal;
        return new ProposalModel(
            proposal.Id.ToString(CultureInfo.InvariantCulture), proposal.Proposer.ToString(), ProposalDescription.TitleOf(proposal.Description),
            proposal.Description.ToString(), proposal.DescriptionHash.ToString(), view.State.ToString(), proposal.Snapshot, proposal.Deadline, proposal.Eta, view.Quorum is { } quorum ? Text(quorum) : null,
            new TallyModel(Text(proposal.Tally.For), Text(proposal.Tally.Against), Text(proposal.Tally.Abstain)),
            [.. proposal.Calls.Zip(view.Actions, ActionModel.Of)], Text(proposal.Block), proposal.Transaction.ToString(), null, null);
    }

    /// <summary>With everybody's vote.</summary>
    public ProposalModel With(IEnumerable<CountedVote> votes) => this with
    {
        Ballots = [.. votes.Select(vote => new VoteModel(
            vote.Voter.ToString(), vote.Support.ToString(), Text(vote.Weight), vote.Reason.ToString(), Text(vote.Block), vote.Transaction.ToString()))],
    };

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A parameter that was set. <c>actsFrom</c> is the first epoch that opened with it, null as long as none did.</summary>
internal sealed record SettingModel(string Parameter, string Value, uint? Set, uint? ActsFrom, string Block, string Transaction)
{
    public static SettingModel Of(ParameterSetting setting) => new(
        setting.Parameter.Name, setting.Value.ToString(CultureInfo.InvariantCulture), setting.Set, setting.ActsFrom,
        setting.Block.ToString(CultureInfo.InvariantCulture), setting.Transaction.ToString());
}

/// <summary>Whom an account votes through, and the votes that this one has with all that are delegated to it.</summary>
internal sealed record DelegationModel(string Account, string Delegate, string DelegateVotes);
