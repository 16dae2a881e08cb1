using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum.Tests;

public sealed class TypedDataTests
{
    private static readonly TypedDataTypes Mail = new(new Dictionary<string, IReadOnlyList<TypedField>>
    {
        ["Mail"] = [new("from", "Person"), new("to", "Person"), new("contents", "string")],
        ["Person"] = [new("name", "string"), new("wallet", "address")],
    });

    /// <summary>The example of EIP-712.</summary>
    [Test]
    public void The_mail_of_EIP_712_has_the_hashes_printed_there()
    {
        Assert.That(Mail.EncodeType("Mail"), Is.EqualTo("Mail(Person from,Person to,string contents)Person(string name,address wallet)"));
        Assert.That(Mail.TypeHash("Mail").ToString(), Is.EqualTo("0xa0cedeb2dc280ba39b857546d74f5549c3a1d7bdc2dd96bf881f76108e23dac2"));
        var domain = TypedDataTypes.DomainSeparator("Ether Mail", "1", 1, Address.Parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"));
        Assert.That(domain.ToString(), Is.EqualTo("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f"));
        var message = Mail.HashStruct("Mail", Message());
        Assert.That(message.ToString(), Is.EqualTo("0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e"));
        var digest = TypedDataTypes.Digest(domain, message);
        Assert.That(digest.ToString(), Is.EqualTo("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"));
        using var cow = new PrivateKey(Keccak.Hash("cow"u8).ToArray());
        Assert.That(
            Hex.Encode(cow.Sign(digest).ToArray()),
            Is.EqualTo("0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c"));
    }

    [Test]
    public void A_missing_or_foreign_value_is_refused_by_name()
    {
        var message = Message();
        message.Remove("contents");
        Assert.That(Assert.Throws<AbiException>(() => Mail.HashStruct("Mail", message))!.Message, Does.Contain("contents"));
        message["contents"] = 5;
        Assert.Throws<AbiException>(() => Mail.HashStruct("Mail", message));
        message["contents"] = "";
        message["to"] = "Bob";
        Assert.Throws<AbiException>(() => Mail.HashStruct("Mail", message));
    }

    [Test]
    public void A_type_that_nobody_knows_is_refused()
    {
        Assert.Throws<AbiException>(() => _ = new TypedDataTypes(
            new Dictionary<string, IReadOnlyList<TypedField>> { ["A"] = [new("b", "Bee[]")] }));
    }

    private static Dictionary<string, object> Message() => new()
    {
        ["from"] = Person("Cow", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"),
        ["to"] = Person("Bob", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"),
        ["contents"] = "Hello, Bob!",
    };

    private static Dictionary<string, object> Person(string name, string wallet) =>
        new() { ["name"] = name, ["wallet"] = Address.Parse(wallet) };
}
