using System.Text;
using System.Text.Json.Nodes;

namespace DecentralOrg.Ethereum.Tests;

public sealed class KeystoreTests
{
    private const int Cheap = 1 << 10;

    /// <summary>The two test vectors of Web3 Secret Storage.</summary>
    private const string Pbkdf2File = """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},"ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2","kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},"mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """;

    private const string ScryptFile = """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"83dbcc02d8ccb40e466191a123791e0e"},"ciphertext":"d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c","kdf":"scrypt","kdfparams":{"dklen":32,"n":262144,"r":1,"p":8,"salt":"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},"mac":"2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """;

    [TestCase(Pbkdf2File)]
    [TestCase(ScryptFile)]
    public void The_published_files_open(string file)
    {
        using var key = Keystore.Read(file, "testpassword");
        var secret = new byte[32];
        key.Export(secret);
        Assert.That(Convert.ToHexStringLower(secret), Is.EqualTo("7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"));
    }

    /// <summary>RFC 7914, chapter 12.</summary>
    [TestCase("", "", 16, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [TestCase("password", "NaCl", 1024, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    public void Scrypt_is_that_of_the_RFC(string password, string salt, int n, int r, int p, string expected)
    {
        var derived = Scrypt.Derive(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), n, r, p, 64);
        Assert.That(Convert.ToHexStringLower(derived), Is.EqualTo(expected));
    }

    [Test]
    public void A_written_file_opens_with_its_password_only_and_never_looks_the_same()
    {
        using var key = PrivateKey.Create();
        var file = Keystore.Write(key, "pässword 🙂", Cheap);
        using var read = Keystore.Read(file, "pässword 🙂");
        Assert.That(read.Address, Is.EqualTo(key.Address));
        Assert.That(Failure(file, "passwort"), Is.EqualTo(KeystoreFailure.WrongPassword));
        Assert.That(Keystore.Write(key, "pässword 🙂", Cheap), Is.Not.EqualTo(file));
        var id = Guid.Parse(JsonNode.Parse(file)!["id"]!.GetValue<string>());
        Assert.That((id.Version, id.Variant & 0xc), Is.EqualTo((4, 8)));
    }

    [Test]
    public void A_changed_ciphertext_is_found_by_its_mac()
    {
        Assert.That(Failure(Changed(json => json["crypto"]!["ciphertext"] = new string('0', 64))), Is.EqualTo(KeystoreFailure.WrongPassword));
    }

    [Test]
    public void A_file_that_names_another_account_is_refused()
    {
        Assert.That(Failure(Changed(json => json["address"] = new string('1', 40))), Is.EqualTo(KeystoreFailure.AddressMismatch));
    }

    [Test]
    public void A_file_without_a_name_or_with_a_prefix_opens()
    {
        using var nameless = Keystore.Read(Changed(json => json.Remove("address")), "p");
        using var prefixed = Keystore.Read(Changed(json => json["address"] = "0x" + json["address"]!.GetValue<string>()), "p");
        Assert.That(nameless.Address, Is.EqualTo(Key.Address));
        Assert.That(prefixed.Address, Is.EqualTo(Key.Address));
    }

    [TestCase("n", 1 << 30)]
    [TestCase("n", 1000)]
    [TestCase("n", 0)]
    [TestCase("n", -4)]
    [TestCase("r", 1 << 20)]
    [TestCase("r", 0)]
    [TestCase("p", 1 << 20)]
    [TestCase("p", 0)]
    [TestCase("dklen", 16)]
    public void A_file_that_would_exhaust_the_machine_is_refused_before_it_does(string parameter, int value)
    {
        Assert.That(Failure(Changed(json => json["crypto"]!["kdfparams"]![parameter] = value)), Is.EqualTo(KeystoreFailure.UnsupportedKdf));
    }

    [Test]
    public void Too_many_iterations_of_pbkdf2_are_refused()
    {
        Assert.That(Failure(Pbkdf2File.Replace("262144", "2000000000", StringComparison.Ordinal)), Is.EqualTo(KeystoreFailure.UnsupportedKdf));
        Assert.That(Failure(Pbkdf2File.Replace("hmac-sha256", "hmac-md5", StringComparison.Ordinal)), Is.EqualTo(KeystoreFailure.UnsupportedKdf));
    }

    [Test]
    public void What_is_not_supported_is_named()
    {
        Assert.That(Failure(Changed(json => json["crypto"]!["kdf"] = "argon2id")), Is.EqualTo(KeystoreFailure.UnsupportedKdf));
        Assert.That(Failure(Changed(json => json["crypto"]!["cipher"] = "aes-256-gcm")), Is.EqualTo(KeystoreFailure.UnsupportedCipher));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{\"version\":3}")]
    [TestCase("{\"version\":\"3\"}")]
    [TestCase("{\"version\":3,\"crypto\":5}")]
    [TestCase("{\"version\":3,\"crypto\":{\"cipher\":\"\\ud800\"}}")]
    [TestCase("{\"\\ud800\":3}")]
    [TestCase("[[[[[[[[[[[[]]]]]]]]]]]]")]
    public void What_is_no_keystore_is_corrupt(string file)
    {
        Assert.That(Failure(file), Is.EqualTo(KeystoreFailure.Corrupt));
    }

    [Test]
    public void A_field_that_is_missing_or_malformed_is_corrupt()
    {
        foreach (var field in (string[])["cipher", "cipherparams", "ciphertext", "kdf", "kdfparams", "mac"])
        {
            Assert.That(Failure(Changed(json => json["crypto"]!.AsObject().Remove(field))), Is.EqualTo(KeystoreFailure.Corrupt), field);
            Assert.That(Failure(Changed(json => json["crypto"]![field] = 1)), Is.EqualTo(KeystoreFailure.Corrupt), field);
        }
        Assert.That(Failure(Changed(json => json["crypto"]!["mac"] = "zz")), Is.EqualTo(KeystoreFailure.Corrupt));
        Assert.That(Failure(Changed(json => json["crypto"]!["ciphertext"] = "00")), Is.EqualTo(KeystoreFailure.Corrupt));
        Assert.That(Failure(Changed(json => json["address"] = "nobody")), Is.EqualTo(KeystoreFailure.Corrupt));
        Assert.That(Failure(Changed(json => json["version"] = 4)), Is.EqualTo(KeystoreFailure.Corrupt));
    }

    [Test]
    public void A_cost_that_is_no_power_of_two_is_not_written()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Keystore.Write(Key, "p", 1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => Keystore.Write(Key, "p", 1 << 20));
    }

    private static readonly PrivateKey Key = new(Enumerable.Repeat((byte)9, 32).ToArray());
    private static readonly string Written = Keystore.Write(Key, "p", Cheap);

    private static string Changed(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Written)!.AsObject();
        change(json);
        return json.ToJsonString();
    }

    private static KeystoreFailure Failure(string file, string password = "p") =>
        Assert.Throws<KeystoreException>(() => Keystore.Read(file, password).Dispose())!.Kind;
}
