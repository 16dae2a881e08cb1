namespace DecentralOrg.Kernel.Settlement;

/// <summary>Why nothing can be derived from a vector.</summary>
public enum SettlementRule
{
    /// <summary>A member's influence is below his seed.</summary>
    NegativeEarned,

    /// <summary>What was earned is not the total that was announced.</summary>
    WrongTotal,

    /// <summary>More was earned than can be.</summary>
    MoreThanCanBeEarned,

    /// <summary>A member's rewards pass 64 bits, which is possible in bundles only.</summary>
    CumulativeTooLarge,
}

/// <summary>Why nothing can be derived from a vector, and where.</summary>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Member">The member it is broken at; null if at none alone.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
public sealed record SettlementRefusal(SettlementRule Rule, int? Member, string Sentence);
