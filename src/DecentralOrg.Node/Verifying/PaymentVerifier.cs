using System.Numerics;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Verifying;

/// <summary>
/// Compares every claim with the state of the settlement that was final then, and all that was minted with the claims.
/// </summary>
internal static class PaymentVerifier
{
    /// <summary>Units of the token, which has 18 decimals, in a unit of settlements, which have 9.</summary>
    private static readonly BigInteger TokenUnit = 1_000_000_000;

    /// <summary>What does not follow.</summary>
    /// <param name="organization">With all claims and transfers.</param>
    /// <param name="states">The state after genesis, and after each final epoch.</param>
    public static IEnumerable<Finding> Run(Organization organization, IReadOnlyList<IReadOnlyList<MemberState>> states)
    {
        var paid = new Dictionary<uint, ulong>();
        var minted = BigInteger.Zero;
        foreach (var claim in organization.Claims)
        {
            minted += claim.Minted * TokenUnit;
            // Where an epoch could not be derived, what follows from it is not known either; that has been said there.
            if (claim.FinalEpochs >= states.Count)
                continue;
            var state = states[claim.FinalEpochs];
            if (claim.Member >= state.Count || organization.Ledger.Members[(int)claim.Member] != claim.Account)
            {
                yield return new Finding(FindingRule.Payment, $"{claim.Account} was paid as member {claim.Member}, which it is not.");
                continue;
            }
            var member = state[(int)claim.Member];
            var due = member.Cumulative - paid.GetValueOrDefault(claim.Member);
            if (claim.Minted != due || claim.Reputation != member.Reputation)
            {
                yield return new Finding(
                    FindingRule.Payment,
                    $"Member {claim.Member} ({claim.Account}) was paid {claim.Minted} and given reputation {claim.Reputation}; {due} and {member.Reputation} were due.");
            }
            paid[claim.Member] = member.Cumulative;
        }
        if (minted != organization.Token.Minted)
            yield return new Finding(FindingRule.Payment, $"{organization.Token.Minted} of the token's smallest units were minted; the claims come to {minted}.");
    }
}
