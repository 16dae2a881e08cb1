using System.Text;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Kernel.Tests.Settlement;

public sealed class BundleRefusalTests
{
    private const string Member0 = """{"account":"0xAa00000000000000000000000000000000000001","reputation":"7","cumulative":"0"}""";
    private const string Member1 = """{"account":"0xaa00000000000000000000000000000000000002","reputation":"3","cumulative":"5"}""";
    private const string Parameters = """{"dampingBp":5000,"pointsPerEpoch":10,"rewardPerEpoch":"1000","renewalBp":200}""";
    private const string Header = $$"""{"format":"decentralorg/bundle/1","epoch":3,"parameters":{{Parameters}},"members":[{{Member0}},{{Member1}}]}""";
    private const string Credit = """{"from":0,"to":1,"points":4,"contribution":"0x00000000000000000000000000000000000000000000000000000000000000Ff"}""";
    private const string Good = Header + "\n" + Credit + "\n" + Credit + "\n";

    private static readonly (BundleRule Rule, int Line, string Text)[] Refusals =
    [
        (BundleRule.Empty, 1, ""),
        (BundleRule.Empty, 1, "\n" + Good),
        (BundleRule.NotABundle, 1, "hello"),
        (BundleRule.NotABundle, 1, "[]"),
        (BundleRule.NotABundle, 1, "{}"),
        (BundleRule.NotABundle, 1, Header[..^1]),
        (BundleRule.NotABundle, 1, Credit),
        (BundleRule.UnknownFormat, 1, With("bundle/1", "bundle/2")),
        (BundleRule.WrongType, 1, With("\"decentralorg/bundle/1\"", "1")),
        (BundleRule.NotAnObject, 2, Header + "\n\n" + Credit),
        (BundleRule.NotAnObject, 3, Header + "\n" + Credit + "\n" + Credit[..^2]),
        (BundleRule.NotAnObject, 4, Good + "17"),
        (BundleRule.NotAnObject, 4, Good + Credit + Credit),
        (BundleRule.NotABundle, 1, "\uFEFFhello"),
        (BundleRule.Empty, 1, "\uFEFF\u00A0 \t\n" + Good),
        (BundleRule.LineTooLong, 3, $"{Header}\n{Credit}\n{Credit}{new string(' ', 1 << 20)}\n"),
        (BundleRule.MissingField, 1, With("\"epoch\":3,", "")),
        (BundleRule.MissingField, 1, With($",\"parameters\":{Parameters}", "")),
        (BundleRule.MissingField, 1, With($",\"members\":[{Member0},{Member1}]", "")),
        (BundleRule.MissingField, 1, With("\"dampingBp\":5000,", "")),
        (BundleRule.MissingField, 1, With("\"pointsPerEpoch\":10,", "")),
        (BundleRule.MissingField, 1, With("\"rewardPerEpoch\":\"1000\",", "")),
        (BundleRule.MissingField, 1, With(",\"renewalBp\":200", "")),
        (BundleRule.MissingField, 1, With("\"account\":\"0xaa00000000000000000000000000000000000002\",", "")),
        (BundleRule.MissingField, 1, With("\"reputation\":\"3\",", "")),
        (BundleRule.MissingField, 1, With(",\"cumulative\":\"5\"", "")),
        (BundleRule.MissingField, 2, With("\"from\":0,", "")),
        (BundleRule.MissingField, 2, With("\"to\":1,", "")),
        (BundleRule.MissingField, 2, With("\"points\":4,", "")),
        (BundleRule.MissingField, 2, With(",\"contribution\":\"0x00000000000000000000000000000000000000000000000000000000000000Ff\"", "")),
        (BundleRule.RepeatedField, 1, With("\"epoch\":3,", "\"epoch\":3,\"epoch\":3,")),
        (BundleRule.RepeatedField, 1, With("\"renewalBp\":200", "\"renewalBp\":200,\"renewalBp\":200")),
        (BundleRule.RepeatedField, 1, With("\"cumulative\":\"5\"", "\"cumulative\":\"5\",\"\\u0063umulative\":\"6\"")),
        (BundleRule.RepeatedField, 2, With("\"points\":4", "\"points\":4,\"points\":4")),
        (BundleRule.WrongType, 2, With("\"points\":4", "\"points\":4,\"\\ud800\":1")),
        (BundleRule.WrongType, 1, With("\"epoch\":3", "\"epoch\":\"3\"")),
        (BundleRule.WrongType, 1, With("\"reputation\":\"3\"", "\"reputation\":3")),
        (BundleRule.WrongType, 1, With("\"rewardPerEpoch\":\"1000\"", "\"rewardPerEpoch\":1000")),
        (BundleRule.WrongType, 1, With(Parameters, "[]")),
        (BundleRule.WrongType, 1, With($"[{Member0},{Member1}]", "{}")),
        (BundleRule.WrongType, 1, With(Member1, "1")),
        (BundleRule.WrongType, 1, With("\"0xaa00000000000000000000000000000000000002\"", "\"\\ud800\"")),
        (BundleRule.WrongType, 2, With("\"from\":0", "\"from\":null")),
        (BundleRule.WrongType, 2, With("\"from\":0", "\"from\":true")),
        (BundleRule.NotAnInteger, 1, With("\"epoch\":3", "\"epoch\":3.0")),
        (BundleRule.NotAnInteger, 1, With("\"renewalBp\":200", "\"renewalBp\":2e2")),
        (BundleRule.NotAnInteger, 2, With("\"from\":0", "\"from\":-0")),
        (BundleRule.NotADecimalString, 1, With("\"3\"", "\"\"")),
        (BundleRule.NotADecimalString, 1, With("\"3\"", "\"03\"")),
        (BundleRule.NotADecimalString, 1, With("\"3\"", "\"00\"")),
        (BundleRule.NotADecimalString, 1, With("\"3\"", "\"+3\"")),
        (BundleRule.NotADecimalString, 1, With("\"3\"", "\"-3\"")),
        (BundleRule.NotADecimalString, 1, With("\"3\"", "\" 3\"")),
        (BundleRule.NotADecimalString, 1, With("\"3\"", "\"3.0\"")),
        (BundleRule.NotADecimalString, 1, With("\"3\"", "\"0x3\"")),
        (BundleRule.NotADecimalString, 1, With("\"3\"", "\"٣\"")),
        (BundleRule.NotAnAccount, 1, With("0xaa", "aa")),
        (BundleRule.NotAnAccount, 1, With("0xaa", "0Xaa")),
        (BundleRule.NotAnAccount, 1, With("0xaa", "0xga")),
        (BundleRule.NotAnAccount, 1, With("0xaa", "0xa")),
        (BundleRule.NotAnId, 2, With("00Ff", "00F")),
        (BundleRule.NotAnId, 2, With("00Ff", "00Fg")),
        (BundleRule.EpochOutOfRange, 1, With("\"epoch\":3", "\"epoch\":4294967296")),
        (BundleRule.EpochOutOfRange, 1, With("\"epoch\":3", "\"epoch\":-1")),
        (BundleRule.DampingOutOfRange, 1, With("5000", "9501")),
        (BundleRule.DampingOutOfRange, 1, With("5000", "-1")),
        (BundleRule.DampingOutOfRange, 1, With("5000", "99999999999999999999999999")),
        (BundleRule.PointsPerEpochOutOfRange, 1, With("\"pointsPerEpoch\":10", "\"pointsPerEpoch\":0")),
        (BundleRule.PointsPerEpochOutOfRange, 1, With("\"pointsPerEpoch\":10", "\"pointsPerEpoch\":1048577")),
        (BundleRule.RenewalOutOfRange, 1, With("\"renewalBp\":200", "\"renewalBp\":10001")),
        (BundleRule.RenewalOutOfRange, 1, With("\"renewalBp\":200", "\"renewalBp\":-1")),
        (BundleRule.RewardTooLarge, 1, With("\"1000\"", "\"9223372036854775809\"")),
        (BundleRule.RewardTooLarge, 1, With("\"1000\"", $"\"{new string('9', 60)}\"")),
        (BundleRule.NoMembers, 1, With($"{Member0},{Member1}", "")),
        (BundleRule.TooManyMembers, 1, With($"{Member0},{Member1}", string.Join(',', Enumerable.Repeat('0', (1 << 22) + 1)))),
        (BundleRule.AccountRepeated, 1, With(Member1, Member0)),
        (BundleRule.AccountRepeated, 1, With("0xaa00000000000000000000000000000000000002", "0xaA00000000000000000000000000000000000001")),
        (BundleRule.ReputationTooLarge, 1, With("\"reputation\":\"3\"", "\"reputation\":\"18014398509481977\"")),
        (BundleRule.ReputationTooLarge, 1, With("\"reputation\":\"3\"", $"\"reputation\":\"{UInt128.MaxValue}\"")),
        (BundleRule.CumulativeTooLarge, 1, With("\"cumulative\":\"5\"", "\"cumulative\":\"18446744073709551616\"")),
        (BundleRule.CumulativeTooLarge, 1, With("\"cumulative\":\"5\"", "\"cumulative\":\"18446744073709551615\"")),
        (BundleRule.UnknownMember, 2, With("\"from\":0", "\"from\":2")),
        (BundleRule.UnknownMember, 2, With("\"from\":0", "\"from\":-1")),
        (BundleRule.UnknownMember, 2, With("\"to\":1", "\"to\":2")),
        (BundleRule.UnknownMember, 2, With("\"to\":1", "\"to\":4294967297")),
        (BundleRule.UnknownMember, 2, With("\"to\":1", "\"to\":-99999999999999999999")),
        (BundleRule.SelfCredit, 2, With("\"to\":1", "\"to\":0")),
        (BundleRule.ZeroPoints, 2, With("\"points\":4", "\"points\":0")),
        (BundleRule.ZeroPoints, 2, With("\"points\":4", "\"points\":-4")),
        (BundleRule.OverBudget, 2, With("\"points\":4", "\"points\":11")),
        (BundleRule.OverBudget, 2, With("\"points\":4", "\"points\":18446744073709551617")),
        (BundleRule.OverBudget, 4, Good + Credit),
    ];

