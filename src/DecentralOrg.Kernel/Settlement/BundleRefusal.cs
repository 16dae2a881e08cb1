namespace DecentralOrg.Kernel.Settlement;

/// <summary>The rules of a bundle, by what breaks them.</summary>
public enum BundleRule
{
    /// <summary>There is nothing, or an empty first line.</summary>
    Empty,

    /// <summary>The first line is not a header: no JSON object, or without a format.</summary>
    NotABundle,

    /// <summary>The header names another format.</summary>
    UnknownFormat,

    /// <summary>A line has more bytes than any that is needed.</summary>
    LineTooLong,

    /// <summary>A line after the header is not a JSON object.</summary>
    NotAnObject,

    /// <summary>A field that is needed is not there.</summary>
    MissingField,

    /// <summary>A field stands twice in an object.</summary>
    RepeatedField,

    /// <summary>A field has not the JSON type that is asked for.</summary>
    WrongType,

    /// <summary>A JSON number that is not written as an integer.</summary>
    NotAnInteger,

    /// <summary>A string that is not a decimal number without sign and leading zeros.</summary>
    NotADecimalString,

    /// <summary>A string that is not <c>0x</c> and 40 hex digits.</summary>
    NotAnAccount,

    /// <summary>A string that is not <c>0x</c> and 64 hex digits.</summary>
    NotAnId,

    /// <summary><c>epoch</c> is not in 0..2^32 - 1.</summary>
    EpochOutOfRange,

    /// <summary><c>dampingBp</c> is not in 0..9500.</summary>
    DampingOutOfRange,

    /// <summary><c>pointsPerEpoch</c> is not in 1..2^20.</summary>
    PointsPerEpochOutOfRange,

    /// <summary><c>renewalBp</c> is not in 0..10000.</summary>
    RenewalOutOfRange,

    /// <summary><c>rewardPerEpoch</c> is above 2^63.</summary>
    RewardTooLarge,

    /// <summary>There are no members.</summary>
    NoMembers,

    /// <summary>There are more than 2^22 members.</summary>
    TooManyMembers,

    /// <summary>An account stands twice, in whatever case.</summary>
    AccountRepeated,

    /// <summary>All reputation together is 2^54 or more.</summary>
    ReputationTooLarge,

    /// <summary>A member's rewards pass 2^64 - 1, before or with the epoch.</summary>
    CumulativeTooLarge,

    /// <summary>A credit names a number that is no member's.</summary>
    UnknownMember,

    /// <summary>A credit is from a member to itself.</summary>
    SelfCredit,

    /// <summary>A credit has no points.</summary>
    ZeroPoints,

    /// <summary>A member gives more than <c>pointsPerEpoch</c> in all.</summary>
    OverBudget,
}

/// <summary>Why a bundle is refused, and where.</summary>
/// <param name="Line">The line, 1 for the header.</param>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Sentence">What is wrong, why, and what to do.</param>
public sealed record BundleRefusal(int Line, BundleRule Rule, string Sentence)
{
    /// <summary>Line, rule and sentence, as they are shown.</summary>
    public override string ToString() => $"line {Line}: {Rule}: {Sentence}";
}

/// <summary>A bundle was refused.</summary>
public sealed class BundleException(BundleRefusal refusal) : Exception(refusal.ToString())
{
    /// <summary>Why, and where.</summary>
    public BundleRefusal Refusal { get; } = refusal;
}
