using System.Collections.Immutable;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using Map = DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>A member of a bundle, before its epoch.</summary>
/// <param name="Account">The account as it was written: <c>0x</c> and 40 hex digits in any case.</param>
/// <param name="State">Rewards and reputation before the epoch.</param>
public readonly record struct BundleMember(string Account, MemberState State);

/// <summary>All that is needed to recompute an epoch.</summary>
/// <param name="Epoch">The epoch's number.</param>
/// <param name="Terms">The epoch's terms.</param>
/// <param name="Members">The members, in order of their numbers.</param>
/// <param name="Credits">The credits, in log order.</param>
public sealed record Bundle(uint Epoch, EpochTerms Terms, ImmutableArray<BundleMember> Members, ImmutableArray<LogCredit> Credits)
{
    /// <summary>The name and version of the format, in the header of every bundle.</summary>
    public const string Format = "decentralorg/bundle/1";

    /// <summary>All of it but the credits.</summary>
    public BundleHeader Header => new(Epoch, Terms, Members);

    /// <summary>The members' state before the epoch, in order of their numbers.</summary>
    public MemberState[] Previous() => Header.Previous();

    /// <summary>Computes influence and settlement of the epoch.</summary>
    /// <exception cref="BundleException">A member's rewards pass 2^64 - 1 with this epoch.</exception>
    public SettlementVector Settle() =>
        Header.Settle(Map.Solve(CreditGraph.From(Members.Length, Credits), Header.Reputation(), Terms.Influence));
}
