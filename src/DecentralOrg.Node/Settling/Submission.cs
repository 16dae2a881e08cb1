using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Settling;

/// <summary>A part of a settlement, as one transaction brings it.</summary>
/// <param name="FirstPage">Its first page.</param>
/// <param name="Pages">How many pages it has.</param>
/// <param name="Call">What brings it; the last one carries the bond.</param>
internal readonly record struct SubmissionPart(int FirstPage, int Pages, ContractCall Call);

/// <summary>Cuts a settlement into transactions.</summary>
internal static class Submission
{
    /// <summary>
    /// Pages that one transaction brings: 64 of them are 96 KiB of calldata, of the 128 KiB that nodes take, and about half
    /// the gas that a transaction may have.
    /// </summary>
    private const int PagesPerCall = 64;

    /// <summary>The parts in the order in which the contract takes them.</summary>
    /// <param name="settlement">The organization's settlement contract.</param>
    /// <param name="epoch">The closed epoch.</param>
    /// <param name="expected">What the chain must have frozen; otherwise the contract refuses instead of taking a lie.</param>
    /// <param name="vector">What was computed for it.</param>
    /// <param name="previous">The settlement before it.</param>
    /// <param name="bond">The epoch's bond in wei.</param>
    public static IEnumerable<SubmissionPart> Parts(
        SettlementContract settlement, uint epoch, Bytes32 expected, SettlementVector vector, SettlementVector previous, UInt128 bond)
    {
        for (var first = 0; first < vector.Pages.Length; first += PagesPerCall)
        {
            var count = Math.Min(PagesPerCall, vector.Pages.Length - first);
            var known = Math.Min(count, previous.Pages.Length - first);
            var before = known > 0 ? previous.StatePages(first, known) : [];
            var last = first + count == vector.Pages.Length;
            yield return new SubmissionPart(first, count, settlement.Submit(
                epoch, expected, vector.TotalEarned, (uint)first, vector.InfluencePages(first, count), before, last ? bond : 0));
        }
    }
}
