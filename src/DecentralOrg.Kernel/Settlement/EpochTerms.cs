using System.Buffers.Binary;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>What the settlement of an epoch is computed with: the parameters as they stood when the epoch opened.</summary>
public sealed record EpochTerms
{
    /// <summary>The most that all epochs together can mint, in units of 10^-9 token, and so the greatest reward.</summary>
    public const ulong GreatestReward = 1UL << 63;

    /// <param name="influence">Damping and budget of the epoch.</param>
    /// <param name="reward">What the epoch can mint, 0..2^63 in units of 10^-9 token.</param>
    /// <param name="renewalBp">The share of reputation that changes hands in a full epoch, 0..10000 in 1/10000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public EpochTerms(InfluenceParameters influence, ulong reward, int renewalBp)
    {
        ArgumentNullException.ThrowIfNull(influence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reward, GreatestReward);
        ArgumentOutOfRangeException.ThrowIfNegative(renewalBp);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(renewalBp, InfluenceParameters.WholeBp);
        Influence = influence;
        Reward = reward;
        RenewalBp = renewalBp;
    }

    /// <summary>The terms of an epoch that opens under these parameters.</summary>
    /// <param name="parameters">The parameters as they stand.</param>
    /// <param name="rewardsBefore">The rewards of all epochs opened before together, in units of 10^-9 token.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter beyond what can be computed, or rewards above 2^63.</exception>
    public static EpochTerms Of(Terms parameters, ulong rewardsBefore)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rewardsBefore, GreatestReward);
        var points = (int)Math.Min(parameters.PointsPerEpoch, int.MaxValue);
        return new EpochTerms(
            new InfluenceParameters(parameters.DampingBp, points),
            Math.Min(parameters.RewardPerEpoch, GreatestReward - rewardsBefore),
            parameters.RenewalBp);
    }

    /// <summary>Damping and budget of the epoch.</summary>
    public InfluenceParameters Influence { get; }

    /// <summary>What the epoch can mint, in units of 10^-9 token.</summary>
    public ulong Reward { get; }

    /// <summary>The share of reputation that changes hands in a full epoch, in 1/10000.</summary>
    public int RenewalBp { get; }

    /// <summary>M: what all members together can earn at most, in units of 2^-60 of all influence.</summary>
    public ulong MostEarned =>
        (ulong)((UInt128)(ulong)Influence.DampingBp * Kernel.Influence.Influence.Whole / InfluenceParameters.WholeBp);

    /// <summary>
    /// The hash over all that the chain froze when it closed the epoch. A submission carries it, so that after a
    /// reorganization it reverts instead of landing as a lie.
    /// </summary>
    /// <param name="epoch">The closed epoch.</param>
    /// <param name="head">The log head at its close.</param>
    /// <param name="members">The number of members at its close.</param>
    public Bytes32 Expected(uint epoch, Bytes32 head, int members)
    {
        Span<byte> bytes = stackalloc byte[56];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, epoch);
        head.CopyTo(bytes[4..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[36..], (uint)members);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[40..], (ushort)Influence.DampingBp);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[42..], (uint)Influence.PointsPerEpoch);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[46..], Reward);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[54..], (ushort)RenewalBp);
        return Keccak.Hash(bytes);
    }
}
