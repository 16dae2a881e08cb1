using System.Text;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Founding;

namespace DecentralOrg.Node.Tests.Founding;

internal sealed class CharterReaderTests
{
    private const string Founder = """{"account":"0x70997970C51812dc3A010C7d01b50e0d17dc79C8","reputation":"5"}""";

    private static string Json(string founders = Founder, string token = """{"name":"Reward","symbol":"RWD"}""", string more = "") =>
        $$"""{"token":{{token}},"founders":[{{founders}}]{{more}}}""";

    private static Charter Read(string json) => CharterReader.Read(Encoding.UTF8.GetBytes(json));

    [Test]
    public void The_example_is_a_charter_with_the_defaults()
    {
        var charter = CharterReader.Read(File.ReadAllBytes(Path.Combine(Repository.Root(), "docs", "examples", "charter.json")));
        Assert.Multiple(() =>
        {
            Assert.That(charter.Terms, Is.EqualTo(Terms.Default));
            Assert.That(charter.Founders.Aggregate(0UL, (sum, founder) => sum + founder.Reputation), Is.EqualTo(1_000_000_000_000_000));
            Assert.That((charter.TokenName, charter.TokenSymbol), Is.EqualTo(("Harbour Reward", "HARB")));
        });
    }

    [Test]
    public void Terms_that_are_not_given_are_the_defaults()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Read(Json()).Terms, Is.EqualTo(Terms.Default));
            Assert.That(
                Read(Json(more: ""","terms":{"renewalBp":7,"bond":"1000000000000000"}""")).Terms,
                Is.EqualTo(Terms.Default with { RenewalBp = 7, Bond = 1_000_000_000_000_000 }));
        });
    }

    [Test]
    public void Most_reputation_and_most_founders_are_taken()
    {
        var founders = string.Join(',', Enumerable.Range(1, 64).Select(i => $$"""{"account":"0x{{i:x40}}","reputation":"140737488355328"}"""));
        Assert.That(Read(Json(founders)).Founders.Aggregate(0UL, (sum, founder) => sum + founder.Reputation), Is.EqualTo(1UL << 53));
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        static TestCaseData Case(string name, CharterRule rule, string json) => new TestCaseData(rule, json).SetArgDisplayNames(name);
        string Account(string account, string reputation = "\"5\"") => Json($$"""{"account":"{{account}}","reputation":{{reputation}}}""");
        const string address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
        return
        [
            Case("empty", CharterRule.NotJson, ""),
            Case("cut", CharterRule.NotJson, "{"),
            Case("an array", CharterRule.WrongType, "[]"),
            Case("a field twice", CharterRule.RepeatedField, Json(more: ""","founders":[]""")),
            Case("no token", CharterRule.MissingField, $$"""{"founders":[{{Founder}}]}"""),
            Case("no symbol", CharterRule.MissingField, Json(token: """{"name":"Reward"}""")),
            Case("misspelt terms", CharterRule.UnknownField, Json(more: ""","term":{}""")),
            Case("a misspelt term", CharterRule.UnknownField, Json(more: ""","terms":{"dampingBP":5000}""")),
            Case("a founder's name", CharterRule.UnknownField, Json("""{"account":"0x70997970C51812dc3A010C7d01b50e0d17dc79C8","reputation":"5","name":"Ada"}""")),
            Case("founders as text", CharterRule.WrongType, """{"token":{"name":"R","symbol":"R"},"founders":"Ada"}"""),
            Case("a founder as text", CharterRule.WrongType, Json("\"Ada\"")),
            Case("half a surrogate pair", CharterRule.WrongType, Json(token: """{"name":"\ud800","symbol":"R"}""")),
            Case("an empty name", CharterRule.NotAName, Json(token: """{"name":"","symbol":"R"}""")),
            Case("a long symbol", CharterRule.NotAName, Json(token: """{"name":"R","symbol":"RRRRRRRRRRRRRRRRR"}""")),
            Case("a line break in the name", CharterRule.NotAName, Json(token: """{"name":"R\nR","symbol":"R"}""")),
            Case("a short account", CharterRule.NotAnAccount, Account(address[..^1])),
            Case("the zero address", CharterRule.NotAnAccount, Account("0x0000000000000000000000000000000000000000")),
            Case("a mistyped digit", CharterRule.NotAnAccount, Account(address.Replace('1', '2'))),
            Case("an account twice", CharterRule.AccountRepeated, Json(Founder + "," + Founder.ToLowerInvariant())),
            Case("no founders", CharterRule.FounderCount, Json("")),
            Case("65 founders", CharterRule.FounderCount, Json(string.Join(',', Enumerable.Range(1, 65).Select(i => $$"""{"account":"0x{{i:x40}}","reputation":"1"}""")))),
            Case("no reputation", CharterRule.NoReputation, Account(address, "\"0\"")),
            Case("too much reputation", CharterRule.ReputationTooLarge, Account(address, "\"9007199254740993\"")),
            Case("far too much reputation", CharterRule.ReputationTooLarge, Account(address, "\"99999999999999999999999999999999999999999999\"")),
            Case("a fraction", CharterRule.NotANumber, Account(address, "1.5")),
            Case("a sign", CharterRule.NotANumber, Account(address, "\"-1\"")),
            Case("a leading zero", CharterRule.NotANumber, Account(address, "\"01\"")),
            Case("a number that JSON readers round", CharterRule.NotANumber, Json(more: ""","terms":{"bond":1000000000000000001}""")),
            Case("a number as truth", CharterRule.WrongType, Account(address, "true")),
            Case("too little damping", CharterRule.OutOfBounds, Json(more: ""","terms":{"dampingBp":999}""")),
            Case("too great a bond", CharterRule.OutOfBounds, Json(more: ""","terms":{"bond":"1000000000000000000001"}""")),
            Case("a term that fits no width", CharterRule.OutOfBounds, Json(more: ""","terms":{"renewalBp":"99999999999999999999999999999999999999999999"}""")),
        ];
    }

    [TestCaseSource(nameof(Wrong))]
    public void What_breaks_a_rule_is_refused_with_its_name(CharterRule rule, string json) =>
        Assert.That(() => Read(json), Throws.TypeOf<CharterException>().With.Property("Rule").EqualTo(rule).And.Message.StartsWith(rule.ToString()));

    [Test]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.That(() => CharterReader.Read([.. "{\"token\":\""u8, 0xff, .. "\"}"u8]), Throws.TypeOf<CharterException>().With.Property("Rule").EqualTo(CharterRule.NotJson));
}