    private static IEnumerable<TestCaseData> Cases() =>
        Refusals.Select((refusal, index) =>
            new TestCaseData(refusal.Rule, refusal.Line, refusal.Text).SetArgDisplayNames($"{index}", $"{refusal.Rule}", $"line {refusal.Line}"));

    [TestCaseSource(nameof(Cases))]
    public void Bundle_is_refused_with_line_and_rule(BundleRule rule, int line, string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var refusal = Assert.Throws<BundleException>(() => BundleReader.Read(stream).Settle()).Refusal;
        Assert.Multiple(() =>
        {
            Assert.That((refusal.Rule, refusal.Line), Is.EqualTo((rule, line)), refusal.Sentence);
            Assert.That(refusal.Sentence, Has.Length.GreaterThan(20).And.EndsWith("."));
        });
    }

    [Test]
    public void Every_rule_is_among_the_refusals() =>
        Assert.That(Refusals.Select(refusal => refusal.Rule).Distinct(), Is.EquivalentTo(Enum.GetValues<BundleRule>()));

    [Test]
    public void Refusal_is_shown_with_line_rule_and_sentence()
    {
        var thrown = Assert.Throws<BundleException>(() => BundleReader.Read(new StringReader(With("\"to\":1", "\"to\":0"))));
        Assert.That(thrown.Message, Does.StartWith("line 2: SelfCredit: Member 0 credits itself"));
    }

