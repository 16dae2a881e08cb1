using System.Numerics;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Organizations;

/// <summary>Proposals, votes and delegations as the events tell them, and the states that the governor gives.</summary>
internal sealed class GovernanceTests
{
    private const ulong Snapshot = 1_000;
    private const ulong Deadline = 2_000;
    private const ulong Quorum = 200;

    private static readonly Address Governor = Chronicle.Account(706);
    private static readonly ProposedCall[] Calls = [new(Chronicle.Account(704), 0, [1, 2, 3, 4])];

    private Governance governance = null!;
    private Proposal proposal = null!;

    [SetUp]
    public void Propose() => proposal = Made(governance = new Governance(), "Because");

    [TestCase(1_000UL, 0UL, 0UL, 0UL, ProposalState.Pending)]
    [TestCase(1_001UL, 0UL, 0UL, 0UL, ProposalState.Active)]
    [TestCase(2_000UL, 500UL, 0UL, 0UL, ProposalState.Active)]
    [TestCase(2_001UL, 199UL, 0UL, 0UL, ProposalState.Defeated)]
    [TestCase(2_001UL, 200UL, 0UL, 0UL, ProposalState.Succeeded)]
    [TestCase(2_001UL, 1UL, 0UL, 199UL, ProposalState.Succeeded)]
    [TestCase(2_001UL, 200UL, 200UL, 0UL, ProposalState.Defeated)]
    [TestCase(2_001UL, 0UL, 0UL, 900UL, ProposalState.Defeated)]
    public void A_proposal_is_where_the_governor_says(ulong time, ulong @for, ulong against, ulong abstain, ProposalState state)
    {
        Vote(1, VoteSupport.For, @for);
        Vote(2, VoteSupport.Against, against);
        Vote(3, VoteSupport.Abstain, abstain);
        Assert.That(proposal.Tally, Is.EqualTo(new VoteTally(against, @for, abstain)));
        Assert.That(proposal.StateAt(time, Quorum), Is.EqualTo(state));
    }

    [Test]
    public void A_late_quorum_extends_the_vote_and_never_shortens_it()
    {
        proposal.Extend(2_500);
        proposal.Extend(2_400);
        Assert.That(proposal.StateAt(2_500, Quorum), Is.EqualTo(ProposalState.Active));
        Assert.That(proposal.StateAt(2_501, Quorum), Is.EqualTo(ProposalState.Defeated));
    }

    [Test]
    public void What_passed_is_queued_and_executed_also_past_the_governor()
    {
        Vote(1, VoteSupport.For, Quorum);
        proposal.Queue(5_000);
        Assert.That(proposal.StateAt(9_000, Quorum), Is.EqualTo(ProposalState.Queued));
        governance.ExecuteOperation(Made(new Governance(), "Another").OperationOf(Governor));
        Assert.That(proposal.StateAt(9_000, Quorum), Is.EqualTo(ProposalState.Queued), "that was another one");
        governance.ExecuteOperation(proposal.OperationOf(Governor));
        Assert.That(proposal.StateAt(9_000, Quorum), Is.EqualTo(ProposalState.Executed));
    }

    [Test]
    public void A_withdrawn_proposal_stays_so()
    {
        proposal.Cancel();
        Vote(1, VoteSupport.For, Quorum);
        Assert.That(proposal.StateAt(9_000, Quorum), Is.EqualTo(ProposalState.Canceled));
    }

    [Test]
    public void Calls_that_are_not_those_of_the_number_are_not_believed()
    {
        ProposedCall[] others = [Calls[0] with { Data = [1, 2, 3, 5] }];
        Assert.That(
            () => new Proposal(proposal.Id, proposal.Proposer, others, proposal.Description, Snapshot, Deadline, 1, default),
            Throws.TypeOf<HistoryException>().With.Message.Contains("calls and a description that are not its own"));
        Assert.That(
            () => new Proposal(proposal.Id, proposal.Proposer, Calls, RecordText.From("because"), Snapshot, Deadline, 1, default),
            Throws.TypeOf<HistoryException>());
    }

