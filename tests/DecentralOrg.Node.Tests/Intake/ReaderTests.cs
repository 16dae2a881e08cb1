using System.Diagnostics;
using System.Text;
using System.Text.Json;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;
using static DecentralOrg.Node.Tests.Intake.IntakeWorld;

namespace DecentralOrg.Node.Tests.Intake;

/// <summary>Properties of the reader; CsCheck prints the seed of what fails.</summary>
internal sealed class ReaderTests
{
    private static readonly Gen<Address> Accounts = Gen.Byte.Array[20].Select(bytes => new Address(bytes));
    private static readonly Gen<Bytes32> Words = Gen.Byte.Array[32].Select(bytes => new Bytes32(bytes));

    private static readonly Gen<RecordText> Texts = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 40], Gen.String[Gen.Char["äßñ愛жأ\"\\/<>&=é"], 1, 12], Gen.Const("👩\u200D💻 می\u200Cخواهم"), Gen.Const("😀"))
        .Where(text => text.Length == 0 || !string.IsNullOrWhiteSpace(text)).Select(RecordText.From);

    private static readonly Gen<PostedRecord> Contributions = Gen.Select(
        Accounts, Texts.Array[3], Words, Gen.Select(Accounts, Gen.UShort, (account, share) => new Author(account, share)).Array[0, 16], Words.Array[0, 16], Gen.UInt, Gen.Byte.Array[0, 70],
        (by, texts, hash, authors, ids, nonce, signature) =>
            (PostedRecord)PostedContribution.Of(new Contribution(by, texts[0], texts[1], texts[2], hash, authors, ids, nonce), Domain, signature));

    private static readonly Gen<PostedRecord> Evaluations = Gen.Select(
        Accounts, Gen.UInt, Gen.UInt, Gen.Select(Words, Accounts, Gen.UInt, (id, to, points) => new Credit(id, to, points)).Array[0, 64], Gen.Byte.Array[0, 70],
        (by, epoch, nonce, credits, signature) => (PostedRecord)PostedEvaluation.Of(new Evaluation(by, epoch, nonce, credits), Domain, signature));

    private static readonly Gen<PostedRecord> Records = Gen.OneOf(Contributions, Evaluations);

    [Test]
    public void What_is_written_is_read_as_it_was() => Records.Sample(
        record =>
        {
            var (read, refused) = RecordReader.Read(RecordWriter.Post(record, Domain), Domain);
            Assert.That(refused, Is.Null);
            var stored = RecordReader.ReadStored(record.Kind, RecordWriter.Message(record), record.Signature, Domain);
            foreach (var again in (PostedRecord[])[read!, stored])
            {
                Assert.That((again.Digest, again.Id, again.Author, again.Kind), Is.EqualTo((record.Digest, record.Id, record.Author, record.Kind)));
                Assert.That(again.Signature, Is.EqualTo(record.Signature));
                Assert.That(RecordWriter.Message(again), Is.EqualTo(RecordWriter.Message(record)));
            }
        },
        iter: 500, threads: 1);

    [Test]
    public void Random_bytes_are_refused_and_nothing_else() =>
        Gen.OneOf(Gen.Byte.Array[0, 200], Gen.String[Gen.Char["{}[]\",:\\u0dD89ntruefalse-+.eE \u00e9"], 0, 100].Select(Encoding.UTF8.GetBytes)).Sample(
            bytes => Assert.That(RecordReader.Read(bytes, Domain).Refused, Is.Not.Null), iter: 20_000, threads: 1);

    [Test]
    public void A_record_with_damage_is_read_or_refused() => Gen.Select(Records, Gen.Int[0, 1_000_000], Gen.Byte, Gen.Int[0, 2]).Sample(
        (record, at, value, kind) =>
        {
            var bytes = RecordWriter.Post(record, Domain);
            at %= bytes.Length;
            byte[] damaged = kind switch
            {
                0 => [.. bytes[..at], value, .. bytes[(at + 1)..]],
                1 => [.. bytes[..at], .. bytes[(at + 1)..]],
                _ => bytes[..at],
            };
            var (read, refused) = RecordReader.Read(damaged, Domain);
            Assert.That(read is null, Is.EqualTo(refused is not null));
        },
        iter: 5_000, threads: 1);

    private static IEnumerable<TestCaseData> Hostile()
    {
        var post = Json(Contribution(9)).ToJsonString();
        foreach (var (what, body) in ((string, Func<int, string>)[])
        [
            ("levels", size => new string('[', size)),
            ("unknown fields", size => "{" + string.Join(',', Enumerable.Range(0, size / 12).Select(i => $"\"x{i:D6}\":1")) + "}"),
            ("credits", size => Json(Evaluation(1, 0, (2, 1))).ToJsonString().Replace("\"credits\":[", "\"credits\":[" + string.Concat(Enumerable.Repeat("{\"contribution\":\"0x" + new string('0', 64) + "\",\"recipient\":\"0x" + new string('0', 40) + "\",\"points\":1},", (size / 200) - 10)), StringComparison.Ordinal)),
            ("marks", size => post.Replace("A guide", "e" + string.Concat(Enumerable.Repeat("\u0323\u0307", (size / 4) - 600)), StringComparison.Ordinal)),
            ("letters to compose", size => post.Replace("A guide", string.Concat(Enumerable.Repeat("e\u0301", (size / 3) - 600)), StringComparison.Ordinal)),
            ("escapes", size => post.Replace("A guide", string.Concat(Enumerable.Repeat("\\u0061", (size / 6) - 300)), StringComparison.Ordinal)),
            ("digits", size => post.Replace("\"nonce\":0", "\"nonce\":" + new string('9', size - 2000), StringComparison.Ordinal)),
            ("digits of a chain id", size => post.Replace("31337", new string('9', size - 2000), StringComparison.Ordinal)),
        ])
            yield return new TestCaseData(body).SetArgDisplayNames(what);
    }

    /// <summary>Eight times the bytes take about eight times as long; a square would take 64 times.</summary>
    [TestCaseSource(nameof(Hostile))]
    public void Time_grows_with_the_bytes(Func<int, string> body)
    {
        var (small, large) = (Encoding.UTF8.GetBytes(body(8_000)), Encoding.UTF8.GetBytes(body(64_000)));
        Assert.That(large, Has.Length.LessThanOrEqualTo(JsonCheck.MostBytes));
        Best(small, 3);
        Assert.That(Best(large, 15), Is.LessThan((30 * Best(small, 15)) + TimeSpan.FromMilliseconds(2)));
    }

    [Test]
    public async Task Digests_are_those_of_viem()
    {
        var questions = new StringBuilder();
        var records = new List<PostedRecord>();
        Records.Sample(records.Add, iter: 60, threads: 1, seed: "0000KgJ3Cq00");
        foreach (var record in records)
        {
            var post = Json(record);
            post["kind"] = "typed";
            questions.AppendLine(post.ToJsonString());
        }
        using var process = Process.Start(new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(Repository.Root(), "tests", "DecentralOrg.Ethereum.Tests", "oracle", "oracle.mjs") },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(questions);
        process.StandardInput.Close();
        var answers = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<string>(line));
        Assert.That(answers, Is.EqualTo(records.Select(record => record.Digest.ToString())));
    }

    private static TimeSpan Best(byte[] body, int times)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            RecordReader.Read(body, Domain);
            var took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
        }
        return best;
    }
}
