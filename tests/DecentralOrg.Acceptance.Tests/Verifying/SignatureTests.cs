using System.Buffers.Binary;
using DecentralOrg.Node.Verifying;

namespace DecentralOrg.Acceptance.Tests.Verifying;

/// <summary>Signatures are looked for in the calldata that brought the records, which anyone can shape as he likes.</summary>
internal sealed class SignatureTests
{
    private const int Selector = 4;
    private const int Word = 32;

    private World world = null!;

    [SetUp]
    public async Task Found() => world = await World.FoundAsync();

    [TearDown]
    public void End() => world.Dispose();

    [Test]
    public async Task A_record_sent_by_its_author_needs_no_signature()
    {
        var record = world.Sign(1, "docs", "A guide").Record with { Contributor = Chains.Stranger.Address };
        await Chains.Stranger.ExecuteAsync(world.Contracts.Ledger.Contribute(record));
        await AssertHoldsAsync(new SignatureCounts(Recovered: 0, Sent: 1, ByContract: 0, NotShown: 0));
    }

    private static IEnumerable<TestCaseData> Shapes()
    {
        yield return new TestCaseData((Func<byte[], byte[]>)(data => [.. data, 1, 2, 3]), 1).SetArgDisplayNames("bytes behind the end");
        yield return new TestCaseData((Func<byte[], byte[]>)Gap, 1).SetArgDisplayNames("a gap between the parts");
        yield return new TestCaseData((Func<byte[], byte[]>)Twice, 2).SetArgDisplayNames("one part for two records");
    }

    [TestCaseSource(nameof(Shapes))]
    public async Task Calldata_in_a_shape_that_no_client_writes_stops_no_verification(Func<byte[], byte[]> shape, int records)
    {
        var call = world.Contracts.Ledger.Relay([world.Sign(1, "docs", "A guide")], []);
        await Chains.Payer.ExecuteAsync(call with { Data = shape(call.Data) });
        var verification = await world.VerifyAsync();
        Assert.Multiple(() =>
        {
            Assert.That(verification.Findings, Is.Empty);
            Assert.That(verification.Counts.Records, Is.EqualTo(records));
            Assert.That(verification.Counts.Signatures.Recovered + verification.Counts.Signatures.NotShown, Is.EqualTo(records));
        });
    }

    /// <summary>Moves both arrays of a batch one word back; contracts read them where the offsets say.</summary>
    private static byte[] Gap(byte[] data)
    {
        var moved = data.ToArray();
        Add(moved, 0, Word);
        Add(moved, 1, Word);
        return Insert(moved, 2, 0);
    }

    /// <summary>Makes of a batch of one contribution one of two, which stand at the same place.</summary>
    private static byte[] Twice(byte[] data)
    {
        var twice = data.ToArray();
        Add(twice, 1, Word);
        Add(twice, 2, 1);
        Add(twice, 3, Word);
        return Insert(twice, 4, 2 * Word);
    }

    private static void Add(byte[] data, int word, uint amount)
    {
        var low = data.AsSpan(Selector + (word + 1) * Word - sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(low, BinaryPrimitives.ReadUInt32BigEndian(low) + amount);
    }

    private static byte[] Insert(byte[] data, int word, byte value)
    {
        var at = Selector + word * Word;
        return [.. data[..at], .. new byte[Word - 1], value, .. data[at..]];
    }

    private async Task AssertHoldsAsync(SignatureCounts signatures)
    {
        var verification = await world.VerifyAsync();
        Assert.That((verification.Holds, verification.Counts.Signatures), Is.EqualTo((true, signatures)));
    }
}
