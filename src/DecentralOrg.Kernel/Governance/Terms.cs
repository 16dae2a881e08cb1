using System.Buffers.Binary;
using System.Collections.Immutable;

namespace DecentralOrg.Kernel.Governance;

/// <summary>A parameter of the algorithm, in the order of the contract's enum.</summary>
public enum Parameter
{
    /// <summary>Share of influence that comes from credits, in 1/10000.</summary>
    DampingBp,

    /// <summary>Points every member has to give in an epoch.</summary>
    PointsPerEpoch,

    /// <summary>Points, weighted by the giver's share of reputation, that make a newcomer a member.</summary>
    IntroductionPoints,

    /// <summary>Ceiling of what an epoch mints, in units of 10^-9 token.</summary>
    RewardPerEpoch,

    /// <summary>Share of reputation that changes hands in an epoch in which everybody spends all points, in 1/10000.</summary>
    RenewalBp,

    /// <summary>Shortest duration of an epoch in seconds.</summary>
    EpochSeconds,

    /// <summary>Time in which a settlement can be refuted, in seconds.</summary>
    ChallengeSeconds,

    /// <summary>What a settler risks, in wei.</summary>
    Bond,
}

/// <summary>The least and the greatest value a parameter can take, both included.</summary>
public readonly record struct ParameterBounds(UInt128 Minimum, UInt128 Maximum)
{
    /// <summary>Whether a value is within them.</summary>
    public bool Hold(UInt128 value) => value >= Minimum && value <= Maximum;
}

/// <summary>A value outside the bounds of its parameter.</summary>
public readonly record struct ParameterViolation(Parameter Parameter, UInt128 Value, ParameterBounds Bounds)
{
    /// <summary>What is wrong and what to do.</summary>
    public string Sentence => $"{Parameter} is {Value}, but the contract takes {Bounds.Minimum} to {Bounds.Maximum} only; choose a value within these bounds.";
}

/// <summary>
/// The eight parameters of the algorithm, which only a vote changes. An epoch copies them when it opens. A value can be out
/// of bounds, as somebody may have proposed it: <see cref="Check"/> says so.
/// </summary>
/// <param name="DampingBp">Share of influence that comes from credits, in 1/10000.</param>
/// <param name="PointsPerEpoch">Points every member has to give in an epoch.</param>
/// <param name="IntroductionPoints">Points that make a newcomer a member; counts as <paramref name="PointsPerEpoch"/> if greater.</param>
/// <param name="RewardPerEpoch">Ceiling of what an epoch mints, in units of 10^-9 token.</param>
/// <param name="RenewalBp">Share of reputation that changes hands in a full epoch, in 1/10000.</param>
/// <param name="EpochSeconds">Shortest duration of an epoch in seconds.</param>
/// <param name="ChallengeSeconds">Time in which a settlement can be refuted, in seconds.</param>
/// <param name="Bond">What a settler risks, in wei.</param>
public sealed record Terms(
    ushort DampingBp,
    uint PointsPerEpoch,
    uint IntroductionPoints,
    ulong RewardPerEpoch,
    ushort RenewalBp,
    uint EpochSeconds,
    uint ChallengeSeconds,
    UInt128 Bond)
{
    private const ulong MilliEther = 1_000_000_000_000_000;

    /// <summary>What a new organization starts with unless its founders choose otherwise.</summary>
    public static Terms Default { get; } = new(
        DampingBp: 5_000,
        PointsPerEpoch: 1_000_000,
        IntroductionPoints: 1_000,
        RewardPerEpoch: 10_000_000_000_000,
        RenewalBp: 200,
        EpochSeconds: 604_800,
        ChallengeSeconds: 86_400,
        Bond: (UInt128)1_000 * MilliEther);

    /// <summary>
    /// The hash of the set, as <c>IParameters.termsAt</c> gives it: Keccak-256 of all eight in the contract's order, big-endian, in
    /// 2, 4, 4, 8, 2, 4, 4 and 16 bytes. Equal parameters have equal hashes.
    /// </summary>
    public Bytes32 Hash()
    {
        Span<byte> packed = stackalloc byte[44];
        BinaryPrimitives.WriteUInt16BigEndian(packed, DampingBp);
        BinaryPrimitives.WriteUInt32BigEndian(packed[2..], PointsPerEpoch);
        BinaryPrimitives.WriteUInt32BigEndian(packed[6..], IntroductionPoints);
        BinaryPrimitives.WriteUInt64BigEndian(packed[10..], RewardPerEpoch);
        BinaryPrimitives.WriteUInt16BigEndian(packed[18..], RenewalBp);
        BinaryPrimitives.WriteUInt32BigEndian(packed[20..], EpochSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(packed[24..], ChallengeSeconds);
        BinaryPrimitives.WriteUInt128BigEndian(packed[28..], Bond);
        return Keccak.Hash(packed);
    }

    /// <summary>The value of one parameter.</summary>
    public UInt128 this[Parameter parameter] => parameter switch
    {
        Parameter.DampingBp => DampingBp,
        Parameter.PointsPerEpoch => PointsPerEpoch,
        Parameter.IntroductionPoints => IntroductionPoints,
        Parameter.RewardPerEpoch => RewardPerEpoch,
        Parameter.RenewalBp => RenewalBp,
        Parameter.EpochSeconds => EpochSeconds,
        Parameter.ChallengeSeconds => ChallengeSeconds,
        Parameter.Bond => Bond,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
    };

    /// <summary>The bounds that the contract holds a parameter to.</summary>
    public static ParameterBounds BoundsOf(Parameter parameter) => parameter switch
    {
        Parameter.DampingBp => new(1_000, 9_000),
        Parameter.PointsPerEpoch => new(1_000, 1 << 20),
        Parameter.IntroductionPoints => new(1, 1 << 20),
        Parameter.RewardPerEpoch => new(0, 1UL << 53),
        Parameter.RenewalBp => new(1, 5_000),
        Parameter.EpochSeconds => new(60, 31_536_000),
        Parameter.ChallengeSeconds => new(3_600, 2_592_000),
        Parameter.Bond => new(MilliEther, (UInt128)1_000_000 * MilliEther),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
    };

    /// <summary>All values that are out of bounds, in the order of the parameters; empty if the contract takes them.</summary>
    public ImmutableArray<ParameterViolation> Check() =>
    [
        .. from parameter in Enum.GetValues<Parameter>()
           let value = this[parameter]
           let bounds = BoundsOf(parameter)
           where !bounds.Hold(value)
           select new ParameterViolation(parameter, value, bounds),
    ];

    /// <summary>The same parameters with another value for one, as a proposal would leave them.</summary>
    /// <exception cref="OverflowException">The value does not fit the parameter's width on chain.</exception>
    public Terms With(Parameter parameter, UInt128 value) => parameter switch
    {
        Parameter.DampingBp => this with { DampingBp = checked((ushort)value) },
        Parameter.PointsPerEpoch => this with { PointsPerEpoch = checked((uint)value) },
        Parameter.IntroductionPoints => this with { IntroductionPoints = checked((uint)value) },
        Parameter.RewardPerEpoch => this with { RewardPerEpoch = checked((ulong)value) },
        Parameter.RenewalBp => this with { RenewalBp = checked((ushort)value) },
        Parameter.EpochSeconds => this with { EpochSeconds = checked((uint)value) },
        Parameter.ChallengeSeconds => this with { ChallengeSeconds = checked((uint)value) },
        Parameter.Bond => this with { Bond = value },
        _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
    };
}
