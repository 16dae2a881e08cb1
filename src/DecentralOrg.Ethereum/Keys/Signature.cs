using System.Diagnostics.CodeAnalysis;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>Where r and s of a signature lie.</summary>
public enum SignatureRange
{
    /// <summary>Where they must: <c>0 &lt; r &lt; n</c>, <c>0 &lt; s ≤ n/2</c>.</summary>
    Within,

    /// <summary>As they must, but that s is in the upper half (EIP-2).</summary>
    HighS,

    /// <summary>One of them is zero or not below the order of the group.</summary>
    Outside,
}

/// <summary>An ECDSA signature over secp256k1. Whether it is in range and by whom it is, <see cref="Recover"/> tells.</summary>
/// <param name="R">The x coordinate of the nonce point.</param>
/// <param name="S">The proof; at most half the group order in what this library signs and takes (EIP-2).</param>
/// <param name="YParity">0 or 1: whether the y coordinate of the nonce point is odd.</param>
[SuppressMessage("Naming", "CA1711", Justification = "The field's word.")]
public readonly record struct Signature(Bytes32 R, Bytes32 S, byte YParity)
{
    /// <summary>The length of the form <c>r ‖ s ‖ v</c>.</summary>
    public const int Length = 65;

    /// <summary>The length of the form <c>r ‖ yParity and s</c> of ERC-2098.</summary>
    public const int CompactLength = 64;

    /// <summary>Reads 65 bytes with <c>v</c> 27 or 28, or ERC-2098's 64. Ranges of r and s are looked at by <see cref="Recover"/>.</summary>
    /// <returns>False for another length or another <c>v</c>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Signature signature)
    {
        signature = default;
        switch (bytes.Length)
        {
            case Length when bytes[64] is 27 or 28:
                signature = new Signature(new Bytes32(bytes[..32]), new Bytes32(bytes[32..64]), (byte)(bytes[64] - 27));
                return true;
            case CompactLength:
                Span<byte> s = stackalloc byte[32];
                bytes[32..].CopyTo(s);
                s[0] &= 0x7f;
                signature = new Signature(new Bytes32(bytes[..32]), new Bytes32(s), (byte)(bytes[32] >> 7));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The 65 bytes <c>r ‖ s ‖ v</c> with <c>v</c> 27 or 28.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        R.CopyTo(bytes);
        S.CopyTo(bytes.AsSpan(32));
        bytes[64] = (byte)(27 + YParity);
        return bytes;
    }

    /// <summary>Where r and s lie, to tell a person what is wrong with a signature that recovers to nobody.</summary>
    public SignatureRange Range => Secp256k1.RangeOf(this);

    /// <summary>
    /// The account that signed <paramref name="digest"/>, or null if the signature is out of range
    /// (<c>0 &lt; r &lt; n</c>, <c>0 &lt; s ≤ n/2</c>, parity 0 or 1) or no point belongs to it.
    /// </summary>
    public Address? Recover(Bytes32 digest) => Secp256k1.Recover(digest, this);
}
