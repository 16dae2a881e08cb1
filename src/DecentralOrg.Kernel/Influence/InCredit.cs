namespace DecentralOrg.Kernel.Influence;

/// <summary>All that one member gave the recipient whose row it stands in. 8 bytes.</summary>
public readonly struct InCredit : IEquatable<InCredit>
{
    internal InCredit(int giver, uint points) => Packed = ((ulong)points << 32) | (uint)giver;

    /// <summary>Points in the upper half, giver in the lower.</summary>
    internal ulong Packed { get; }

    /// <summary>The giver's number.</summary>
    public int Giver => unchecked((int)(uint)Packed);

    /// <summary>The points of all credits from the one to the other, 1..2^20.</summary>
    public uint Points => (uint)(Packed >> 32);

    /// <inheritdoc/>
    public bool Equals(InCredit other) => Packed == other.Packed;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is InCredit other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Packed.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"{Points} points of {Giver}";

    /// <summary>Whether two stand for the same points of the same giver.</summary>
    public static bool operator ==(InCredit left, InCredit right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(InCredit left, InCredit right) => !left.Equals(right);
}
