using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Claiming;

/// <summary>A claim for members of one page, which one transaction brings.</summary>
/// <param name="Page">The page.</param>
/// <param name="Members">How many members it is for.</param>
/// <param name="Call">What brings it.</param>
public readonly record struct PageClaim(int Page, int Members, ContractCall Call)
{
    /// <summary>The claims for some members, page by page.</summary>
    /// <param name="settlement">The organization's settlement contract.</param>
    /// <param name="final">What the last final settlement derived.</param>
    /// <param name="members">The members' numbers, ascending.</param>
    internal static IEnumerable<PageClaim> For(SettlementContract settlement, SettlementVector final, IEnumerable<int> members) =>
        members.GroupBy(Kernel.Settlement.Page.Of).Select(page => new PageClaim(
            page.Key, page.Count(), settlement.Claim((uint)page.Key, [.. page.Select(member => (uint)member)], final.StatePages(page.Key))));
}
