using System.Text;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Kernel.Tests.Settlement;

public sealed class Utf8LinesTests
{
    private static IEnumerable<TestCaseData<string>> Texts()
    {
        yield return new("");
        yield return new("\n");
        yield return new("\r");
        yield return new("\r\n");
        yield return new("\n\r");
        yield return new("one");
        yield return new("one\n");
        yield return new("one\r");
        yield return new("one\r\n");
        yield return new("one\ntwo\rthree\r\nfour\n\n\r\r\n\r\n five ");
        yield return new($"{new string('a', 300_000)}\n{new string('b', 700_000)}\r\n{new string('c', 10)}");
    }

    [TestCaseSource(nameof(Texts))]
    public void Lines_are_those_that_a_text_reader_reads(string text)
    {
        using var reader = new StringReader(text);
        var expected = new List<string>();
        while (reader.ReadLine() is { } line)
            expected.Add(line);
        foreach (var chunk in (int[])[1, 2, 3, 1 << 16, int.MaxValue])
        {
            // A byte at a time takes long texts minutes and shows nothing more.
            if (chunk < 4 && text.Length > 1000)
                continue;
            Assert.That(Read(new DribblingStream(Encoding.UTF8.GetBytes(text), chunk), int.MaxValue), Is.EqualTo(expected), $"in pieces of {chunk}");
        }
    }

    [Test]
    public void A_line_is_read_before_the_stream_has_more_than_its_end()
    {
        using var stream = new DribblingStream("one\r\ntwo"u8.ToArray(), 4);
        var lines = new Utf8Lines(stream);
        lines.TryRead(10, out var first);
        Assert.That(Encoding.UTF8.GetString(first), Is.EqualTo("one"));
        Assert.That(stream.Position, Is.EqualTo(4), "the line feed after the return was not waited for");
    }

    [TestCase("12345\n123456\n", 2)]
    [TestCase("12345\r123456", 2)]
    [TestCase("123456\n", 1)]
    [TestCase("1\n2\n3\n123456789", 4)]
    public void A_longer_line_is_refused_with_its_number(string text, int number)
    {
        using var stream = new DribblingStream(Encoding.UTF8.GetBytes(text), 2);
        var refusal = Assert.Throws<BundleException>(() => Read(stream, 5)).Refusal;
        Assert.That((refusal.Rule, refusal.Line), Is.EqualTo((BundleRule.LineTooLong, number)));
    }

    [Test]
    public void A_longest_line_is_taken() =>
        Assert.That(Read(new DribblingStream("12345\n12345\r\n\n12345"u8.ToArray(), 2), 5), Is.EqualTo(["12345", "12345", "", "12345"]));

    private static List<string> Read(Stream stream, int most)
    {
        var lines = new Utf8Lines(stream);
        var read = new List<string>();
        while (lines.TryRead(most, out var line))
        {
            read.Add(Encoding.UTF8.GetString(line));
            Assert.That(lines.Number, Is.EqualTo(read.Count));
        }
        return read;
    }
}
