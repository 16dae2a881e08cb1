using System.Globalization;
using System.Numerics;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>libsecp256k1 finds what the managed code finds, also where nobody can have signed.</summary>
[NonParallelizable]
public sealed class NativeRecoveryTests
{
    private static readonly BigInteger Order =
        BigInteger.Parse("0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [TearDown]
    public void AsItWas() => Secp256k1.IsNative = NativeRecovery.IsAvailable;

    [Test]
    public void The_library_is_there_on_the_systems_that_are_tested() => Assert.That(NativeRecovery.IsAvailable);

    [Test]
    public void Both_find_the_same_account_whatever_was_signed()
    {
        var draw = new Random(20_151);
        for (var i = 0; i < 300; i++)
        {
            var secret = new byte[32];
            draw.NextBytes(secret);
            secret[0] &= 0x7f;
            using var key = new PrivateKey(secret);
            var digest = Drawn(draw);
            var signature = key.Sign(digest);
            Assert.That(Both(digest, signature), Is.EqualTo(key.Address));
            // The same for another digest and with the other parity is somebody's, with the high s nobody's.
            Both(Drawn(draw), signature);
            Both(digest, signature with { YParity = (byte)(1 - signature.YParity) });
            Both(digest, signature with { S = Word(Order - Number(signature.S)) });
        }
    }

    [Test]
    public void Both_find_the_same_in_drawn_numbers_which_are_mostly_nobody_s()
    {
        var draw = new Random(7);
        var nobody = 0;
        for (var i = 0; i < 300; i++)
            nobody += Both(Drawn(draw), new Signature(Drawn(draw), Drawn(draw), (byte)draw.Next(2))) is null ? 1 : 0;
        Assert.That(nobody, Is.InRange(190, 260), "half have a high s, and half of the others no point");
    }

    [TestCase(1, 1)]
    [TestCase(1, -1)]
    [TestCase(-1, 1)]
    [TestCase(-1, -1)]
    [TestCase(0, 1)]
    [TestCase(1, 0)]
    public void Both_agree_at_the_ends_of_the_range(int r, int s)
    {
        foreach (var digest in (Bytes32[])[default, Word(Order), Word(BigInteger.Pow(2, 256) - 1), Word(1)])
        {
            foreach (var parity in (byte[])[0, 1, 2])
                Both(digest, new Signature(Word((Order + r) % Order), Word((Order + s) % Order), parity));
        }
    }

    [Test]
    public void A_signature_of_the_point_at_infinity_is_nobody_s()
    {
        // With R = G and s = e, the key would be r^-1 (s R - e G) = 0.
        var generator = Bytes32.Parse("0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
        var digest = Keccak.Hash("infinity"u8);
        Assert.That(Both(digest, new Signature(generator, Word(Number(digest) % Order), 0)), Is.Null);
    }

    private static Address? Both(Bytes32 digest, Signature signature)
    {
        Secp256k1.IsNative = false;
        var managed = signature.Recover(digest);
        Secp256k1.IsNative = true;
        Assert.That(signature.Recover(digest), Is.EqualTo(managed), $"{digest} {signature}");
        return managed;
    }

    private static Bytes32 Drawn(Random draw)
    {
        var bytes = new byte[32];
        draw.NextBytes(bytes);
        return new Bytes32(bytes);
    }

    private static BigInteger Number(Bytes32 word) => new(word.ToArray(), isUnsigned: true, isBigEndian: true);

    private static Bytes32 Word(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return new Bytes32([.. new byte[32 - bytes.Length], .. bytes]);
    }
}
