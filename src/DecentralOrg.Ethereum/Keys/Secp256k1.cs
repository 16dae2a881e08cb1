using DecentralOrg.Kernel;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Utilities;

namespace DecentralOrg.Ethereum;

/// <summary>
/// ECDSA over secp256k1 with recovery. Everything shared is immutable once the comb table of the generator is made, which
/// the library does under its own lock; so signing and recovering need no lock here.
/// </summary>
internal static class Secp256k1
{
    // The custom curve has its own field arithmetic and the GLV endomorphism; the curve by name without it is six times slower.
    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("secp256k1");
    private static readonly BigInteger N = Curve.N;
    private static readonly BigInteger HalfN = Curve.N.ShiftRight(1);
    private static readonly BigInteger FieldPrime = Curve.Curve.Field.Characteristic;

    /// <summary>Whether keys are recovered by libsecp256k1: where it is there, unless the switch <c>DecentralOrg.ManagedSignatures</c> says otherwise.</summary>
    internal static bool IsNative { get; set; } =
        NativeRecovery.IsAvailable && !(AppContext.TryGetSwitch("DecentralOrg.ManagedSignatures", out var managed) && managed);

    /// <summary>Whether the 32 bytes are a private key: 1 to n - 1.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> secret)
    {
        var d = new BigInteger(1, secret);
        return d.SignValue > 0 && d.CompareTo(N) < 0;
    }

    /// <summary>The uncompressed public key without its leading 4: 64 bytes.</summary>
    public static byte[] PublicKey(ReadOnlySpan<byte> secret) =>
        MultiplyBase(new BigInteger(1, secret)).Normalize().GetEncoded(compressed: false)[1..];

    /// <summary>The public key in 33 bytes, as BIP-32 hashes it.</summary>
    public static byte[] CompressedPublicKey(ReadOnlySpan<byte> secret) =>
        MultiplyBase(new BigInteger(1, secret)).Normalize().GetEncoded(compressed: true);

    /// <summary>The sum of both numbers modulo n as 32 bytes, or null where BIP-32 says that the child does not exist.</summary>
    public static byte[]? AddSecrets(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var addend = new BigInteger(1, left);
        var sum = addend.Add(new BigInteger(1, right)).Mod(N);
        return addend.CompareTo(N) >= 0 || sum.SignValue == 0 ? null : BigIntegers.AsUnsignedByteArray(32, sum);
    }

    /// <summary>The account of a public key of 64 bytes.</summary>
    public static Address AddressOf(ReadOnlySpan<byte> publicKey) => new(Keccak.Hash(publicKey).ToArray().AsSpan(12));

    /// <summary>Signs with the nonce of RFC 6979 (HMAC-SHA-256) and the lower of both s.</summary>
    public static Signature Sign(ReadOnlySpan<byte> secret, Bytes32 digest)
    {
        var message = digest.ToArray();
        var d = new BigInteger(1, secret);
        var e = new BigInteger(1, message);
        var nonces = new HMacDsaKCalculator(new Sha256Digest());
        nonces.Init(N, d, message);
        while (true)
        {
            var k = nonces.NextK();
            var point = MultiplyBase(k).Normalize();
            var r = point.AffineXCoord.ToBigInteger();
            // A coordinate of n or more would need a v that Ethereum does not take; nobody has met one, and the next k will do.
            if (r.SignValue == 0 || r.CompareTo(N) >= 0)
                continue;
            var s = BigIntegers.ModOddInverse(N, k).Multiply(e.Add(d.Multiply(r))).Mod(N);
            if (s.SignValue == 0)
                continue;
            var odd = point.AffineYCoord.TestBitZero();
            if (s.CompareTo(HalfN) > 0)
            {
                s = N.Subtract(s);
                odd = !odd;
            }
            return new Signature(Word(r), Word(s), odd ? (byte)1 : (byte)0);
        }
    }

    /// <summary>See <see cref="Signature.Range"/>.</summary>
    public static SignatureRange RangeOf(Signature signature) =>
        RangeOf(new BigInteger(1, signature.R.ToArray()), new BigInteger(1, signature.S.ToArray()));

    /// <summary>See <see cref="Signature.Recover"/>.</summary>
    public static Address? Recover(Bytes32 digest, Signature signature)
    {
        var r = new BigInteger(1, signature.R.ToArray());
        var s = new BigInteger(1, signature.S.ToArray());
        if (signature.YParity > 1 || RangeOf(r, s) != SignatureRange.Within)
            return null;
        return IsNative ? NativeRecovery.Recover(digest, signature) : Recover(digest, signature.YParity == 1, r, s);
    }

    private static Address? Recover(Bytes32 digest, bool odd, BigInteger r, BigInteger s)
    {
        if (!TryLift(r, odd, out var point))
            return null;
        var inverse = BigIntegers.ModOddInverseVar(N, r);
        var e = new BigInteger(1, digest.ToArray());
        var u1 = N.Subtract(e.Mod(N)).Multiply(inverse).Mod(N);
        var u2 = s.Multiply(inverse).Mod(N);
        var key = ECAlgorithms.SumOfTwoMultiplies(Curve.G, u1, point, u2).Normalize();
        return key.IsInfinity ? null : AddressOf(key.GetEncoded(compressed: false).AsSpan(1));
    }

    private static SignatureRange RangeOf(BigInteger r, BigInteger s)
    {
        if (r.SignValue == 0 || r.CompareTo(N) >= 0 || s.SignValue == 0 || s.CompareTo(N) >= 0)
            return SignatureRange.Outside;
        return s.CompareTo(HalfN) > 0 ? SignatureRange.HighS : SignatureRange.Within;
    }

    /// <summary>The point with x coordinate <paramref name="x"/>; false if there is none, which is so for half of all x.</summary>
    private static bool TryLift(BigInteger x, bool odd, out ECPoint point)
    {
        var curve = Curve.Curve;
        point = curve.Infinity;
        if (x.CompareTo(FieldPrime) >= 0)
            return false;
        var fieldX = curve.FromBigInteger(x);
        var root = fieldX.Square().Multiply(fieldX).Add(curve.B).Sqrt();
        if (root is null)
            return false;
        if (root.TestBitZero() != odd)
            root = root.Negate();
        point = curve.CreatePoint(x, root.ToBigInteger());
        return true;
    }

    private static ECPoint MultiplyBase(BigInteger k) => new FixedPointCombMultiplier().Multiply(Curve.G, k);

    private static Bytes32 Word(BigInteger value) => new(BigIntegers.AsUnsignedByteArray(32, value));
}
