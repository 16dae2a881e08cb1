using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Comparing;

namespace DecentralOrg.Node.Tests.Comparing;

internal sealed class ProofOfValueCreditsTests
{
    private const double Tolerance = 1e-12;

    private static readonly Bytes32 Work = Bytes32.Parse("0x" + new string('1', 64));
    private static readonly Bytes32 Other = Bytes32.Parse("0x" + new string('2', 64));

    [Test]
    public void A_credit_evaluates_the_recipient_s_contribution_with_all_the_giver_has()
    {
        // Ada has 60 % and Ben 40 % of what is 20 a member: 36 and 24. She is 60 % of all reputation, which is above the half
        // that it takes, so that Cy gets 60 % of 50 tokens and of 5 reputation; it costs her 2 % times 1 - sqrt(60 %).
        var credits = new ProofOfValueCredits([600, 400, 0]);
        credits.Add(new LogCredit(0, 2, 1, Work));
        Assert.Multiple(() =>
        {
            Assert.That(credits.Reputation, Is.EqualTo([36 - (0.72 * (1 - Math.Sqrt(0.6))), 24, 3]).Within(Tolerance));
            Assert.That(credits.Tokens, Is.EqualTo([0.0, 0, 30]).Within(Tolerance));
        });
    }

    [Test]
    public void Points_make_no_difference_and_an_author_is_paid_for_what_he_was_credited()
    {
        var few = After(new LogCredit(0, 2, 1, Work), new LogCredit(0, 1, 1, Work));
        var many = After(new LogCredit(0, 2, 700, Work), new LogCredit(0, 1, 300, Work));
        Assert.Multiple(() =>
        {
            Assert.That(many.Reputation, Is.EqualTo(few.Reputation));
            Assert.That(few.Tokens[1], Is.Positive, "one of two authors");
            Assert.That(few.Tokens[2], Is.EqualTo(30).Within(Tolerance), "the other");
        });
    }

    [Test]
    public void What_less_than_half_of_reputation_is_for_is_not_paid() =>
        Assert.That(After(new LogCredit(1, 2, 1000, Work), new LogCredit(1, 0, 1000, Other)).Tokens, Is.EqualTo([0.0, 0, 0]));

    [Test]
    public void Where_nobody_has_reputation_nothing_happens()
    {
        var credits = new ProofOfValueCredits([0, 0]);
        credits.Add(new LogCredit(0, 1, 10, Work));
        Assert.That((credits.Reputation, credits.Tokens), Is.EqualTo((new double[2], new double[2])));
    }

    [Test]
    public void Repeated_credits_pay_once_and_take_no_memory()
    {
        const int repetitions = 100_000;
        var credits = After(new LogCredit(0, 2, 1, Work), new LogCredit(0, 2, 1, Work));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < repetitions; i++)
            credits.Add(new LogCredit(0, 2, 1, Work));
        Assert.Multiple(() =>
        {
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(repetitions));
            Assert.That(credits.Tokens, Is.EqualTo([0.0, 0, 30]).Within(Tolerance));
        });
    }

    private static ProofOfValueCredits After(params LogCredit[] all)
    {
        var credits = new ProofOfValueCredits([600, 400, 0]);
        foreach (var credit in all)
            credits.Add(credit);
        return credits;
    }
}
