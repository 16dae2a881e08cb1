using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Organizations;

internal sealed class OrganizationTests
{
    private Chronicle chronicle = null!;

    private Organization Organization => chronicle.Organization;

    [SetUp]
    public void Found() => chronicle = new Chronicle(600, 400);

    [Test]
    public void What_an_honest_chain_tells_follows()
    {
        var guide = chronicle.Contribute(Chronicle.Contribution(1));
        chronicle.Evaluate(chronicle.Evaluation(0, (1, 500, guide), (2, 100, guide)));
        chronicle.Settle();
        chronicle.Evaluate(2, (0, 1_000));
        Organization.CheckRegistrations();
        Assert.Multiple(() =>
        {
            Assert.That(Organization.Findings, Is.Empty);
            Assert.That(Organization.Counts, Is.EqualTo(new RecordCounts(1, 2, 3, 0)));
            Assert.That(Organization.Ledger.Head, Is.EqualTo(chronicle.Chain.Head));
            Assert.That(Organization.Epochs.Select(epoch => epoch.Confirmed), Is.EqualTo(new[] { true, false }));
        });
    }

    [Test]
    public void A_credit_belongs_to_an_earlier_contribution_of_its_recipient_only()
    {
        var later = Chronicle.Contribution(1, title: "Later");
        var guide = chronicle.Contribute(Chronicle.Contribution(1, coAuthors: new Author(Chronicle.Account(2), 1_000)));
        chronicle.Evaluate(chronicle.Evaluation(0, (1, 10, guide), (2, 100, guide), (3, 100, guide), (1, 10, later.Id), (1, 10, default)));
        chronicle.Contribute(later);
        Assert.That(
            Organization.Epochs[0].Attributions.Select(named => named?.Title.ToString()),
            Is.EqualTo(new[] { "A guide", "A guide", null, null, null }));
    }

    [Test]
    public void Of_equal_contributions_the_first_record_counts()
    {
        chronicle.Contribute(Chronicle.Contribution(1));
        chronicle.Contribute(Chronicle.Contribution(1));
        Assert.That((Organization.Contributions.Count, Organization.Counts.Contributions), Is.EqualTo((1, 2)));
    }

    [TestCase(3UL, "Record 3 follows record 1: what is between was not shown.")]
    [TestCase(1UL, "Record 1 follows record 1")]
    public void A_hole_or_a_repetition_in_the_sequence_is_found_once_and_nothing_behind_it_is_read(ulong sequence, string sentence)
    {
        chronicle.Contribute(Chronicle.Contribution(1));
        Organization.Take(sequence, Chronicle.Contribution(1, title: "Another"));
        Organization.Take(2, Chronicle.Contribution(1, title: "A third"));
        Organization.CheckRegistrations();
        AssertFindings((FindingRule.SequenceHole, sentence));
        Assert.That(Organization.Ledger.Sequence, Is.EqualTo(1));
    }

    [Test]
    public void An_epoch_that_closes_with_another_head_is_not_confirmed()
    {
        Organization.Close(0, new Bytes32([.. Enumerable.Repeat((byte)7, 32)]), 2);
        Organization.Open(1, 0, Chronicle.Terms, Chronicle.Terms.RewardPerEpoch);
        AssertFindings(
            (FindingRule.EpochClose, "Epoch 0 closed with 2 members and head 0x0707"),
            (FindingRule.EpochClose, "What is told of epoch 0 does not end in its close"));
        Assert.That(Organization.Epochs[0].Confirmed, Is.False);
    }

    [Test]
    public void An_epoch_whose_close_was_not_told_is_not_confirmed()
    {
        Organization.Open(1, 0, Chronicle.Terms, Chronicle.Terms.RewardPerEpoch);
        AssertFindings((FindingRule.EpochClose, "What is told of epoch 0 does not end in its close"));
    }

    private static IEnumerable<TestCaseData> BrokenRules() =>
    [
        Case(Refusal.CreditCount, 0, 0),
        Case(Refusal.WrongEpoch, 1, 0, (1, 5)),
        Case(Refusal.WrongNonce, 0, 1, (1, 5)),
        Case(Refusal.ZeroPoints, 0, 0, (1, 0)),
        Case(Refusal.SelfCredit, 0, 0, (0, 5)),
        Case(Refusal.NotIntroduced, 0, 0, (2, 1)),
        Case(Refusal.OverBudget, 0, 0, (1, 600), (1, 401)),
    ];

    [TestCaseSource(nameof(BrokenRules))]
    public void An_evaluation_that_was_taken_against_a_rule_is_found_with_the_rule(Refusal refusal, uint epoch, uint nonce, (int To, uint Points)[] credits)
    {
        Organization.Take(1, new Evaluation(
            Chronicle.Account(0), epoch, nonce, [.. credits.Select(credit => new Credit(default, Chronicle.Account(credit.To), credit.Points))]));
        AssertFindings((FindingRule.RecordRule, $"Record 1 of {Chronicle.Account(0)} was taken against a rule. {refusal.Sentence()}"));
    }

    [Test]
    public void An_evaluation_of_somebody_who_is_no_member_is_found()
    {
        Organization.Take(1, chronicle.Evaluation(7, (1, 5, default)));
        AssertFindings((FindingRule.RecordRule, Refusal.UnknownMember.Sentence()));
    }

    [Test]
    public void A_newcomer_who_was_not_introduced_is_a_member_for_all_that()
    {
        Organization.Take(1, chronicle.Evaluation(0, (2, 1, default)));
        Organization.Take(2, Chronicle.Contribution(2));
        AssertFindings((FindingRule.RecordRule, Refusal.NotIntroduced.Sentence()));
        Assert.That((Organization.Ledger.Members.Count, Organization.Ledger.Sequence), Is.EqualTo((3, 2UL)));
    }

