using DecentralOrg.Ethereum;
using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Node.Tests.Publishing;

internal sealed class FeePolicyTests
{
    private static readonly PublishingOptions Options = new() { CeilingWeiPerGas = 1_000, BudgetWei = 1_000_000_000 };

    private readonly ManualTime time = new();

    private FeePolicy Policy => new(Options, time);

    [Test]
    public void First_offer_is_twice_the_base_fee_and_the_tip() =>
        Assert.That(Offer(Policy.First(new Fees(100, 7), 21_000, new(0))), Is.EqualTo(new Bid(7, 207)));

    [Test]
    public void First_offer_stops_at_the_ceiling() =>
        Assert.That(Offer(Policy.First(new Fees(900, 7), 21_000, new(0))), Is.EqualTo(new Bid(7, 1_000)));

    [Test]
    public void A_base_fee_above_the_ceiling_is_told_with_both() =>
        Assert.That(Held(Policy.First(new Fees(1_001, 7), 21_000, new(0))), Does.StartWith("fee ceiling reached; current base fee 1001, ceiling 1000 wei per gas"));

    [Test]
    public void What_the_budget_cannot_pay_is_not_offered()
    {
        Assert.That(Offer(Policy.First(new Fees(100, 7), 1_000_000, new(850_000_000))), Is.EqualTo(new Bid(7, 150)));
        Assert.That(Held(Policy.First(new Fees(100, 7), 1_000_000, new(900_000_000))), Does.StartWith("budget reached; 900000000 of 1000000000 wei"));
        Assert.That(Held(Policy.First(new Fees(100, 7), 1_000_000, new(2_000_000_000))), Does.StartWith("budget reached"));
    }

    [Test]
    public void What_all_budgets_of_a_purse_have_spent_is_left_to_none_of_them()
    {
        var policy = new FeePolicy(Options with { PurseWei = 3_000_000_000 }, time);
        Assert.That(Offer(policy.First(new Fees(100, 7), 1_000_000, new(0, 2_850_000_000))), Is.EqualTo(new Bid(7, 150)));
        Assert.That(Held(policy.First(new Fees(100, 7), 1_000_000, new(0, 2_900_000_000))), Does.StartWith("budget of all accounts together reached; 2900000000 of 3000000000 wei"));
        Assert.That(Held(policy.First(new Fees(100, 7), 1_000_000, new(950_000_000, 2_500_000_000))), Does.StartWith("budget reached; 950000000 of 1000000000 wei"));
        Assert.That(Held(policy.Replacement(Attempt(new Bid(10, 110)), true, 6, new Fees(200, 7), new(0, 3_000_000_000))), Does.StartWith("budget of all accounts"));
    }

    [Test]
    public void A_replacement_waits_for_its_time_and_for_a_block()
    {
        var last = Attempt(new Bid(10, 110));
        Assert.That(Replace(last, head: 6), Is.TypeOf<FeeDecision.Keep>());
        time.Advance(TimeSpan.FromSeconds(44));
        Assert.That(Replace(last, head: 6), Is.TypeOf<FeeDecision.Keep>());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Replace(last, head: 5), Is.TypeOf<FeeDecision.Keep>(), "no block passed it over");
        Assert.That(Offer(Replace(last, head: 6)), Is.EqualTo(new Bid(12, 124)));
    }

    [Test]
    public void A_clock_set_back_does_not_stop_replacements()
    {
        var last = Attempt(new Bid(10, 110));
        time.Advance(TimeSpan.FromDays(-1));
        Assert.That(Replace(last, head: 6), Is.TypeOf<FeeDecision.Offer>());
    }

    [Test]
    public void Who_waits_behind_another_pays_more_only_if_the_block_asks_for_more()
    {
        var last = Attempt(new Bid(10, 110));
        time.Advance(TimeSpan.FromSeconds(45));
        Assert.That(Policy.Replacement(last, false, 6, new Fees(50, 7), default), Is.TypeOf<FeeDecision.Keep>());
        Assert.That(Policy.Replacement(last, false, 6, new Fees(104, 7), default), Is.TypeOf<FeeDecision.Offer>());
    }

    [Test]
    public void At_the_ceiling_it_is_held_only_while_no_block_can_take_it()
    {
        var last = Attempt(new Bid(10, 950));
        Assert.That(Held(Replace(last, head: 6, baseFee: 951)), Does.Contain("951"));
        Assert.That(Replace(last, head: 6, baseFee: 950), Is.TypeOf<FeeDecision.Keep>());
    }

    [Test]
    public void Every_replacement_is_one_that_geth_takes_and_none_passes_the_ceiling() =>
        Gen.Select(Gen.Int[0, 900], Gen.Int[0, 1_000], Gen.Int[0, 1_200], Gen.Int[0, 300]).Sample((tip, more, baseFee, tipNow) =>
        {
            var bid = new Bid((UInt128)tip, (UInt128)(tip + more));
            var clock = new ManualTime();
            var last = Attempt(bid) with { SignedAt = clock.GetUtcNow() - TimeSpan.FromMinutes(1) };
            return new FeePolicy(Options, clock).Replacement(last, true, 6, new Fees((UInt128)baseFee, (UInt128)tipNow), default) is not FeeDecision.Offer { Bid: var next }
                || (next.Cap <= 1_000 && next.Tip <= next.Cap && next.Tip * 10 >= bid.Tip * 11 && next.Cap * 10 >= bid.Cap * 11);
        });

    private FeeDecision Replace(Attempt last, ulong head, int baseFee = 50) => Policy.Replacement(last, true, head, new Fees((UInt128)baseFee, 7), default);

    private Attempt Attempt(Bid bid) => new(1, new SignedTransaction(default, 0, []), 21_000, bid, 5, time.GetUtcNow(), null, null);

    private static Bid Offer(FeeDecision decision) => ((FeeDecision.Offer)decision).Bid;

    private static string Held(FeeDecision decision) => ((FeeDecision.Hold)decision).Sentence;
}
