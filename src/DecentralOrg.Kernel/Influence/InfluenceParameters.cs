namespace DecentralOrg.Kernel.Influence;

/// <summary>The parameters of an epoch that its influence depends on; always within the bounds a bundle may have.</summary>
public sealed record InfluenceParameters
{
    /// <summary>All, in 1/10000.</summary>
    public const int WholeBp = 10_000;

    /// <summary>The greatest damping; with 10000 credits in a circle would hold any influence.</summary>
    public const int GreatestDampingBp = 9_500;

    /// <summary>The greatest budget of points.</summary>
    public const int GreatestPointsPerEpoch = 1 << 20;

    /// <param name="dampingBp">The share of influence that comes from credits, 0..9500 in 1/10000.</param>
    /// <param name="pointsPerEpoch">The points every member can give, 1..2^20.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public InfluenceParameters(int dampingBp, int pointsPerEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dampingBp);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dampingBp, GreatestDampingBp);
        ArgumentOutOfRangeException.ThrowIfLessThan(pointsPerEpoch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pointsPerEpoch, GreatestPointsPerEpoch);
        DampingBp = dampingBp;
        PointsPerEpoch = pointsPerEpoch;
        Damping = new Damping(dampingBp, pointsPerEpoch);
    }

    /// <summary>The share of influence that comes from credits, in 1/10000.</summary>
    public int DampingBp { get; }

    /// <summary>The points every member can give.</summary>
    public int PointsPerEpoch { get; }

    /// <summary>What every row multiplies its inflow by.</summary>
    internal Damping Damping { get; }
}
