namespace DecentralOrg.Ethereum.Tests;

public sealed class HdWalletTests
{
    [TestCase(0, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")]
    [TestCase(1, "0x70997970C51812dc3A010C7d01b50e0d17dc79C8")]
    [TestCase(2, "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC")]
    [TestCase(9, "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720")]
    public void Accounts_of_the_dev_mnemonic_are_those_of_Hardhat(int index, string account)
    {
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        using var key = wallet.Key(index);
        Assert.That(key.Address.ToString(), Is.EqualTo(account));
    }

    [Test]
    public void A_wallet_that_was_disposed_gives_no_key()
    {
        var wallet = new HdWallet(HdWallet.DevMnemonic);
        wallet.Dispose();
        Assert.Throws<ObjectDisposedException>(() => wallet.Key(0));
    }

    /// <summary>Test vector 1 of BIP-32.</summary>
    [Test]
    public void Derivation_is_that_of_BIP_32()
    {
        const uint hardened = 0x8000_0000;
        var master = HdWallet.Master(Convert.FromHexString("000102030405060708090a0b0c0d0e0f"));
        Assert.That(Convert.ToHexStringLower(master.Secret), Is.EqualTo("e8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35"));
        Assert.That(Convert.ToHexStringLower(master.ChainCode), Is.EqualTo("873dff81c02f525623fd1fe5167eac3a55a049de3d314bb42ee227ffed37d508"));
        var child = HdWallet.Derive(master, [hardened]);
        Assert.That(Convert.ToHexStringLower(child.Secret), Is.EqualTo("edb2e14f9ee77d26dd93b4ecede8d16ed408ce149b6cd80b0715a2d911a0afea"));
        var deep = HdWallet.Derive(child, [1, 2 | hardened, 2, 1_000_000_000]);
        Assert.That(Convert.ToHexStringLower(deep.Secret), Is.EqualTo("471b76e389e528d6de6d816857e012c5455051cad6660850e58372a6c3e6e7c8"));
    }

    /// <summary>Vectors of BIP-39, with the passphrase TREZOR.</summary>
    [TestCase("00000000000000000000000000000000",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
        "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04")]
    [TestCase("7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
        "legal winner thank year wave sausage worth useful legal winner thank yellow",
        "2e8905819b8723fe2c1d161860e5ee1830318dbf49a83bd451cfb8440c28bd6fa457fe1296106559a3c80937a1c1069be3a3a5bd381ee6260e8d9739fce1f607")]
    [TestCase("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote",
        "dd48c104698c30cfe2b6142103248622fb7bb0ff692eebb00089b32d22484e1613912f0a5b694407be899ffd31ed3992c456cdf60f5d4564b8ba3f05a69890ad")]
    public void Words_and_seeds_are_those_of_BIP_39(string entropy, string words, string seed)
    {
        Assert.That(Mnemonic.FromEntropy(Convert.FromHexString(entropy)), Is.EqualTo(words));
        Assert.That(Convert.ToHexStringLower(Mnemonic.ToSeed(words, "TREZOR")), Is.EqualTo(seed));
        Assert.That(Mnemonic.ToSeed("  " + words.ToUpperInvariant().Replace(" ", "\n ", StringComparison.Ordinal), "TREZOR"), Is.EqualTo(Mnemonic.ToSeed(words, "TREZOR")));
    }

    [Test]
    public void Every_length_of_entropy_gives_words_with_a_right_checksum()
    {
        var draw = new Draw(7);
        foreach (var length in (int[])[16, 20, 24, 28, 32])
        {
            var words = Mnemonic.FromEntropy(draw.Bytes(length));
            Assert.That(words.Split(' '), Has.Length.EqualTo(length * 3 / 4));
            Assert.That(Mnemonic.ToSeed(words), Has.Length.EqualTo(64), draw.Seed);
        }
    }

    [TestCase("test test test test test test test test test test test test", "checksum")]
    [TestCase("test test test test test test test test test test test", "11")]
    [TestCase("", "0")]
    [TestCase("test test test test test test test test test test test hunter2", "Word 12")]
    public void A_wrong_mnemonic_is_refused_by_its_fault_and_not_repeated(string words, string fault)
    {
        var refused = Assert.Throws<FormatException>(() => Mnemonic.ToSeed(words));
        Assert.That(refused!.Message, Does.Contain(fault).And.Not.Contain("hunter2"));
    }

    [Test]
    public void A_passphrase_that_would_need_normalisation_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Mnemonic.ToSeed(HdWallet.DevMnemonic, "é"));
    }
}
