using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Importing;

namespace DecentralOrg.Node.Tests.Importing;

internal sealed class EpochPlannerTests
{
    private const int Founder = 0, Second = 1, Newcomer = 2, Other = 3, Stranger = 4;
    private const uint Points = 1000;
    private const uint Introduction = 100;

    /// <summary>Five people and two commits; what the commits say does not matter here.</summary>
    private readonly ImportedRecords records = Records(people: 5);

    [Test]
    public void Newcomers_are_introduced_and_then_credit_others_themselves()
    {
        var ledger = Ledger(Founder);
        var plan = Plan(ledger, [(Founder, Newcomer, 100), (Newcomer, Founder, 1000), (Stranger, Founder, 500)], [100]);

        Assert.That(plan.Evaluations.Select(Brief), Is.EqualTo(new[] { "0#0 2:100", "2#0 0:1000" }));
        Assert.That(plan.LeftOutByReason, Is.EqualTo(new Dictionary<Refusal, int> { [Refusal.UnknownMember] = 1 }));
        Assert.That(plan.LeftOut.Single().Credit.Evaluator, Is.EqualTo(Stranger));
    }

    [Test]
    public void A_credit_too_small_for_a_newcomer_is_left_out_and_the_rest_is_signed()
    {
        var plan = Plan(Ledger(Founder, Second), [(Founder, Newcomer, 199), (Founder, Second, 1), (Founder, Other, 200)], [50, 50]);

        Assert.That(plan.Evaluations.Select(Brief), Is.EqualTo(new[] { "0#0 1:1 3:200" }));
        Assert.That(plan.LeftOut.Select(credit => (credit.Credit.Recipient, credit.Reason)), Is.EqualTo(new[] { (Newcomer, Refusal.NotIntroduced) }));
    }

    [Test]
    public void A_small_credit_for_somebody_just_introduced_begins_a_new_evaluation()
    {
        var plan = Plan(
            Ledger(Founder),
            [(Founder, Newcomer, 99), (Founder, Newcomer, 100), (Founder, Newcomer, 101), (Founder, Newcomer, 99), (Founder, Newcomer, 1)],
            [7]);

        Assert.That(plan.Evaluations.Select(Brief), Is.EqualTo(new[] { "0#0 2:100 2:101", "0#1 2:99 2:1" }));
        Assert.That(plan.LeftOut.Select(credit => credit.Reason), Is.EqualTo(new[] { Refusal.NotIntroduced }));
    }

    [Test]
    public void A_member_without_reputation_introduces_nobody()
    {
        var plan = Plan(Ledger(Founder, Second), [(Second, Newcomer, 1000)], [7]);

        Assert.That(plan.Evaluations, Is.Empty);
        Assert.That(plan.LeftOutByReason[Refusal.NotIntroduced], Is.EqualTo(1));
    }

    [Test]
    public void An_evaluation_has_at_most_64_credits_and_the_nonce_goes_on_from_the_ledger()
    {
        var ledger = Ledger(Founder, Second);
        ledger.Turn(Points, Introduction);
        ledger.Apply(new Evaluation(Accounts.Of(Founder), 1, 0, [new Credit(default, Accounts.Of(Second), 900)]));

        var plan = Plan(ledger, Enumerable.Repeat((Founder, Second, 1), 130), [50, 50]);

        Assert.That(plan.Evaluations.Select(evaluation => evaluation.Credits.Count), Is.EqualTo(new[] { 64, 36 }));
        Assert.That(plan.Evaluations.Select(evaluation => (evaluation.Epoch, evaluation.Nonce)), Is.EqualTo(new[] { (1u, 1u), (1u, 2u) }));
        Assert.That(plan.LeftOutByReason, Is.EqualTo(new Dictionary<Refusal, int> { [Refusal.OverBudget] = 30 }));
    }

