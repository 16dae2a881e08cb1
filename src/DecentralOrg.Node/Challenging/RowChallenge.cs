using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Challenging;

/// <summary>
/// All that shows the chain one wrong row of a settlement: the arguments of <c>challengeRow</c>. Whoever sends them deletes
/// the settlement, if it still stands and its time of challenge is not over.
/// </summary>
/// <param name="Epoch">The epoch whose settlement is wrong.</param>
/// <param name="Member">The member whose row is no fixed point.</param>
/// <param name="Pages">The pages of the posted vector that hold the member and everybody who credited him.</param>
/// <param name="PreviousPage">The page of the state before that holds the member; empty if he was no member then.</param>
/// <param name="Credits">The credits he got, in log order: giver and points, 4 bytes each.</param>
public sealed record RowChallenge(uint Epoch, uint Member, IReadOnlyList<VectorPage> Pages, byte[] PreviousPage, byte[] Credits)
{
    /// <summary>Gathers the arguments.</summary>
    /// <param name="log">The epoch's log.</param>
    /// <param name="posted">The posted vector.</param>
    /// <param name="previous">The state before the epoch.</param>
    /// <param name="wrong">The row to show.</param>
    public static RowChallenge Against(ClosedLog log, ReadOnlySpan<ulong> posted, ReadOnlySpan<MemberState> previous, WrongRow wrong)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Of(log.Epoch, [.. log.Credits.Where(credit => credit.To == wrong.Member)], posted, previous, wrong);
    }

    /// <summary>Gathers the arguments.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="received">The credits that the member got, in log order; of a row that was replayed up to some credit, those after it.</param>
    /// <param name="posted">The posted vector.</param>
    /// <param name="previous">The state before the epoch.</param>
    /// <param name="wrong">The row to show.</param>
    internal static RowChallenge Of(
        uint epoch, IReadOnlyList<LogCredit> received, ReadOnlySpan<ulong> posted, ReadOnlySpan<MemberState> previous, WrongRow wrong)
    {
        var before = wrong.Member < previous.Length
            ? Page.Pack(previous[Page.Range(Page.Of(wrong.Member), previous.Length)])
            : [];
        var pages = PagesOf(posted, received.Select(credit => Page.Of(credit.From)).Append(Page.Of(wrong.Member)));
        return new RowChallenge(epoch, (uint)wrong.Member, pages, before, CreditRow.Pack(received));
    }

    /// <summary>Pages of a posted vector, each once and in order.</summary>
    internal static IReadOnlyList<VectorPage> PagesOf(ReadOnlySpan<ulong> posted, IEnumerable<int> numbers)
    {
        var pages = new List<VectorPage>();
        foreach (var number in numbers.Distinct().Order())
            pages.Add(new VectorPage((uint)number, Page.Pack(posted[Page.Range(number, posted.Length)])));
        return pages;
    }

    /// <summary>The call that refutes the settlement.</summary>
    public ContractCall Call(SettlementContract settlement)
    {
        ArgumentNullException.ThrowIfNull(settlement);
        return settlement.ChallengeRow(Epoch, Member, Pages, PreviousPage, Credits);
    }
}
