using System.Text;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Kernel.Tests.Settlement;

public sealed class BundleScannerTests
{
    private const string Header =
        """{"format":"decentralorg/bundle/1","epoch":3,"parameters":{"dampingBp":5000,"pointsPerEpoch":1000000,"rewardPerEpoch":"1000","renewalBp":200},"members":[{"account":"0xAa00000000000000000000000000000000000001","reputation":"7","cumulative":"0"},{"account":"0xaa00000000000000000000000000000000000002","reputation":"3","cumulative":"5"}]}""";

    private static readonly string Id = "0x" + new string('0', 62) + "Ff";

    private static readonly LogCredit Expected = new(0, 1, 4, Bytes32.Parse(Id));

    private static IEnumerable<TestCaseData<string>> Spellings()
    {
        // The first three are read without a detour, the others are not; nobody can tell.
        yield return new($$"""{"from":0,"to":1,"points":4,"contribution":"{{Id}}"}""");
        yield return new($$"""{"contribution":"{{Id}}","points":4,"to":1,"from":0}""");
        yield return new($$""" { "from" : 0 ,"to": 1,	"points":4,"contribution" :"{{Id}}" } """);
        yield return new($$"""{"from":0,"to":1,"points":4,"contribution":"{{Id}}","note":{"from":[1,{"to":null}] } }""");
        yield return new($$"""{"fr\u006fm":0,"to":1,"points":4,"contribution":"{{Id}}"}""");
        yield return new($$"""{"from":0,"to":1,"points":4,"contribution":"\u0030{{Id[1..]}}"}""");
        yield return new($$"""{"From":9,"from":0,"to":1,"points":4,"contribution":"{{Id}}"}""");
    }

    [TestCaseSource(nameof(Spellings))]
    public void A_credit_is_the_same_however_it_is_spelt(string line)
    {
        foreach (var end in (string[])["", "\n", "\r\n", "\r"])
            Assert.That(Read($"{Header}\n{line}{end}"), Is.EqualTo([Expected]));
    }

    [Test]
    public void Credits_come_one_by_one_with_what_was_read_and_spent()
    {
        var credit = $$"""{"from":0,"to":1,"points":4,"contribution":"{{Id}}"}""";
        using var stream = new DribblingStream(Encoding.UTF8.GetBytes($"{Header}\r\n{credit}\r\n{credit}\r\n"), 1);
        var bundle = new BundleScanner(stream);
        Assert.That((bundle.Lines, bundle.Header.Epoch, bundle.Header.Members.Length), Is.EqualTo((1, 3u, 2)));
        Assert.That(bundle.TryRead(out _), Is.True);
        Assert.That((bundle.Lines, bundle.Spent[0], bundle.Spent[1]), Is.EqualTo((2, 4u, 0u)));
        Assert.That(bundle.TryRead(out var second), Is.True);
        Assert.That(second, Is.EqualTo(Expected));
        Assert.That(bundle.TryRead(out _), Is.False);
        Assert.That((bundle.Lines, bundle.Spent[0]), Is.EqualTo((3, 8u)));
    }

    /// <summary>Whatever a line is made of, it is read or refused as it is when one more field leaves the short way out.</summary>
    [Test]
    public void The_short_way_takes_and_refuses_what_the_long_way_does()
    {
        var name = Gen.OneOfConst("from", "to", "points", "contribution", "fr\\u006fm", "other", "");
        var value = Gen.OneOfConst(
            "0", "1", "-0", "-1", "4", "1.0", "1e0", "01", "+1", "999999999999999999", "9999999999999999999", "18446744073709551616", "null", "true", "\"1\"",
            $"\"{Id}\"", $"\"{Id[..^1]}\"", $"\"{Id}0\"", $"\"0X{Id[2..]}\"", $"\"\\u0030{Id[1..]}\"", "\"é\"", "{}", "[]", "");
        var fields = Gen.Select(name, value, (field, with) => $"\"{field}\":{with}").List[0, 6];
        var likely = Gen.OneOfConst("\"from\":0", "\"from\":1", "\"to\":1", "\"to\":2", "\"points\":4", "\"points\":0", $"\"contribution\":\"{Id}\"", "\"points\":1000001").List[3, 5];
        Gen.Select(Gen.OneOf(fields, likely), Gen.OneOfConst("", "", "", "}", ",", " 1", "\0"))
            .Sample((parts, after) =>
            {
                var line = $"{{{string.Join(',', parts)}}}{after}";
                var longWay = parts.Count == 0 ? line : $"{{\"unknown\":0,{line[1..]}";
                return Outcome(line) == Outcome(longWay);
            }, iter: 3000);
    }

    [Test]
    public void Reading_takes_no_more_memory_for_more_lines()
    {
        Allocated(10);
        var few = Allocated(1_000);
        var many = Allocated(50_000);
        Assert.That(many - few, Is.LessThan(100_000), $"{few} bytes for 1,000 lines, {many} for 50,000");
    }

    private static long Allocated(int credits)
    {
        var line = Encoding.UTF8.GetBytes($$"""{"from":0,"to":1,"points":1,"contribution":"{{Id}}"}""" + "\n");
        using var stream = new RepeatingStream(Encoding.UTF8.GetBytes(Header + "\n"), line, credits);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var bundle = new BundleScanner(stream);
        while (bundle.TryRead(out _)) ;
        Assert.That(bundle.Lines, Is.EqualTo(credits + 1));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Outcome(string line)
    {
        try
        {
            return string.Join(',', Read($"{Header}\n{line}"));
        }
        catch (BundleException refused)
        {
            return refused.Message;
        }
    }

    private static List<LogCredit> Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var bundle = new BundleScanner(stream);
        var credits = new List<LogCredit>();
        while (bundle.TryRead(out var credit))
            credits.Add(credit);
        return credits;
    }

    /// <summary>A bundle whose credits are all the same, made while it is read.</summary>
    private sealed class RepeatingStream(byte[] header, byte[] line, int times) : MemoryStream
    {
        private byte[] rest = header;
        private int left = times;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (rest.Length == 0 && left-- > 0)
                rest = line;
            var taken = Math.Min(count, rest.Length);
            rest.AsSpan(0, taken).CopyTo(buffer.AsSpan(offset));
            rest = taken == rest.Length ? [] : rest[taken..];
            return taken;
        }
    }
}
