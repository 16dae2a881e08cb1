namespace DecentralOrg.Kernel.Records;

/// <summary>The sentences behind refusals: what is wrong, why, and what to do next.</summary>
public static class RefusalText
{
    /// <summary>The sentence of a refusal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number that this version does not know.</exception>
    public static string Sentence(this Refusal refusal) => refusal switch
    {
        Refusal.None => "The record can be taken.",
        Refusal.AreaLength => "The area must have 1 to 32 bytes, because it is shown and summed everywhere; choose a shorter name for it.",
        Refusal.TitleLength => "The title must have 1 to 140 bytes; write one line and keep the rest for the page behind the URI.",
        Refusal.UriLength => "The URI must have at most 256 bytes; use a shorter one or leave it out.",
        Refusal.CoAuthorCount => "At most 16 co-authors fit into a contribution; split the work into several contributions.",
        Refusal.CoAuthorRepeated => "Every co-author is named once, and the contributor is not his own co-author; remove the repetition.",
        Refusal.ShareOutOfRange => "Every co-author's share must be at least 1 of 10000, and together they must be below 10000, because the rest is the contributor's; change the shares.",
        Refusal.BuildsOnCount => "A contribution can build on at most 16 others; name the most important ones.",
        Refusal.CreditCount => "An evaluation carries 1 to 64 credits; split it into several evaluations.",
        Refusal.WrongEpoch => "The evaluation is for another epoch than the open one, and points are never moved between epochs; sign it again for the open epoch.",
        Refusal.UnknownMember => "Only members have points to give; ask a member to credit a contribution of yours first.",
        Refusal.WrongNonce => "The nonce must be the number of your evaluations already taken in this epoch; read it from the ledger and sign again.",
        Refusal.ZeroPoints => "A credit must have at least one point; leave out the empty credit.",
        Refusal.SelfCredit => "Nobody can credit himself; leave out the credit to yourself.",
        Refusal.ZeroRecipient => "The zero address is nobody's; name the recipient of the credit.",
        Refusal.NotIntroduced => "The recipient is no member, and your points weighted by your reputation are too few to introduce him; give more points in one credit or leave it out.",
        Refusal.LedgerFull => "The ledger has its 1,048,576 members; credit members only.",
        Refusal.OverBudget => "The credits are more than the points you have left in this epoch; give fewer points.",
        Refusal.SignatureInvalid => "The signature is not one of the record's author for this ledger and chain; sign the record again with that account.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "The ledger knows a refusal that this version does not; update the software."),
    };
}