    [Test]
    public void A_contribution_that_was_taken_against_a_rule_is_found()
    {
        chronicle.Contribute(Chronicle.Contribution(1, area: new string('a', 33)));
        AssertFindings((FindingRule.RecordRule, Refusal.AreaLength.Sentence()));
    }

    [Test]
    public void Registrations_must_be_those_of_the_credits()
    {
        Organization.Register(1, Chronicle.Account(5));
        Organization.CheckRegistrations();
        AssertFindings(
            (FindingRule.Registration, $"{Chronicle.Account(5)} was registered as member 1, which does not follow"),
            (FindingRule.Registration, "3 registrations were told; the credits give 2 members."));
    }

    [Test]
    public void An_epoch_opens_with_the_reward_of_its_parameters_within_what_is_ever_minted()
    {
        var dear = Chronicle.Terms with { RewardPerEpoch = 1UL << 63 };
        Close();
        Organization.Open(1, 0, dear, (1UL << 63) - Chronicle.Terms.RewardPerEpoch);
        Assert.That(Organization.Findings.Select(finding => finding.Rule), Is.EqualTo(new[] { FindingRule.Terms }), "what was minted before leaves less");
        Close();
        Organization.Open(2, 0, dear, 5);
        AssertFindings((FindingRule.Terms, "Epoch 1 opened with "), (FindingRule.Reward, "Epoch 2 opened with a reward of 5; 0 follows"));

        void Close() => Organization.Close(Organization.Ledger.Epoch, Organization.Ledger.Head, 2);
    }

    [Test]
    public void An_epoch_opens_with_the_parameters_that_votes_had_set_and_no_others()
    {
        var changed = Chronicle.Terms with { DampingBp = 6_000 };
        Organization.Governance.Set(Parameter.DampingBp, 6_000, 7, default);
        Assert.That(() => Organization.Governance.Keep(1, Chronicle.Terms.Hash(), changed), Throws.TypeOf<HistoryException>());
        Assert.That(() => Organization.Governance.Keep(2, changed.Hash(), changed), Throws.TypeOf<HistoryException>());
        Organization.Governance.Keep(1, changed.Hash(), changed);
        Assert.That(Organization.NextTerms, Is.EqualTo(changed));
        Organization.Close(0, Organization.Ledger.Head, 2);
        Organization.Open(1, 1, changed, Chronicle.Terms.RewardPerEpoch);
        Assert.That(Organization.Findings, Is.Empty);
        var setting = Organization.Governance.Settings.Single();
        Assert.That((setting.Set, setting.ActsFrom), Is.EqualTo((1u, 1u)));
        Organization.Close(1, Organization.Ledger.Head, 2);
        Organization.Open(2, 0, Chronicle.Terms, Chronicle.Terms.RewardPerEpoch);
        AssertFindings((FindingRule.Terms, "Epoch 2 opened with "), (FindingRule.Terms, "Epoch 2 opened with the set 0 of parameters; 1 was the latest then."));
    }

    [Test]
    public void Founders_give_the_root_that_the_organization_starts_with()
    {
        var other = new Organization(chronicle.Chain.Domain);
        other.Found([new(Chronicle.Account(0), 5)], chronicle.Settled.Root);
        Assert.That(other.Findings.Single().Rule, Is.EqualTo(FindingRule.Derivation));
    }

    [Test]
    public void A_draft_begun_again_forgets_what_it_had()
    {
        chronicle.Evaluate(0, (1, 300));
        chronicle.Close();
        Organization.Draft(0, Chronicle.Settler, 0, new byte[16]);
        chronicle.Submit(chronicle.Compute());
        Assert.That(Organization.Epochs[0].Settlements[^1].Influence, Is.EqualTo(chronicle.Compute().Influence));
    }

    private static IEnumerable<TestCaseData> Contradictions() =>
    [
        new TestCaseData((Action<Organization>)(o => o.Open(2, 0, Chronicle.Terms, 0)), "Epoch 2 opened where epoch 1 has to."),
        new TestCaseData((Action<Organization>)(o => o.Finalize(0)), "No settlement of epoch 0 stands."),
        new TestCaseData((Action<Organization>)(o => o.Refute(3)), "A settlement is told of epoch 3, which did not open."),
        new TestCaseData((Action<Organization>)(o => o.Submit(0, Chronicle.Settler, default, 0, 0, 0)), $"A settlement of epoch 0 by {Chronicle.Settler} has no pages."),
    ];

    [TestCaseSource(nameof(Contradictions))]
    public void Events_that_contradict_each_other_are_no_history(Action<Organization> tell, string sentence) =>
        Assert.That(() => tell(Organization), Throws.TypeOf<HistoryException>().With.Message.EqualTo(sentence));

    private static TestCaseData Case(Refusal refusal, uint epoch, uint nonce, params (int To, uint Points)[] credits) =>
        new TestCaseData(refusal, epoch, nonce, credits).SetArgDisplayNames($"{refusal}");

    private void AssertFindings(params (FindingRule Rule, string Part)[] expected)
    {
        Assert.That(Organization.Findings.Select(finding => finding.Rule), Is.EqualTo(expected.Select(finding => finding.Rule)));
        foreach (var (finding, (_, part)) in Organization.Findings.Zip(expected))
            Assert.That(finding.Sentence, Does.Contain(part));
    }
}
