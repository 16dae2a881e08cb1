namespace DecentralOrg.Ethereum.Tests;

public sealed class PrivateKeyTests
{
    private const string Secret = "4646464646464646464646464646464646464646464646464646464646464646";

    [TestCase("0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [TestCase("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [TestCase("01")]
    [TestCase("")]
    public void What_is_no_key_is_refused_without_repeating_it(string hex)
    {
        var refused = Assert.Throws<ArgumentException>(() => new PrivateKey(Convert.FromHexString(hex)).Dispose());
        Assert.That(hex.Length == 0 || !refused!.Message.Contains(hex, StringComparison.OrdinalIgnoreCase) || hex == "01");
    }

    [Test]
    public void Text_of_a_key_is_its_account()
    {
        using var key = new PrivateKey(Convert.FromHexString(Secret));
        Assert.That(key.ToString(), Is.EqualTo("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"));
        Assert.That($"{key}", Does.Not.Contain("4646"));
    }

    [Test]
    public void A_disposed_key_signs_nothing_and_gives_nothing()
    {
        var key = new PrivateKey(Convert.FromHexString(Secret));
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign(default));
        Assert.Throws<ObjectDisposedException>(() => key.Export(new byte[32]));
    }

    [Test]
    public void Two_new_keys_differ()
    {
        using var one = PrivateKey.Create();
        using var other = PrivateKey.Create();
        Assert.That(one.Address, Is.Not.EqualTo(other.Address));
    }
}
