using System.Collections.Immutable;
using Map = DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>What a bundle says before its credits: which epoch it is, under which terms, and who its members are.</summary>
/// <param name="Epoch">The epoch's number.</param>
/// <param name="Terms">The epoch's terms.</param>
/// <param name="Members">The members, in order of their numbers; 1..2^22.</param>
public sealed record BundleHeader(uint Epoch, EpochTerms Terms, ImmutableArray<BundleMember> Members)
{
    /// <summary>The members' state before the epoch, in order of their numbers.</summary>
    public MemberState[] Previous() => [.. Members.Select(member => member.State)];

    /// <summary>The members' reputation before the epoch, in order of their numbers.</summary>
    public ulong[] Reputation() => [.. Members.Select(member => member.State.Reputation)];

    /// <summary>Derives the settlement of the epoch from its influence.</summary>
    /// <param name="influence">The solution for these members and terms.</param>
    /// <exception cref="BundleException">A member's rewards pass 2^64 - 1 with this epoch.</exception>
    public SettlementVector Settle(Map influence)
    {
        ArgumentNullException.ThrowIfNull(influence);
        return SettlementVector.TryDerive(influence.Values.AsSpan(), Previous(), Terms, influence.TotalEarned, out var settlement, out var refusal)
            ? settlement
            : throw new BundleException(new BundleRefusal(1, BundleRule.CumulativeTooLarge, refusal.Sentence));
    }
}
