using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Tests.Records.Samples;

namespace DecentralOrg.Kernel.Tests.Records;

public sealed class LedgerStateTests
{
    private static readonly RecordDomain Domain = new(31337, Account(0x1e));
    private LedgerState ledger;

    [SetUp]
    public void Found()
    {
        ledger = new LedgerState(Domain);
        ledger.Found([Account(1), Account(2)], 1000, 100);
    }

    [Test]
    public void Founders_are_the_first_members()
    {
        Assert.Multiple(() =>
        {
            Assert.That(ledger.Members, Is.EqualTo([Account(1), Account(2)]));
            Assert.That(ledger.TryGetMember(Account(2), out var number) ? number : -1, Is.EqualTo(1));
            Assert.That(ledger.TryGetMember(Account(3), out _), Is.False);
            Assert.That((ledger.Epoch, ledger.Sequence, ledger.Head), Is.EqualTo((0u, 0ul, Bytes32.Zero)));
            Assert.That(() => ledger.Found([Account(3)], 1000, 100), Throws.InvalidOperationException);
            Assert.That(() => new LedgerState(Domain).Found([Account(3), Account(3)], 1, 1), Throws.ArgumentException);
        });
    }

    [Test]
    public void Records_taken_move_head_rows_and_spending()
    {
        var contribution = new Contribution(Account(9), RecordText.From("a"), RecordText.From("t"), default, Id(1), [], [], 0);
        var evaluation = Given(1, 0, (3, 100), (2, 50), (3, 200));
        ledger.Apply(contribution);
        var digest = ledger.Apply(evaluation);
        Assert.Multiple(() =>
        {
            Assert.That(digest, Is.EqualTo(evaluation.Digest(Domain)));
            Assert.That(ledger.Head, Is.EqualTo(LogHead.Next(LogHead.Next(Bytes32.Zero, contribution.Digest(Domain)), digest)));
            Assert.That(ledger.Sequence, Is.EqualTo(2));
            Assert.That(ledger.Members, Is.EqualTo([Account(1), Account(2), Account(3)]));
            Assert.That(ledger.SpendingOf(Account(1)), Is.EqualTo(new Spending(1, 350)));
            Assert.That(ledger.SpendingOf(Account(7)), Is.EqualTo(default(Spending)));
            Assert.That(ledger.Credits, Is.EqualTo([new LogCredit(0, 2, 100, Id(5)), new LogCredit(0, 1, 50, Id(5)), new LogCredit(0, 2, 200, Id(5))]));
            Assert.That(ledger.Row(0, 2), Is.EqualTo(default(CreditRow).Then(0, 100).Then(0, 200)));
            Assert.That(ledger.Row(0, 1), Is.EqualTo(default(CreditRow).Then(0, 50)));
        });
    }

    [Test]
    public void Turn_opens_an_epoch_with_its_own_budget_and_keeps_two_epochs_of_rows()
    {
        ledger.Apply(Given(1, 0, (2, 50)));
        var closed = ledger.Turn(2000, 10);
        Assert.Multiple(() =>
        {
            Assert.That((closed.Epoch, closed.Head, closed.Members), Is.EqualTo((0u, ledger.Head, 2)));
            Assert.That(closed.Credits, Is.EqualTo([new LogCredit(0, 1, 50, Id(5))]));
            Assert.That((ledger.Epoch, ledger.PointsPerEpoch, ledger.IntroductionPoints), Is.EqualTo((1u, 2000u, 10u)));
            Assert.That(ledger.Credits, Is.Empty);
            Assert.That(ledger.SpendingOf(Account(1)), Is.EqualTo(default(Spending)));
            Assert.That(ledger.Row(0, 1), Is.EqualTo(default(CreditRow).Then(0, 50)));
            Assert.That(ledger.Row(1, 1), Is.EqualTo(default(CreditRow)));
        });
        ledger.Turn(2000, 10);
        Assert.That(ledger.Row(0, 1), Is.EqualTo(default(CreditRow)));
    }

