using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Verifying;

namespace DecentralOrg.Node.Tests.Verifying;

internal sealed class EpochVerifierTests
{
    private Chronicle chronicle = null!;

    [SetUp]
    public void Play()
    {
        chronicle = new Chronicle(600, 400);
        chronicle.Evaluate(0, (1, 310), (2, 77));
        chronicle.Evaluate(1, (0, 501));
    }

    [Test]
    public void Honest_settlements_are_counted_value_by_value()
    {
        chronicle.Settle();
        chronicle.Evaluate(2, (0, 1_000));
        chronicle.Settle();
        chronicle.Close();
        chronicle.Submit(chronicle.Compute());
        var verified = Run();
        Assert.Multiple(() =>
        {
            Assert.That(verified.Findings, Is.Empty);
            Assert.That(verified.Notes, Is.Empty);
            Assert.That((verified.Epochs, verified.Settlements, verified.Refuted, verified.Values), Is.EqualTo((3, 3, 0, 9)));
            Assert.That(verified.States[^1], Is.EqualTo(chronicle.Settled.State));
        });
    }

    [TestCase(-1)]
    [TestCase(1)]
    public void One_value_wrong_by_one_unit_is_blamed_on_its_submitter_with_a_challenge(int units)
    {
        var (right, wrong) = SubmitWrong(units);
        var verified = Run();
        var blamed = verified.Wrong.Single();
        Assert.Multiple(() =>
        {
            Assert.That(verified.Findings.Select(finding => finding.Rule), Is.EqualTo(new[] { FindingRule.Influence }));
            Assert.That(blamed.Row, Is.EqualTo(new WrongRow(2, wrong.Influence[2], right.Influence[2])));
            Assert.That((blamed.Epoch, blamed.Status, blamed.Submitter), Is.EqualTo((0u, SettlementStatus.Standing, Chronicle.Settler)));
            Assert.That((blamed.Challenge.Epoch, blamed.Challenge.Member), Is.EqualTo((0u, 2u)));
        });
    }

    [Test]
    public void The_value_that_was_changed_is_blamed_and_not_one_that_depends_on_it()
    {
        var (right, wrong) = SubmitWrong(1_000_000, member: 1);
        var blamed = Run().Wrong.Single();
        Assert.That((blamed.Row.Member, blamed.Row.Posted, blamed.Row.Found), Is.EqualTo((1, wrong.Influence[1], (UInt128)right.Influence[1])));
    }

    [Test]
    public void A_settlement_refuted_with_right_is_counted_and_the_next_one_compared()
    {
        var (right, _) = SubmitWrong(1);
        chronicle.Organization.Refute(0);
        chronicle.Submit(right);
        var verified = Run();
        Assert.That((verified.Findings.Count, verified.Refuted, verified.Settlements), Is.EqualTo((0, 1, 1)));
    }

    [Test]
    public void A_settlement_refuted_without_right_is_a_finding()
    {
        chronicle.Close();
        chronicle.Submit(chronicle.Compute());
        chronicle.Organization.Refute(0);
        var verified = Run();
        Assert.That(verified.Findings.Single().Sentence, Does.Contain("was refuted, but every row of it holds"));
        Assert.That(verified.Refuted, Is.Zero);
    }

    [Test]
    public void The_next_epoch_goes_on_from_what_became_final_even_if_it_was_wrong()
    {
        var (_, wrong) = SubmitWrong(1_000_000_000);
        chronicle.Finalize(wrong);
        chronicle.Evaluate(2, (0, 5));
        chronicle.Settle();
        var verified = Run();
        Assert.That(verified.Findings.Single().Sentence, Does.Contain("It is final and can no longer be refuted."));
        Assert.That(verified.Settlements, Is.EqualTo(2));
    }

