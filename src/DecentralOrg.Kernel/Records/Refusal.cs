namespace DecentralOrg.Kernel.Records;

/// <summary>
/// Why a record is not taken. The chain stores these numbers in its log: names and order are those of the ledger's enum,
/// and values are only ever added at the end.
/// </summary>
public enum Refusal
{
    /// <summary>Nothing stands against the record.</summary>
    None,

    /// <summary>The area has not 1..32 bytes.</summary>
    AreaLength,

    /// <summary>The title has not 1..140 bytes.</summary>
    TitleLength,

    /// <summary>The URI has more than 256 bytes.</summary>
    UriLength,

    /// <summary>There are more than 16 co-authors.</summary>
    CoAuthorCount,

    /// <summary>A co-author is named twice or is the contributor.</summary>
    CoAuthorRepeated,

    /// <summary>A share is zero, or the shares leave nothing to the contributor.</summary>
    ShareOutOfRange,

    /// <summary>The contribution builds on more than 16 others.</summary>
    BuildsOnCount,

    /// <summary>There are not 1..64 credits.</summary>
    CreditCount,

    /// <summary>The evaluation is not for the open epoch.</summary>
    WrongEpoch,

    /// <summary>The evaluator is not a member.</summary>
    UnknownMember,

    /// <summary>The nonce is not the number of the evaluator's evaluations taken in this epoch.</summary>
    WrongNonce,

    /// <summary>A credit has no points.</summary>
    ZeroPoints,

    /// <summary>A credit is for the evaluator itself.</summary>
    SelfCredit,

    /// <summary>A credit is for the zero address.</summary>
    ZeroRecipient,

    /// <summary>A credit is for somebody who is no member, and too small to introduce him.</summary>
    NotIntroduced,

    /// <summary>The ledger has no room for the newcomers.</summary>
    LedgerFull,

    /// <summary>The evaluator has fewer points left in this epoch.</summary>
    OverBudget,

    /// <summary>The signature is not one of the record's author.</summary>
    SignatureInvalid,
}
