using System.Text;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>The examples of ethereum.org's page on RLP, and the borders between its forms.</summary>
public sealed class RlpTests
{
    [TestCase("", "80")]
    [TestCase("dog", "83646f67")]
    [TestCase("\u0000", "00")]
    [TestCase("\u007f", "7f")]
    public void Strings(string text, string expected) => Assert.That(Text(Rlp.Bytes(Encoding.ASCII.GetBytes(text))), Is.EqualTo(expected));

    [TestCase(0ul, "80")]
    [TestCase(15ul, "0f")]
    [TestCase(127ul, "7f")]
    [TestCase(128ul, "8180")]
    [TestCase(1024ul, "820400")]
    [TestCase(ulong.MaxValue, "88ffffffffffffffff")]
    public void Numbers(ulong number, string expected) => Assert.That(Text(Rlp.Number(number)), Is.EqualTo(expected));

    [Test]
    public void Lists()
    {
        byte[] cat = Rlp.Bytes("cat"u8), dog = Rlp.Bytes("dog"u8), empty = Rlp.List();
        Assert.That(Text(empty), Is.EqualTo("c0"));
        Assert.That(Text(Rlp.List(cat, dog)), Is.EqualTo("c88363617483646f67"));
        Assert.That(Text(Rlp.List(empty, Rlp.List(empty), Rlp.List(empty, Rlp.List(empty)))), Is.EqualTo("c7c0c1c0c3c0c1c0"));
    }

    [TestCase(55, "b7")]
    [TestCase(56, "b838")]
    [TestCase(255, "b8ff")]
    [TestCase(256, "b90100")]
    [TestCase(65_536, "ba010000")]
    public void Long_strings_carry_the_length_of_their_length(int length, string prefix)
    {
        Assert.That(Text(Rlp.Bytes(new byte[length])), Is.EqualTo(prefix + new string('0', 2 * length)));
        Assert.That(Text(Rlp.List(new byte[length])), Does.StartWith(Convert.ToHexStringLower([(byte)(Convert.FromHexString(prefix)[0] + 0x40)])));
    }

    private static string Text(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
