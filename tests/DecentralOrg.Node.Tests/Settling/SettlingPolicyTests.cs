using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Scoring;
using DecentralOrg.Node.Settling;

namespace DecentralOrg.Node.Tests.Settling;

/// <summary>What a settler wants at each point of an epoch's life.</summary>
internal sealed class SettlingPolicyTests
{
    private static readonly DateTimeOffset Closes = DateTimeOffset.FromUnixTimeSeconds(2_000_000_000);
    private static readonly SettlementContract Contract = new(new Following.FakeChain([], (_, _) => { }), Chronicle.Account(700));

    private readonly SettlingPolicy policy = new(Contract, Chronicle.Settler);
    private Chronicle chronicle = null!;

    [SetUp]
    public void Found() => chronicle = new Chronicle(1_000_000, 1);

    [TestCase(-1, 0)]
    [TestCase(0, 1)]
    [TestCase(60, 1)]
    public void The_open_epoch_is_closed_as_soon_as_it_can_be(int seconds, int count)
    {
        var wants = policy.Wants(new SettlementSituation(0, chronicle.Settled, null), Closes.AddSeconds(seconds), Closes);
        Assert.That(wants, Has.Count.EqualTo(count));
        if (count == 1)
            Assert.That(wants[0].Call.Data, Is.EqualTo(Contract.CloseEpoch().Data));
    }

    [Test]
    public void A_closed_epoch_is_submitted_whole_and_the_last_part_carries_the_bond()
    {
        // 64 founders and 8,192 newcomers: 129 pages, of which a part brings 64.
        const int founders = 64;
        chronicle = new Chronicle([.. Enumerable.Repeat(1_000UL, founders)]);
        for (var first = founders; first < founders + 8_192; first += 64)
            chronicle.Evaluate(first / 64 % founders, [.. Enumerable.Range(first, 64).Select(account => (account, 1u))]);
        chronicle.Close();
        var now = Situation();
        var wants = policy.Wants(now, Closes, Closes);
        Assert.That(wants, Has.Count.EqualTo(3));
        Assert.That(wants.Select(want => want.Call.Value), Is.EqualTo(new[] { UInt128.Zero, UInt128.Zero, now.Pending!.Terms.Bond }));
        Assert.That(wants.Select(want => want.Key), Is.Unique);
        var brought = new List<ulong>();
        foreach (var want in wants)
        {
            Assert.That(SettlementContract.TryDecodeSubmit(want.Call.Data, out var part), "a submission");
            Assert.That((part!.Expected, (int)part.FirstPage), Is.EqualTo((now.Pending.Expected, brought.Count / Page.Members)));
            brought.AddRange(Page.UnpackInfluence(part.X));
        }
        Assert.That(brought, Is.EqualTo(now.Pending.Right.Influence));
    }

    [TestCase(0, false, 0)]
    [TestCase(1, false, 1)]
    [TestCase(1, true, 0)]
    [TestCase(1_000_000, true, 0)]
    public void What_stands_is_final_after_its_deadline_unless_it_is_wrong(int seconds, bool wrong, int count)
    {
        chronicle.Evaluate(0, (1, 5));
        chronicle.Close();
        var now = Situation(Closes, wrong ? new WrongRow(1, 2, 3) : null);
        var wants = policy.Wants(now, Closes.AddSeconds(seconds), Closes);
        Assert.That(wants, Has.Count.EqualTo(count));
        if (count == 1)
            Assert.That(wants[0].Call.Data, Is.EqualTo(Contract.Finalize(0).Data));
    }

    [Test]
    public void Two_settlers_do_not_take_each_others_transactions_for_their_own()
    {
        chronicle.Close();
        var other = new SettlingPolicy(Contract, Chronicle.Account(901));
        Assert.That(other.Wants(Situation(), Closes, Closes)[0].Key, Is.Not.EqualTo(policy.Wants(Situation(), Closes, Closes)[0].Key));
    }

    /// <summary>The closed epoch is pending; with a deadline the right settlement of it stands.</summary>
    private SettlementSituation Situation(DateTimeOffset? deadline = null, WrongRow? wrong = null)
    {
        var closed = chronicle.Closed;
        var computed = EpochComputation.Of(closed.KernelTerms, closed.Log!, [.. chronicle.Settled.State]);
        var right = computed.Settlement;
        var standing = deadline is not { } until ? null : new PostedSettlement(
            Chronicle.Settler, right.Influence, right.Root, right.TotalEarned, right.Reputation, (ulong)until.ToUnixTimeSeconds());
        return new SettlementSituation(1, chronicle.Settled, new PendingEpoch(
            closed.Number, closed.Terms, closed.KernelTerms, closed.Log!, chronicle.Settled, computed, 0, standing, wrong));
    }
}
