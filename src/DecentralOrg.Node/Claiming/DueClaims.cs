using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Scoring;

namespace DecentralOrg.Node.Claiming;

/// <summary>What a claim would do for a member.</summary>
/// <param name="Member">His number.</param>
/// <param name="Account">His account, which is paid.</param>
/// <param name="Pays">What is minted for him, in units of 10^-9 token.</param>
/// <param name="Reputation">The reputation that he gets, in units of 10^-9.</param>
public sealed record DueClaim(int Member, Address Account, ulong Pays, ulong Reputation);

/// <summary>Members whose rewards or reputation on the chain are not those of the last final settlement. Anyone can claim for anyone.</summary>
public sealed class DueClaims
{
    private readonly SettlementVector final;

    private DueClaims(SettlementVector final, IReadOnlyList<DueClaim> members)
    {
        this.final = final;
        Members = members;
    }

    /// <summary>The members, by number.</summary>
    public IReadOnlyList<DueClaim> Members { get; }

    /// <summary>What is due in an organization.</summary>
    /// <exception cref="FollowingException">A final settlement derives nothing, so what the endpoint shows cannot be the chain's.</exception>
    public static DueClaims Of(Organization organization)
    {
        ArgumentNullException.ThrowIfNull(organization);
        var genesis = organization.Genesis ?? throw new ArgumentException("The organization's founding is not known.", nameof(organization));
        return Of(organization, new FinalSettlements().LastOf(
            genesis, [.. organization.Epochs.Where(epoch => epoch.Final is not null).Select(epoch => (epoch, epoch.Final!))]));
    }

    /// <summary>What is due after a settlement, which is the last final one of an organization.</summary>
    internal static DueClaims Of(Organization organization, SettlementVector final)
    {
        var paid = new ulong[final.Members];
        foreach (var claim in organization.Claims.Where(claim => claim.Member < paid.Length))
            paid[claim.Member] += claim.Minted;
        return new DueClaims(final, [.. Enumerable.Range(0, final.Members).Select(member => Due(member)).OfType<DueClaim>()]);

        DueClaim? Due(int member)
        {
            var (account, right) = (organization.Ledger.Members[member], final.State[member]);
            return right == new MemberState(paid[member], organization.Reputation[account])
                ? null
                : new DueClaim(member, account, right.Cumulative - Math.Min(right.Cumulative, paid[member]), right.Reputation);
        }
    }

    /// <summary>The same for some of the members only.</summary>
    public DueClaims For(IReadOnlySet<int> members) => new(final, [.. Members.Where(due => members.Contains(due.Member))]);

    /// <summary>The calls that bring all of them up to date, one for each page of members.</summary>
    public IEnumerable<PageClaim> Calls(SettlementContract settlement)
    {
        ArgumentNullException.ThrowIfNull(settlement);
        return PageClaim.For(settlement, final, Members.Select(due => due.Member));
    }
}
