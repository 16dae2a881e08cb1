using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum.Tests;

public sealed class SignatureTests
{
    private static readonly BigInteger Order =
        BigInteger.Parse("0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static readonly Bytes32 Digest = Keccak.Hash("digest"u8);

    /// <summary>The vectors for secp256k1 with SHA-256 that Bitcoin's libraries agreed on for RFC 6979.</summary>
    [TestCase("0000000000000000000000000000000000000000000000000000000000000001", "Satoshi Nakamoto",
        "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8", "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5")]
    [TestCase("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", "Satoshi Nakamoto",
        "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0", "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5")]
    [TestCase("f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181", "Alan Turing",
        "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c", "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea")]
    public void The_nonce_is_that_of_RFC_6979_and_s_is_low(string secret, string message, string r, string s)
    {
        using var key = new PrivateKey(Convert.FromHexString(secret));
        var digest = new Bytes32(SHA256.HashData(Encoding.ASCII.GetBytes(message)));
        var signature = key.Sign(digest);
        Assert.That(signature.R.ToString(), Is.EqualTo("0x" + r));
        Assert.That(signature.S.ToString(), Is.EqualTo("0x" + s));
        Assert.That(signature.Recover(digest), Is.EqualTo(key.Address));
    }

    [Test]
    public void The_example_of_EIP_155_is_signed_as_printed_there()
    {
        using var key = new PrivateKey(Enumerable.Repeat((byte)0x46, 32).ToArray());
        var signature = key.Sign(Bytes32.Parse("0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53"));
        Assert.That(signature.R.ToString(), Is.EqualTo("0x28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"));
        Assert.That(signature.S.ToString(), Is.EqualTo("0x67cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"));
        Assert.That(signature.YParity, Is.Zero, "v is 37 there: 2 · chain id + 35");
    }

    [Test]
    public void Both_forms_are_read_and_the_long_one_is_written()
    {
        using var key = PrivateKey.Create();
        for (byte i = 0; i < 20; i++)
        {
            var digest = Keccak.Hash([i]);
            var signature = key.Sign(digest);
            var bytes = signature.ToArray();
            Assert.That(Signature.TryRead(bytes, out var read), Is.True);
            Assert.That(read, Is.EqualTo(signature));
            var compact = bytes[..64];
            compact[32] |= (byte)(signature.YParity << 7);
            Assert.That(Signature.TryRead(compact, out read), Is.True);
            Assert.That(read, Is.EqualTo(signature));
        }
    }

    [Test]
    public void Other_lengths_and_other_values_of_v_are_not_read()
    {
        foreach (var length in (int[])[0, 1, 63, 66, 96])
            Assert.That(Signature.TryRead(new byte[length], out _), Is.False);
        var bytes = new byte[65];
        foreach (byte v in (byte[])[0, 1, 26, 29, 37, 255])
        {
            bytes[64] = v;
            Assert.That(Signature.TryRead(bytes, out _), Is.False, $"v {v}");
        }
    }

    [Test]
    public void Out_of_range_is_nobody()
    {
        using var key = new PrivateKey(Enumerable.Repeat((byte)1, 32).ToArray());
        var good = key.Sign(Digest);
        var high = Word(Order - Number(good.S));
        Signature[] bad =
        [
            good with { R = default }, good with { R = Word(Order) }, good with { R = Word((BigInteger.One << 256) - 1) },
            good with { S = default }, good with { S = Word(Order) }, good with { S = Word(Order / 2 + 1) },
            good with { S = high, YParity = (byte)(1 - good.YParity) }, good with { YParity = 2 },
        ];
        foreach (var signature in bad)
            Assert.That(signature.Recover(Digest), Is.Null, signature.ToString());
        Assert.That(bad.Select(signature => signature.Range), Is.EqualTo(
            (SignatureRange[])[.. Enumerable.Repeat(SignatureRange.Outside, 5), SignatureRange.HighS, SignatureRange.HighS, SignatureRange.Within]));
        Assert.That((good with { S = Word(Order / 2) }).Recover(Digest), Is.Not.Null.And.Not.EqualTo(key.Address));
    }

    [Test]
    public void Where_no_point_has_the_x_coordinate_nobody_signed()
    {
        var none = 0;
        for (var x = 1; x <= 64; x++)
        {
            if (new Signature(Word(x), Word(1), 0).Recover(Digest) is null)
                none++;
        }
        Assert.That(none, Is.InRange(16, 48), "about half of all x have no point");
        Assert.That(new Signature(Word(5), Word(1), 0).Recover(Digest), Is.Null, "5 is the first x without one");
    }

    [Test]
    public void A_signature_of_another_digest_recovers_to_another_account()
    {
        using var key = PrivateKey.Create();
        Assert.That(key.Sign(Digest).Recover(Keccak.Hash("other"u8)), Is.Not.EqualTo(key.Address));
    }

    [Test]
    public void Many_threads_sign_what_one_signs()
    {
        using var key = new PrivateKey(Enumerable.Repeat((byte)3, 32).ToArray());
        var digests = Enumerable.Range(0, 300).Select(i => Keccak.Hash(BitConverter.GetBytes(i))).ToArray();
        var one = digests.Select(key.Sign).ToArray();
        Assert.That(digests.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(key.Sign).ToArray(), Is.EqualTo(one));
    }

    private static BigInteger Number(Bytes32 word) => new(word.ToArray(), isUnsigned: true, isBigEndian: true);

    private static Bytes32 Word(BigInteger number)
    {
        var bytes = new byte[32];
        var length = number.GetByteCount(isUnsigned: true);
        number.TryWriteBytes(bytes.AsSpan(32 - length), out _, isUnsigned: true, isBigEndian: true);
        return new Bytes32(bytes);
    }
}