    [Test]
    public void A_fixed_point_that_is_not_the_least_is_a_note_and_no_finding()
    {
        var (least, greater) = TwoFixedPoints();
        chronicle.Submit(chronicle.Derive(greater));
        var verified = Run();
        Assert.Multiple(() =>
        {
            Assert.That(greater, Is.Not.EqualTo(least.Influence));
            Assert.That(verified.Findings, Is.Empty);
            Assert.That(verified.Notes.Single(), Does.Contain("is a fixed point, but not the least"));
        });
    }

    [Test]
    public void A_root_that_does_not_follow_from_the_vector_is_found()
    {
        chronicle.Close();
        chronicle.Submit(chronicle.Compute(), root: default(Kernel.Bytes32));
        Assert.That(Run().Findings.Single().Rule, Is.EqualTo(FindingRule.Derivation));
    }

    [Test]
    public void A_vector_of_another_length_is_found()
    {
        chronicle.Close();
        var organization = chronicle.Organization;
        organization.Draft(0, Chronicle.Settler, 0, new byte[16]);
        organization.Submit(0, Chronicle.Settler, default, 0, 0, 0);
        Assert.That(Run().Findings.Single().Sentence, Does.Contain("has 2 values for 3 members"));
    }

    [Test]
    public void A_vector_that_nothing_can_be_derived_from_is_found()
    {
        chronicle.Close();
        var organization = chronicle.Organization;
        organization.Draft(0, Chronicle.Settler, 0, new byte[24]);
        organization.Submit(0, Chronicle.Settler, default, 0, 0, 0);
        Assert.That(Run().Findings.Single().Sentence, Does.Contain("nothing can be derived from it. Member 0 has influence 0, below the seed"));
    }

    [Test]
    public void No_settlement_is_judged_by_records_that_were_not_shown_whole()
    {
        var record = chronicle.Evaluation(1, (0, 1, default));
        chronicle.Chain.Apply(record);
        chronicle.Close();
        chronicle.Submit(chronicle.Compute());
        var verified = Run();
        Assert.That((verified.Epochs, verified.Findings.Count, verified.Wrong.Count), Is.EqualTo((0, 0, 0)));
        Assert.That(chronicle.Organization.Findings.Select(finding => finding.Rule), Is.All.EqualTo(FindingRule.EpochClose));
    }

    private EpochVerifier Run() => EpochVerifier.Run(chronicle.Organization);

    /// <summary>Member 2 gives nobody anything, so that only his own row is wrong.</summary>
    private (SettlementVector Right, SettlementVector Wrong) SubmitWrong(int units, int member = 2)
    {
        chronicle.Close();
        var right = chronicle.Compute();
        ulong[] x = [.. right.Influence];
        x[member] = (ulong)((long)x[member] + units);
        var wrong = chronicle.Derive(x);
        chronicle.Submit(wrong);
        return (right, wrong);
    }

    /// <summary>
    /// Two members who give each other all they have lose a tenth a round and can hold each other a few units up by rounding,
    /// if the fraction that the third one adds is right: it is looked for.
    /// </summary>
    private (SettlementVector Least, ulong[] Greater) TwoFixedPoints()
    {
        for (uint points = 1; points <= 500; points++)
        {
            chronicle = new Chronicle(1UL << 40, 1, 1);
            chronicle.Evaluate(0, (1, points), (2, points));
            chronicle.Evaluate(1, (2, 1_000));
            chronicle.Evaluate(2, (1, 1_000));
            chronicle.Close();
            var least = chronicle.Compute();
            ulong[] x = [.. least.Influence.Select((value, member) => member == 0 ? value : value + 20)];
            ulong[] reputation = [.. chronicle.Settled.State.Select(state => state.Reputation)];
            var graph = CreditGraph.From(x.Length, chronicle.Closed.Log!.Credits);
            var terms = chronicle.Closed.KernelTerms.Influence;
            // From above the values fall to the greatest fixed point.
            while (Influence.FirstWrongRow(graph, reputation, terms, x) is { } row)
                x[row.Member] = (ulong)row.Found;
            if (!x.SequenceEqual(least.Influence))
                return (least, x);
        }
        throw new AssertionException("There is no second fixed point among these.");
    }
}