    [Test]
    public void One_account_for_two_people_neither_credits_itself_nor_spends_twice()
    {
        var merged = Records(people: 5, account: person => person.Number == Other ? default : Accounts.Of(person.Number == Second ? Founder : person.Number));
        var ledger = Ledger(Founder, Newcomer);

        var plan = Plan(
            ledger,
            [(Founder, Second, 10), (Founder, Other, 1000), (Founder, Newcomer, 700), (Second, Newcomer, 301), (Second, Newcomer, 300)],
            [50, 50],
            merged);

        Assert.That(plan.Evaluations.Select(Brief), Is.EqualTo(new[] { "0#0 2:700", "0#1 2:300" }));
        Assert.That(plan.LeftOut.Select(credit => credit.Reason), Is.EqualTo(new[] { Refusal.SelfCredit, Refusal.ZeroRecipient, Refusal.OverBudget }));
    }

    [Test]
    public void The_ledger_takes_every_evaluation_in_order_and_would_take_no_credit_left_out()
    {
        var credit = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 11], Gen.Frequency((3, Gen.Int[1, 60]), (1, Gen.Int[90, 400])));
        Gen.Select(credit.Array[0, 300], Gen.Int[1, 4], Gen.UInt[1, 300]).Sample((credits, founders, introduction) =>
        {
            var wide = Records(people: 12);
            var reputation = Enumerable.Range(1, founders).Select(share => 10UL * (ulong)share).ToArray();
            LedgerState Fresh()
            {
                var fresh = new LedgerState(Domain);
                fresh.Found(Enumerable.Range(0, founders).Select(Accounts.Of), Points, introduction);
                return fresh;
            }

            var total = reputation.Aggregate((sum, share) => sum + share);
            ulong Of(Address account) => Enumerable.Range(0, founders).Where(number => Accounts.Of(number) == account).Select(number => reputation[number]).SingleOrDefault();
            PlannedCredit[] planned = [.. credits.OrderBy(given => given.Item1).Select(given => new PlannedCredit(given.Item1, given.Item2, 0, 0, (uint)given.Item3))];

            var plan = EpochPlanner.Plan(Fresh(), planned, wide, Of, total);

            var ledger = Fresh();
            foreach (var evaluation in plan.Evaluations)
            {
                Assert.That(ledger.Check(evaluation, Of(evaluation.Evaluator), total), Is.EqualTo(Refusal.None));
                ledger.Apply(evaluation);
            }
            Assert.That(ledger.Credits.Count + plan.LeftOut.Count, Is.EqualTo(planned.Length));
            Assert.That(
                plan.LeftOut.Where(left => left.Reason == Refusal.NotIntroduced).Select(left => ledger.Introduces(left.Credit.Points, Of(Accounts.Of(left.Credit.Evaluator)), total)),
                Is.All.False);
        }, iter: 300);
    }

    private static RecordDomain Domain { get; } = new(31337, Accounts.Of(99));

    private static ImportedRecords Records(int people, Func<Person, Address>? account = null)
    {
        var history = new HistoryBuilder();
        history.Add(new string('a', 40), 0, [0], "lib", "Commit", [], []);
        return ImportedRecords.From(
            history.Build([.. Enumerable.Range(0, people).Select(number => new Person(number, $"{number}", $"{number}"))]),
            account ?? Accounts.Of);
    }

    private static LedgerState Ledger(params int[] founders)
    {
        var ledger = new LedgerState(Domain);
        ledger.Found(founders.Select(Accounts.Of), Points, Introduction);
        return ledger;
    }

    private EpochPlan Plan(LedgerState ledger, IEnumerable<(int From, int To, int Points)> credits, ulong[] reputation, ImportedRecords? other = null) =>
        EpochPlanner.Plan(
            ledger,
            credits.Select(credit => new PlannedCredit(credit.From, credit.To, 0, 0, (uint)credit.Points)),
            other ?? records,
            account => account == Accounts.Of(Founder) ? reputation[0] : account == Accounts.Of(Second) ? reputation.ElementAtOrDefault(1) : 0,
            reputation.Aggregate((sum, share) => sum + share));

    private static string Brief(Evaluation evaluation) =>
        $"{evaluation.Evaluator.ToArray()[^1]}#{evaluation.Nonce} "
        + string.Join(' ', evaluation.Credits.Select(credit => $"{credit.Recipient.ToArray()[^1]}:{credit.Points}"));
}
