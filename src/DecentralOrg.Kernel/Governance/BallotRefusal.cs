namespace DecentralOrg.Kernel.Governance;

/// <summary>Why a ballot on the parameters does not count.</summary>
public enum BallotRefusal
{
    /// <summary>It counts.</summary>
    None,

    /// <summary>It is typed data of another type.</summary>
    NotABallot,

    /// <summary>The name of the vote has not 1 to 64 bytes.</summary>
    BallotLength,

    /// <summary>It names no parameter.</summary>
    NoPreference,

    /// <summary>It names a parameter twice.</summary>
    ParameterRepeated,

    /// <summary>A value is outside the bounds of its parameter.</summary>
    OutOfBounds,

    /// <summary>A name is no parameter's.</summary>
    UnknownParameter,

    /// <summary>The signature is not the voter's for this organization.</summary>
    SignatureInvalid,

    /// <summary>It is for another vote.</summary>
    OtherBallot,

    /// <summary>The voter has no reputation.</summary>
    NoReputation,

    /// <summary>The same ballot stands earlier already.</summary>
    Repeated,

    /// <summary>The voter signed another one with a higher nonce.</summary>
    Superseded,

    /// <summary>The voter signed two with the highest nonce that differ.</summary>
    NonceReused,
}

/// <summary>The sentences behind refusals of ballots: what is wrong, why, and what to do next.</summary>
public static class BallotRefusalText
{
    /// <summary>The sentence of a refusal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No refusal.</exception>
    public static string Sentence(this BallotRefusal refusal) => refusal switch
    {
        BallotRefusal.None => "The ballot counts.",
        BallotRefusal.NotABallot => "The primary type is not ParameterBallot, so it is no ballot on the parameters; take the types that `dorg ballot sign` writes.",
        BallotRefusal.BallotLength => "The name of the vote must have 1 to 64 bytes; take that of the other ballots.",
        BallotRefusal.NoPreference => "The ballot names no parameter and so prefers what is; name one and sign again, or do not vote.",
        BallotRefusal.ParameterRepeated => "The ballot names a parameter twice, and nobody can tell which value is meant; name it once and sign again.",
        BallotRefusal.OutOfBounds => "A value is outside the bounds that the contract holds its parameter to, so no vote could set it; choose one within them and sign again.",
        BallotRefusal.UnknownParameter => $"There is no parameter of this name; name one of {string.Join(", ", ParameterNames.All)}.",
        BallotRefusal.SignatureInvalid => "The signature is not the voter's for this chain and ledger; sign the ballot again with that account. Contract accounts cannot be asked from a file.",
        BallotRefusal.OtherBallot => "The ballot is for another vote; count it there, or sign one for this vote.",
        BallotRefusal.NoReputation => "The voter has no reputation among those given, and it is what ballots weigh; nothing is lost for the others.",
        BallotRefusal.Repeated => "The same ballot stands on an earlier line and counts once.",
        BallotRefusal.Superseded => "The voter signed another ballot with a higher nonce, which counts in its stead.",
        BallotRefusal.NonceReused => "The voter signed two different ballots with his highest nonce, so that nobody can tell which is the last; sign one with a higher nonce.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "There is no such refusal; update the software."),
    };
}
