using System.Text;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Voting;

namespace DecentralOrg.Node.Tests.Voting;

public sealed class SignedBallotTests
{
    private static readonly RecordDomain Domain = new(31337, new Address(Enumerable.Repeat((byte)0x1e, Address.Length).ToArray()));

    [Test]
    public void What_was_signed_is_read_back_and_is_its_voters()
    {
        var (ballot, fault) = SignedBallot.Read(Signed().ToJson(Domain), Domain);
        Assert.That(fault, Is.Null);
        Assert.Multiple(() =>
        {
            Assert.That(ballot!.Ballot.Id, Is.EqualTo(Signed().Ballot.Id));
            Assert.That(ballot.IsSignedByVoter(Domain), Is.True);
            Assert.That(ballot.IsSignedByVoter(new RecordDomain(1, Domain.Ledger)), Is.False);
        });
    }

    [Test]
    public void A_value_that_was_changed_is_not_signed()
    {
        var (ballot, _) = SignedBallot.Read(Changed(json => json["message"]!["preferences"]![0]!["value"] = "6001"), Domain);
        Assert.That(ballot!.IsSignedByVoter(Domain), Is.False);
    }

    [TestCase("primaryType", "\"Evaluation\"", "NotABallot", "primaryType")]
    [TestCase("domain.chainId", "1", "OtherChain", "domain.chainId")]
    [TestCase("domain.verifyingContract", "\"0x1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f\"", "OtherLedger", "domain.verifyingContract")]
    [TestCase("types.Preference.1.type", "\"uint128\"", "OtherTypes", "types.Preference[1].type")]
    [TestCase("signature", "\"0xabc\"", "SignatureForm", "signature")]
    [TestCase("message.voter", "\"0x12\"", "AddressForm", "message.voter")]
    [TestCase("message.ballot", "\"a\\u202eb\"", "DirectionCharacter", "message.ballot")]
    [TestCase("message.nonce", "\"18446744073709551616\"", "NumberRange", "message.nonce")]
    [TestCase("message.nonce", "1.5", "NumberForm", "message.nonce")]
    [TestCase("message.preferences.0.parameter", "\"damping\"", "UnknownParameter", "message.preferences[0].parameter")]
    [TestCase("message.preferences.0.value", "\"-1\"", "NumberRange", "message.preferences[0].value")]
    [TestCase("message.preferences.0.value", "\"340282366920938463463374607431768211456\"", "NumberRange", "message.preferences[0].value")]
    [TestCase("message.preferences.0.weight", "1", "UnknownField", "message.preferences[0].weight")]
    [TestCase("message.comment", "1", "UnknownField", "message.comment")]
    public void What_is_no_ballot_is_refused_by_name_and_place(string path, string value, string name, string place)
    {
        var (ballot, fault) = SignedBallot.Read(Changed(json => Set(json, path, value)), Domain);
        Assert.That((ballot, fault?.Name, fault?.Field), Is.EqualTo(((SignedBallot?)null, name, place)));
    }

    [Test]
    public void What_is_no_JSON_is_refused() =>
        Assert.That(SignedBallot.Read("not a ballot"u8, Domain).Fault?.Name, Is.EqualTo("NotJson"));

    private static SignedBallot Signed()
    {
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        using var key = wallet.Key(0);
        var ballot = new ParameterBallot(key.Address, RecordText.From("2026-q3"), 1_790_000_000, [new(Parameter.DampingBp, 6000), new(Parameter.Bond, 2_000_000_000_000_000_000)]);
        return SignedBallot.Sign(ballot, Domain, key);
    }

    private static byte[] Changed(Action<JsonNode> change)
    {
        var json = JsonNode.Parse(Signed().ToJson(Domain))!;
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static void Set(JsonNode json, string path, string value)
    {
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
            json = json is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : json[part]!;
        json[parts[^1]] = JsonNode.Parse(value);
    }
}