    [Test]
    public void Bundle_without_fault_is_read()
    {
        var bundle = BundleReader.Read(new StringReader(Good));
        Assert.Multiple(() =>
        {
            Assert.That((bundle.Epoch, bundle.Terms.Reward, bundle.Terms.RenewalBp), Is.EqualTo((3u, 1000UL, 200)));
            Assert.That(bundle.Members, Is.EqualTo([
                new BundleMember("0xAa00000000000000000000000000000000000001", new MemberState(0, 7)),
                new BundleMember("0xaa00000000000000000000000000000000000002", new MemberState(5, 3))]));
            Assert.That(bundle.Credits.Select(credit => (credit.From, credit.To, credit.Points)), Is.EqualTo([(0, 1, 4u), (0, 1, 4u)]));
        });
    }

    private static IEnumerable<TestCaseData<string>> Accepted()
    {
        yield return new(Header);
        yield return new(Good.Replace("\n", "\r\n", StringComparison.Ordinal));
        yield return new("\uFEFF" + Good);
        yield return new(With("\"epoch\":3", "\"epoch\":4294967295, \"note\" : {\"by\":[1.5,null]}"));
        yield return new(With("\"points\":4", "\"points\":6,\"comment\":\"more\""));
        yield return new(With("5000", "9500"));
        yield return new(With("5000", "0"));
        yield return new(With("\"renewalBp\":200", "\"renewalBp\":10000"));
        yield return new(With("\"1000\"", "\"9223372036854775808\""));
        yield return new(With("\"reputation\":\"3\"", "\"reputation\":\"18014398509481976\""));
        yield return new(With("\"reputation\":\"3\"", "\"reputation\":\"0\""));
        yield return new(With("\"cumulative\":\"0\"", "\"cumulative\":\"18446744073709551615\""));
    }

    [TestCaseSource(nameof(Accepted))]
    public void What_is_within_the_rules_is_taken(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.That(BundleReader.Read(stream).Settle().Members, Is.EqualTo(2));
    }

    [Test]
    public void No_input_breaks_the_reader() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 3], Gen.OneOf(Gen.String[0, 3], Gen.OneOfConst("\"", "{", "}", ",", "\n", "1", "-", "null", "\\u")))
            .Sample((at, length, text) =>
            {
                var changed = Good.Remove(at, Math.Min(length, Good.Length - at)).Insert(at, text);
                try
                {
                    return BundleReader.Read(new StringReader(changed)).Settle().Members > 0;
                }
                catch (BundleException thrown)
                {
                    return thrown.Refusal.Line <= 1 + changed.Split('\n', '\r').Length;
                }
            });

    /// <summary>The bundle without fault, with one text replaced where it stands first.</summary>
    private static string With(string text, string replacement)
    {
        var at = Good.IndexOf(text, StringComparison.Ordinal);
        Assert.That(at, Is.Not.Negative, text);
        return Good.Remove(at, text.Length).Insert(at, replacement);
    }
}
