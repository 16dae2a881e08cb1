using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;
using static DecentralOrg.Node.Tests.Intake.IntakeWorld;

namespace DecentralOrg.Node.Tests.Intake;

/// <summary>Posts that a fresh intake refuses, each with the name of its refusal and the field.</summary>
internal static class BadPosts
{
    private static readonly byte[] Order = Convert.FromHexString("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141");

    private static readonly BigInteger Uint256 = BigInteger.Pow(2, 256);

    private static string Text => Json(Contribution(9)).ToJsonString();

    public static IEnumerable<TestCaseData> All() =>
        [.. Bodies(), .. Schema(), .. Numbers(), .. Domains(), .. Texts(), .. Signatures(), .. Rules()];

    private static IEnumerable<TestCaseData> Bodies() =>
    [
        Case("64 KiB and a byte", Encoding.UTF8.GetBytes(Text.PadRight((64 * 1024) + 1)), IntakeRefusal.TooLarge),
        Case("a byte that is not UTF-8", [.. Encoding.UTF8.GetBytes(Text), 0xFF], IntakeRefusal.NotUtf8),
        Case("a surrogate encoded as UTF-8", [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'], IntakeRefusal.NotUtf8),
        Case("nothing", "", IntakeRefusal.NotJson),
        Case("text behind", Text + "x", IntakeRefusal.NotJson),
        Case("a second record behind", Text + Text, IntakeRefusal.NotJson),
        Case("a byte order mark", "\uFEFF" + Text, IntakeRefusal.NotJson),
        Case("a comment", "/* */" + Text, IntakeRefusal.NotJson),
        Case("a raw NUL", Text.Replace("A guide", "A\0guide", StringComparison.Ordinal), IntakeRefusal.NotJson),
        Case("not a number", Text.Replace("\"nonce\":0", "\"nonce\":NaN", StringComparison.Ordinal), IntakeRefusal.NotJson),
        Case("a leading zero", Text.Replace("\"nonce\":0", "\"nonce\":00", StringComparison.Ordinal), IntakeRefusal.NotJson),
        Case("a thousand levels", new string('[', 1000) + new string(']', 1000), IntakeRefusal.TooDeep),
        Case("seventeen levels", new string('[', 17) + new string(']', 17), IntakeRefusal.TooDeep),
        Case("a lone high surrogate", Text.Replace("A guide", "\\ud83d", StringComparison.Ordinal), IntakeRefusal.LoneSurrogate),
        Case("a lone low surrogate", Text.Replace("A guide", "\\uDE00 x", StringComparison.Ordinal), IntakeRefusal.LoneSurrogate),
        Case("surrogates the wrong way round", Text.Replace("A guide", "\\ude00\\ud83d", StringComparison.Ordinal), IntakeRefusal.LoneSurrogate),
        Case("half a pair in a name", "{\"\\ud800\":1}", IntakeRefusal.LoneSurrogate),
    ];

    private static IEnumerable<TestCaseData> Schema() =>
    [
        Case("an array", "[]", IntakeRefusal.WrongKind),
        Case("an empty object", "{}", IntakeRefusal.MissingField, "types"),
        Case("a field twice", Text.Replace("\"nonce\":0", "\"nonce\":0,\"nonce\":0", StringComparison.Ordinal), IntakeRefusal.RepeatedField, "message.nonce"),
        Case("a field twice, once with escapes", Text.Replace("\"nonce\":0", "\"nonce\":0,\"n\\u006fnce\":0", StringComparison.Ordinal), IntakeRefusal.RepeatedField, "message.nonce"),
        Case("a signature twice", Text[..^1] + ",\"signature\":\"0x\"}", IntakeRefusal.RepeatedField, "signature"),
        Changed("a field more", post => post["message"]!["note"] = "x", IntakeRefusal.UnknownField, "message.note"),
        Changed("a field less", post => post["message"]!.AsObject().Remove("uri"), IntakeRefusal.MissingField, "message.uri"),
        Changed("null", post => post["message"]!["title"] = null, IntakeRefusal.WrongKind, "message.title"),
        Changed("a number as a title", post => post["message"]!["title"] = 1, IntakeRefusal.WrongKind, "message.title"),
        Changed("a message that is none", post => post["message"] = "x", IntakeRefusal.WrongKind, "message"),
        Changed("an author that is none", post => post["message"]!["coAuthors"] = new JsonArray(1), IntakeRefusal.WrongKind, "message.coAuthors[0]"),
        Changed("half an address", post => post["message"]!["contributor"] = "0x12", IntakeRefusal.AddressForm, "message.contributor"),
        Changed("a name", post => post["message"]!["contributor"] = "vitalik.eth", IntakeRefusal.AddressForm, "message.contributor"),
        Changed("capitals at the wrong places", post => post["message"]!["contributor"] = "0x" + Account(9).ToString()[2..].ToUpperInvariant(), IntakeRefusal.AddressChecksum, "message.contributor"),
        Changed("31 bytes", post => post["message"]!["contentHash"] = "0x" + new string('0', 62), IntakeRefusal.HashForm, "message.contentHash"),
        Changed("a hash without 0x", post => post["message"]!["buildsOn"] = new JsonArray(new string('0', 66)), IntakeRefusal.HashForm, "message.buildsOn[0]"),
    ];

    private static IEnumerable<TestCaseData> Numbers()
    {
        foreach (var (literal, refusal) in ((string, IntakeRefusal)[])
        [
            ("-0", IntakeRefusal.NumberForm), ("1.0", IntakeRefusal.NumberForm), ("1e0", IntakeRefusal.NumberForm), ("1e400", IntakeRefusal.NumberForm),
            ("\"\"", IntakeRefusal.NumberForm), ("\"00\"", IntakeRefusal.NumberForm), ("\"+1\"", IntakeRefusal.NumberForm), ("\" 1\"", IntakeRefusal.NumberForm),
            ("\"0x1\"", IntakeRefusal.NumberForm), ("\"NaN\"", IntakeRefusal.NumberForm), ("\"-0\"", IntakeRefusal.NumberForm), ("\"٣\"", IntakeRefusal.NumberForm),
            ("-1", IntakeRefusal.NumberRange), ("4294967296", IntakeRefusal.NumberRange), ("\"4294967296\"", IntakeRefusal.NumberRange),
            ("18446744073709551616", IntakeRefusal.NumberRange), (Uint256.ToString(CultureInfo.InvariantCulture), IntakeRefusal.NumberRange),
            ("true", IntakeRefusal.WrongKind),
        ])
            yield return Case($"nonce {literal}"[..Math.Min(30, 6 + literal.Length)], Text.Replace("\"nonce\":0", "\"nonce\":" + literal, StringComparison.Ordinal), refusal, "message.nonce");
        yield return Changed("a share of 17 bits", post => post["message"]!["coAuthors"] = new JsonArray(new JsonObject { ["account"] = Account(1).ToString(), ["shareBp"] = 65_536 }), IntakeRefusal.NumberRange, "message.coAuthors[0].shareBp");
        yield return Given("points of 33 bits", post => post["message"]!["credits"]![0]!["points"] = 4_294_967_296, IntakeRefusal.NumberRange, "message.credits[0].points");
        yield return Changed("a chain id of 257 bits", post => post["domain"]!["chainId"] = Uint256.ToString(CultureInfo.InvariantCulture), IntakeRefusal.NumberRange, "domain.chainId");
        yield return Changed("a chain id of 100 digits", post => post["domain"]!["chainId"] = new string('1', 100), IntakeRefusal.NumberRange, "domain.chainId");
        yield return Changed("a chain id of 256 bits", post => post["domain"]!["chainId"] = (Uint256 - 1).ToString(CultureInfo.InvariantCulture), IntakeRefusal.OtherChain, "domain.chainId");
    }

    private static IEnumerable<TestCaseData> Domains() =>
    [
        Changed("another name", post => post["domain"]!["name"] = "decentralorg", IntakeRefusal.OtherName, "domain.name"),
        Changed("another version", post => post["domain"]!["version"] = "2", IntakeRefusal.OtherVersion, "domain.version"),
        Changed("another chain", post => post["domain"]!["chainId"] = 1, IntakeRefusal.OtherChain, "domain.chainId"),
        Changed("another ledger", post => post["domain"]!["verifyingContract"] = Account(1).ToString(), IntakeRefusal.OtherLedger, "domain.verifyingContract"),
        Changed("a salt", post => post["domain"]!["salt"] = "0x", IntakeRefusal.UnknownField, "domain.salt"),
        Changed("another record", post => post["primaryType"] = "Permit", IntakeRefusal.UnknownRecord, "primaryType"),
        Changed("a co-author as the record", post => post["primaryType"] = "Author", IntakeRefusal.UnknownRecord, "primaryType"),
        Changed("the types of the other record", post => post["primaryType"] = "Evaluation", IntakeRefusal.OtherTypes, "types.Contribution"),
        Changed("a type of another width", post => post["types"]!["Contribution"]![7]!["type"] = "uint256", IntakeRefusal.OtherTypes, "types.Contribution[7].type"),
        Changed("a field renamed", post => post["types"]!["Author"]![0]!["name"] = "owner", IntakeRefusal.OtherTypes, "types.Author[0].name"),
        Changed("a field less in a type", post => post["types"]!["Author"]!.AsArray().RemoveAt(1), IntakeRefusal.OtherTypes, "types.Author"),
        Changed("a field more in a type", post => post["types"]!["Author"]!.AsArray().Add(new JsonObject { ["name"] = "x", ["type"] = "bool" }), IntakeRefusal.OtherTypes, "types.Author[2]"),
        Changed("fields in another order", post => (post["types"]!["Author"]![0]!["name"], post["types"]!["Author"]![1]!["name"]) = ("shareBp", "account"), IntakeRefusal.OtherTypes, "types.Author[0].name"),
        Changed("no domain type", post => post["types"]!.AsObject().Remove("EIP712Domain"), IntakeRefusal.OtherTypes, "types.EIP712Domain"),
        Changed("a type more", post => post["types"]!["Extra"] = new JsonArray(), IntakeRefusal.OtherTypes, "types.Extra"),
    ];

    private static IEnumerable<TestCaseData> Texts()
    {
        foreach (var (what, text, refusal) in ((string, string, IntakeRefusal)[])
        [
            ("NUL", "a\0b", IntakeRefusal.ControlCharacter), ("a line break", "a\nb", IntakeRefusal.ControlCharacter), ("C1", "a\u0085b", IntakeRefusal.ControlCharacter),
            ("a line separator", "a\u2028b", IntakeRefusal.ControlCharacter), ("delete", "a\u007fb", IntakeRefusal.ControlCharacter),
            ("an override", "a\u202Eb", IntakeRefusal.DirectionCharacter), ("an isolate", "a\u2067b", IntakeRefusal.DirectionCharacter), ("a mark", "a\u200Fb", IntakeRefusal.DirectionCharacter),
            ("zero width space", "a\u200Bb", IntakeRefusal.InvisibleCharacter), ("a joiner in Latin", "pay\u200Dpal", IntakeRefusal.InvisibleCharacter), ("a joiner at the end", "\u0915\u200D", IntakeRefusal.InvisibleCharacter),
            ("a byte order mark", "\uFEFFa", IntakeRefusal.InvisibleCharacter), ("a soft hyphen", "a\u00ADb", IntakeRefusal.InvisibleCharacter),
            ("a tag", "a\U000E0041", IntakeRefusal.InvisibleCharacter), ("a filler", "a\u3164b", IntakeRefusal.InvisibleCharacter),
            ("unassigned", "a\u0378b", IntakeRefusal.UnassignedCharacter), ("a noncharacter", "a\uFFFFb", IntakeRefusal.UnassignedCharacter), ("private", "a\uE000b", IntakeRefusal.UnassignedCharacter),
            ("zalgo", "e" + string.Concat(Enumerable.Repeat("\u0323", 9)), IntakeRefusal.StackedMarks), ("decomposed", "cafe\u0301", IntakeRefusal.NotNormalized),
            ("a compatibility ideograph", "\uF900", IntakeRefusal.NotNormalized), ("blank", "   ", IntakeRefusal.BlankText), ("blank in Japanese", "\u3000", IntakeRefusal.BlankText), ("blank braille", "\u2800", IntakeRefusal.BlankText),
        ])
        {
            yield return Changed($"{what} in a title", post => post["message"]!["title"] = text, refusal, "message.title");
        }
        yield return Changed("an override in an area", post => post["message"]!["area"] = "\u202Edocs", IntakeRefusal.DirectionCharacter, "message.area");
        yield return Changed("a line break in a URI", post => post["message"]!["uri"] = "https://a\r\nb", IntakeRefusal.ControlCharacter, "message.uri");
    }

    private static IEnumerable<TestCaseData> Signatures()
    {
        var good = Contribution(9).Signature;
        yield return Signed("no hex", "0xzz", IntakeRefusal.SignatureForm);
        yield return Signed("an odd digit", "0x123", IntakeRefusal.SignatureForm);
        yield return Signed("4,097 bytes", Hex.Encode(new byte[4_097]), IntakeRefusal.SignatureTooLong);
        yield return Signed("4,096 bytes", Hex.Encode(new byte[4_096]), IntakeRefusal.SignatureLength);
        yield return Signed("nothing", "0x", IntakeRefusal.SignatureLength);
        yield return Signed("truncated", Hex.Encode(good.AsSpan(0, 63)), IntakeRefusal.SignatureLength);
        yield return Signed("a byte more", Hex.Encode([.. good, 0]), IntakeRefusal.SignatureLength);
        foreach (var v in (byte[])[0, 1, 26, 29, 35])
            yield return Signed($"v {v}", Hex.Encode([.. good[..64], v]), IntakeRefusal.SignatureParity);
        yield return Signed("high s", Hex.Encode([.. good[..32], .. Minus(Order, good[32..64]), (byte)(55 - good[64])]), IntakeRefusal.SignatureHighS);
        yield return Signed("zero r", Hex.Encode([.. new byte[32], .. good[32..]]), IntakeRefusal.SignatureRange);
        yield return Signed("zero s", Hex.Encode([.. good[..32], .. new byte[32], 27]), IntakeRefusal.SignatureRange);
        yield return Signed("r of the order", Hex.Encode([.. Order, .. good[32..]]), IntakeRefusal.SignatureRange);
        yield return Signed("the other v", Hex.Encode([.. good[..64], (byte)(55 - good[64])]), nameof(Refusal.SignatureInvalid));
        yield return Signed("of another record", Hex.Encode(Contribution(9, "Another").Signature), nameof(Refusal.SignatureInvalid));
        yield return Signed("of another author", Hex.Encode(Contribution(8).Signature), nameof(Refusal.SignatureInvalid));
        using var key = Key(9);
        yield return Signed("for another chain", Hex.Encode(key.Sign(Contribution(9).Record.Digest(new RecordDomain(1, Domain.Ledger))).ToArray()), nameof(Refusal.SignatureInvalid));
    }

    private static IEnumerable<TestCaseData> Rules()
    {
        yield return Changed("no area", post => post["message"]!["area"] = "", nameof(Refusal.AreaLength), "message");
        yield return Changed("33 bytes of area", post => post["message"]!["area"] = new string('a', 33), nameof(Refusal.AreaLength), "message");
        yield return Changed("141 bytes of title", post => post["message"]!["title"] = new string('é', 70) + "a", nameof(Refusal.TitleLength), "message");
        yield return Changed("257 bytes of URI", post => post["message"]!["uri"] = new string('a', 257), nameof(Refusal.UriLength), "message");
        yield return Changed("17 co-authors", post => post["message"]!["coAuthors"] = Authors(17, 1), nameof(Refusal.CoAuthorCount), "message");
        yield return Changed("a co-author twice", post => post["message"]!["coAuthors"] = new JsonArray([.. Authors(1, 1).Concat(Authors(1, 1)).Select(node => node!.DeepClone())]), nameof(Refusal.CoAuthorRepeated), "message");
        yield return Changed("all to co-authors", post => post["message"]!["coAuthors"] = Authors(2, 5_000), nameof(Refusal.ShareOutOfRange), "message");
        yield return Changed("17 predecessors", post => post["message"]!["buildsOn"] = new JsonArray([.. Enumerable.Repeat(0, 17).Select(_ => JsonValue.Create(default(Bytes32).ToString()))]), nameof(Refusal.BuildsOnCount), "message");
        yield return Given("no credits", post => post["message"]!["credits"] = new JsonArray(), nameof(Refusal.CreditCount), "message");
        yield return Given("65 credits", post => post["message"]!["credits"] = new JsonArray([.. Enumerable.Repeat(0, 65).Select(_ => post["message"]!["credits"]![0]!.DeepClone())]), nameof(Refusal.CreditCount), "message");
        yield return Given("another epoch", post => post["message"]!["epoch"] = 1, nameof(Refusal.WrongEpoch), "message");
        yield return Given("a stranger", post => post["message"]!["evaluator"] = Account(9).ToString(), nameof(Refusal.UnknownMember), "message");
        yield return Given("another nonce", post => post["message"]!["nonce"] = uint.MaxValue, nameof(Refusal.WrongNonce), "message");
        yield return Given("no points", post => post["message"]!["credits"]![0]!["points"] = 0, nameof(Refusal.ZeroPoints), "message");
        yield return Given("credit to oneself", post => post["message"]!["credits"]![0]!["recipient"] = Account(1).ToString(), nameof(Refusal.SelfCredit), "message");
        yield return Given("credit to nobody", post => post["message"]!["credits"]![0]!["recipient"] = default(Address).ToString(), nameof(Refusal.ZeroRecipient), "message");
        yield return Given("too little for a newcomer", post => post["message"]!["credits"]![0]!["recipient"] = Account(9).ToString(), nameof(Refusal.NotIntroduced), "message");
        yield return Given("too many points", post => post["message"]!["credits"]![0]!["points"] = uint.MaxValue, nameof(Refusal.OverBudget), "message");
    }

    private static JsonArray Authors(int count, int share) =>
        [.. Enumerable.Range(20, count).Select(i => new JsonObject { ["account"] = Account(i).ToString(), ["shareBp"] = share })];

    private static byte[] Minus(byte[] left, byte[] right)
    {
        var difference = new BigInteger(left, true, true) - new BigInteger(right, true, true);
        var bytes = difference.ToByteArray(true, true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private static TestCaseData Signed(string what, string signature, object refusal) =>
        Changed("signature: " + what, post => post["signature"] = signature, refusal, "signature");

    private static TestCaseData Changed(string what, Action<JsonObject> change, object refusal, string? field) => Changed(what, Contribution(9), change, refusal, field);

    private static TestCaseData Given(string what, Action<JsonObject> change, object refusal, string? field) => Changed(what, Evaluation(1, 0, (2, 10)), change, refusal, field);

    private static TestCaseData Changed(string what, PostedRecord record, Action<JsonObject> change, object refusal, string? field)
    {
        var post = Json(record);
        change(post);
        return Case(what, post.ToJsonString(), refusal, field);
    }

    private static TestCaseData Case(string what, string json, object refusal, string? field = null) => Case(what, Encoding.UTF8.GetBytes(json), refusal, field);

    private static TestCaseData Case(string what, byte[] body, object refusal, string? field = null) =>
        new TestCaseData(body, refusal.ToString(), field).SetArgDisplayNames(what);
}