    [Test]
    public void What_contradicts_the_contract_is_not_believed()
    {
        Vote(1, VoteSupport.For, 5);
        Assert.Multiple(() =>
        {
            Assert.That(() => Vote(1, VoteSupport.Against, 5), Throws.TypeOf<HistoryException>().With.Message.Contains("voted twice"));
            Assert.That(() => Vote(2, (VoteSupport)3, 5), Throws.TypeOf<HistoryException>().With.Message.Contains("means nothing"));
            Assert.That(() => Made(governance, "Because"), Throws.TypeOf<HistoryException>().With.Message.Contains("made twice"));
            Assert.That(() => governance.Known(BigInteger.One), Throws.TypeOf<HistoryException>().With.Message.Contains("whose making was not shown"));
            Assert.That(() => governance.Set((Parameter)8, 1, 1, default), Throws.TypeOf<HistoryException>());
            Assert.That(() => governance.Set(Parameter.DampingBp, 9_001, 1, default), Throws.TypeOf<HistoryException>().With.Message.Contains("does not take"));
        });
    }

    [Test]
    public void Everybody_votes_for_himself_until_he_delegates_and_again_after_he_took_it_back()
    {
        var (member, other) = (Chronicle.Account(1), Chronicle.Account(2));
        Assert.That(governance.DelegateOf(member), Is.EqualTo(member));
        governance.Delegate(member, other);
        governance.CountVotes(other, 77);
        Assert.That((governance.DelegateOf(member), governance.VotesOf(other), governance.Delegations.Count), Is.EqualTo((other, 77UL, 1)));
        governance.Delegate(member, member);
        Assert.That((governance.DelegateOf(member), governance.Delegations.Count), Is.EqualTo((member, 0)));
    }

    [TestCase(0UL, 1UL)]
    [TestCase(1_000UL, 1UL)]
    [TestCase(1_001UL, 2UL)]
    [TestCase(ulong.MaxValue, 18_446_744_073_709_552UL)]
    public void To_propose_takes_a_thousandth_of_all_rounded_up_and_never_nothing(ulong all, ulong votes) =>
        Assert.That(Governance.ThresholdOf(all), Is.EqualTo(votes));

    [TestCase(4UL, 0UL)]
    [TestCase(5UL, 200UL)]
    [TestCase(6UL, 200UL)]
    [TestCase(7UL, 201UL)]
    public void A_fifth_of_all_votes_at_a_block_is_a_quorum_rounded_up(ulong block, ulong quorum)
    {
        governance.CountTotal(5, 600);
        governance.CountTotal(5, 1_000);
        governance.CountTotal(7, 1_001);
        Assert.That(governance.QuorumAfter(block), Is.EqualTo(quorum));
    }

    [Test]
    public void A_setting_acts_from_the_next_epoch_that_opens()
    {
        governance.Set(Parameter.DampingBp, 6_000, 1, default);
        governance.Open(3);
        governance.Set(Parameter.Bond, Terms.Default.Bond * 2, 2, default);
        governance.Set(Parameter.DampingBp, 7_000, 3, default);
        Assert.That(governance.Settings.Select(setting => setting.ActsFrom), Is.EqualTo(new uint?[] { 3, null, null }));
        Assert.That(governance.Current(Terms.Default), Is.EqualTo(Terms.Default with { DampingBp = 7_000, Bond = Terms.Default.Bond * 2 }));
        governance.Open(4);
        Assert.That(governance.Settings.Select(setting => setting.ActsFrom), Is.EqualTo(new uint?[] { 3, 4, 4 }));
        Assert.That(governance.Current(Terms.Default), Is.EqualTo(Terms.Default));
    }

    private static Proposal Made(Governance governance, string description)
    {
        var text = RecordText.From(description);
        var made = new Proposal(Proposal.IdOf(Calls, Keccak.Hash(text.Bytes)), Chronicle.Account(0), Calls, text, Snapshot, Deadline, 1, default);
        governance.Propose(made, made.OperationOf(Governor));
        return made;
    }

    private void Vote(int account, VoteSupport support, ulong weight) =>
        proposal.Count(new CountedVote(Chronicle.Account(account), support, weight, default, 1, default));
}
