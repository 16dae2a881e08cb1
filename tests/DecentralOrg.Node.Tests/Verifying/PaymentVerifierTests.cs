using System.Numerics;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Verifying;

namespace DecentralOrg.Node.Tests.Verifying;

internal sealed class PaymentVerifierTests
{
    private Chronicle chronicle = null!;
    private SettlementVector first = null!;

    [SetUp]
    public void Play()
    {
        chronicle = new Chronicle(600, 400);
        chronicle.Evaluate(0, (1, 310), (2, 77));
        first = chronicle.Settle();
    }

    [Test]
    public void Claims_pay_the_difference_to_the_last_one_whenever_they_come()
    {
        chronicle.Claim(1);
        chronicle.Evaluate(0, (1, 500), (2, 1));
        chronicle.Settle();
        chronicle.Claim(1, before: first.State[1].Cumulative);
        chronicle.Claim(2);
        chronicle.Claim(2, before: chronicle.Settled.State[2].Cumulative);
        chronicle.Organization.Token.Transfer(Chronicle.Account(1), Chronicle.Account(7), 5);
        Assert.That(Run(), Is.Empty);
    }

    [TestCase(1, 0)]
    [TestCase(-1, 0)]
    [TestCase(0, 1)]
    public void A_payment_wrong_by_one_unit_is_found(int minted, int reputation)
    {
        var state = first.State[1];
        chronicle.Pay(1, (ulong)((long)state.Cumulative + minted), (ulong)((long)state.Reputation + reputation));
        Assert.That(Run().Single().Sentence, Does.EndWith($"; {state.Cumulative} and {state.Reputation} were due."));
    }

    [Test]
    public void What_was_paid_twice_is_found()
    {
        chronicle.Claim(1);
        chronicle.Claim(1);
        Assert.That(Run().Single().Sentence, Does.Contain("; 0 and "));
    }

    [Test]
    public void A_payment_to_another_account_or_number_is_found()
    {
        chronicle.Organization.Pay(1, Chronicle.Account(2), 0, 0);
        chronicle.Organization.Pay(9, Chronicle.Account(2), 0, 0);
        Assert.That(Run().Select(finding => finding.Sentence), Is.EqualTo(new[]
        {
            $"{Chronicle.Account(2)} was paid as member 1, which it is not.",
            $"{Chronicle.Account(2)} was paid as member 9, which it is not.",
        }));
    }

    [Test]
    public void Tokens_that_no_claim_minted_are_found()
    {
        chronicle.Organization.Token.Transfer(Address.Zero, Chronicle.Account(5), BigInteger.One);
        Assert.That(Run().Single().Sentence, Is.EqualTo("1 of the token's smallest units were minted; the claims come to 0."));
    }

    private List<Finding> Run() =>
        [.. PaymentVerifier.Run(chronicle.Organization, EpochVerifier.Run(chronicle.Organization).States)];
}
