using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Challenging;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Scoring;

namespace DecentralOrg.Node.Tests.Challenging;

/// <summary>A row that is too long for one transaction is brought in parts, none of which is too large.</summary>
internal sealed class ChallengePlanTests
{
    private const int Newcomers = 200;
    private const int Accused = 1;

    private readonly SettlementContract contract = new(new Following.FakeChain([], (_, _) => { }), Chronicle.Account(700));
    private PendingEpoch pending = null!;
    private LogCredit[] received = [];

    [OneTimeSetUp]
    public void Play()
    {
        var chronicle = new Chronicle(1_000_000, 1);
        for (var first = 0; first < Newcomers; first += 50)
            chronicle.Evaluate(0, [.. Enumerable.Range(first + 2, 50).Select(account => (account, 3u))]);
        chronicle.Settle();
        for (var giver = 2; giver < Newcomers; giver += 3)
            chronicle.Evaluate(giver, (Accused, (uint)giver));
        chronicle.Close();
        var (closed, right) = (chronicle.Closed, chronicle.Compute());
        var posted = new PostedSettlement(Chronicle.Settler, right.Influence, right.Root, right.TotalEarned, right.Reputation, 0);
        pending = new PendingEpoch(
            closed.Number, Terms.Default, closed.KernelTerms, closed.Log!, chronicle.Settled,
            EpochComputation.Of(closed.KernelTerms, closed.Log!, [.. chronicle.Settled.State]), 0, posted, null);
        received = [.. closed.Log!.Credits.Where(credit => credit.To == Accused)];
    }

    [TestCase(1_000, 96, 1)]
    [TestCase(10, 96, 7)]
    [TestCase(1, 2, 66)]
    [TestCase(1_000, 2, 3)]
    [TestCase(7, 3, 10)]
    public void Parts_bring_every_credit_once_in_order_and_none_is_too_large(int mostCredits, int mostPages, int count)
    {
        var parts = new ChallengePlan(contract, mostCredits, mostPages).Parts(pending, new WrongRow(Accused, 1, 2)).ToList();
        Assert.That(parts, Has.Count.EqualTo(count));
        var brought = new List<byte>();
        foreach (var part in parts)
        {
            var last = part == parts[^1];
            var (pages, credits) = Read(part.Call, last);
            Assert.Multiple(() =>
            {
                Assert.That(part.First, Is.EqualTo(brought.Count / CreditRow.CreditLength));
                Assert.That(part.Credits, Is.LessThanOrEqualTo(mostCredits));
                Assert.That(pages, Has.Count.LessThanOrEqualTo(mostPages));
                Assert.That(credits, Has.Length.EqualTo(part.Credits * CreditRow.CreditLength));
                var givers = received.Skip(part.First).Take(part.Credits).Select(credit => (uint)Page.Of(credit.From));
                Assert.That(pages.Select(page => page.Number), Is.EquivalentTo((last ? givers.Append((uint)Page.Of(Accused)) : givers).Distinct()));
            });
            brought.AddRange(credits);
        }
        Assert.That(brought, Is.EqualTo(CreditRow.Pack(received)));
    }

    private static (IReadOnlyList<VectorPage> Pages, byte[] Credits) Read(ContractCall call, bool last)
    {
        if (last)
        {
            Assert.That(SettlementContract.TryDecodeChallengeRow(call.Data, out var challenge), "the last part refutes");
            return (challenge!.Pages, challenge.Credits);
        }
        Assert.That(SettlementContract.TryDecodeReplayRow(call.Data, out var replay), "the others replay");
        return (replay!.Pages, replay.Credits);
    }
}