    [Test]
    public void What_cannot_follow_is_not_applied()
    {
        Assert.That(() => ledger.Apply(Given(1, 1, (2, 1))), Throws.ArgumentException.With.Message.Contains("WrongNonce"));
        Assert.That((ledger.Sequence, ledger.Head, ledger.Credits.Count), Is.EqualTo((0ul, Bytes32.Zero, 0)));
    }

    [TestCase(100u, 1000u, 1ul, 1ul, 100u, ExpectedResult = true)]
    [TestCase(100u, 1000u, 1ul, 1ul, 99u, ExpectedResult = false)]
    [TestCase(100u, 1000u, 1ul, 3ul, 300u, ExpectedResult = true)]
    [TestCase(100u, 1000u, 1ul, 3ul, 299u, ExpectedResult = false)]
    [TestCase(5000u, 1000u, 1ul, 1ul, 1000u, ExpectedResult = true, Description = "introductionPoints counts as pointsPerEpoch if greater")]
    [TestCase(5000u, 1000u, 1ul, 1ul, 999u, ExpectedResult = false)]
    [TestCase(1u, 1000u, 0ul, 0ul, 1000u, ExpectedResult = false, Description = "without reputation nobody introduces")]
    [TestCase(1u << 20, 1u << 20, ulong.MaxValue, ulong.MaxValue, uint.MaxValue, ExpectedResult = true)]
    public bool Newcomer_is_introduced_by_points_weighted_with_reputation(uint introduction, uint budget, ulong reputation, ulong total, uint points)
    {
        ledger.Turn(budget, introduction);
        return ledger.Introduces(points, reputation, total);
    }

    [Test]
    public void Every_credit_to_a_newcomer_must_introduce_him_by_itself()
    {
        var together = Given(1, 0, (3, 60), (3, 60));
        var after = Given(1, 0, (3, 100), (3, 1));
        Assert.Multiple(() =>
        {
            Assert.That(ledger.Check(together, 1, 1), Is.EqualTo(Refusal.NotIntroduced));
            Assert.That(ledger.Check(after, 1, 1), Is.EqualTo(Refusal.NotIntroduced));
            Assert.That(ledger.Check(Given(1, 0, (3, 100)), 1, 1), Is.EqualTo(Refusal.None));
        });
    }

    [Test]
    public void Budget_is_over_all_evaluations_of_the_epoch()
    {
        ledger.Apply(Given(1, 0, (2, 999)));
        Assert.Multiple(() =>
        {
            Assert.That(ledger.Check(Given(1, 1, (2, 1)), 0, 0), Is.EqualTo(Refusal.None));
            Assert.That(ledger.Check(Given(1, 1, (2, 2)), 0, 0), Is.EqualTo(Refusal.OverBudget));
            Assert.That(ledger.Check(Given(1, 1, (2, uint.MaxValue), (2, uint.MaxValue)), 0, 0), Is.EqualTo(Refusal.OverBudget));
            Assert.That(ledger.Check(Given(2, 0, (1, 1000)), 0, 0), Is.EqualTo(Refusal.None));
        });
    }

    [Test]
    public void What_waits_counts_as_if_it_was_taken()
    {
        ledger.Apply(Given(1, 0, (2, 500)));
        var waiting = new Spending(2, 400);
        Assert.Multiple(() =>
        {
            Assert.That(ledger.Check(Given(1, 3, (2, 100)), 0, 0, waiting), Is.EqualTo(Refusal.None));
            Assert.That(ledger.Check(Given(1, 3, (2, 101)), 0, 0, waiting), Is.EqualTo(Refusal.OverBudget));
            Assert.That(ledger.Check(Given(1, 1, (2, 100)), 0, 0, waiting), Is.EqualTo(Refusal.WrongNonce));
            Assert.That(ledger.Check(Given(1, 0, (2, 1)), 0, 0, new Spending(uint.MaxValue, 0)), Is.EqualTo(Refusal.WrongNonce), "the sum does not wrap");
        });
    }

    private static Evaluation Given(byte evaluator, uint nonce, params (byte Recipient, uint Points)[] credits) =>
        new(Account(evaluator), 0, nonce, [.. credits.Select(credit => new Credit(Id(5), Account(credit.Recipient), credit.Points))]);
}
