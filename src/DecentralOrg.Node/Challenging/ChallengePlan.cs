using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Scoring;

namespace DecentralOrg.Node.Challenging;

/// <summary>A transaction of a challenge.</summary>
/// <param name="First">The first credit of the row that it brings.</param>
/// <param name="Credits">How many it brings.</param>
/// <param name="Call">What brings them; the last one refutes.</param>
internal readonly record struct ChallengePart(int First, int Credits, ContractCall Call);

/// <summary>Cuts the evidence against one wrong row into transactions that a block takes.</summary>
/// <param name="settlement">The organization's settlement contract.</param>
/// <param name="mostCredits">Credits that one transaction brings, at most.</param>
/// <param name="mostPages">Pages that one transaction brings, at most.</param>
internal sealed class ChallengePlan(SettlementContract settlement, int mostCredits = ChallengePlan.MostCredits, int mostPages = ChallengePlan.MostPages)
{
    /// <summary>4,000 credits and 96 pages are 81 KiB of calldata, of the 128 KiB that nodes take.</summary>
    private const int MostCredits = 4_000;

    private const int MostPages = 96;

    /// <summary>The transactions in their order.</summary>
    /// <param name="pending">The epoch with the wrong settlement.</param>
    /// <param name="wrong">Its wrong row.</param>
    public IEnumerable<ChallengePart> Parts(PendingEpoch pending, WrongRow wrong)
    {
        ulong[] posted = [.. pending.Standing!.Influence];
        LogCredit[] received = [.. pending.Log.Credits.Where(credit => credit.To == wrong.Member)];
        var parts = Cut(received, Page.Of(wrong.Member));
        for (var i = 0; i < parts.Count; i++)
        {
            var (first, count) = parts[i];
            var part = received.AsSpan(first, count).ToArray();
            yield return new ChallengePart(first, count, i == parts.Count - 1
                ? RowChallenge.Of(pending.Number, part, posted, pending.Previous.State.AsSpan(), wrong).Call(settlement)
                : settlement.ReplayRow(pending.Number, (uint)wrong.Member, (uint)first, RowChallenge.PagesOf(posted, part.Select(credit => Page.Of(credit.From))), CreditRow.Pack(part)));
        }
    }

    /// <summary>Every part with room for the member's own page, which the last one needs.</summary>
    private List<(int First, int Count)> Cut(LogCredit[] received, int own)
    {
        var parts = new List<(int First, int Count)>();
        var pages = new HashSet<int> { own };
        var first = 0;
        for (var i = 0; i < received.Length; i++)
        {
            if (i - first < mostCredits && (pages.Contains(Page.Of(received[i].From)) || pages.Count < mostPages))
            {
                pages.Add(Page.Of(received[i].From));
                continue;
            }
            parts.Add((first, i - first));
            pages = [own, Page.Of(received[i].From)];
            first = i;
        }
        parts.Add((first, received.Length - first));
        return parts;
    }
}
