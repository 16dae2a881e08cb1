using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Settlement;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Settlement;

/// <summary>The shared vectors, which every implementation reproduces to the last digit.</summary>
public sealed class VectorTests
{
    private const string Extension = ".jsonl";

    private static IEnumerable<TestCaseData> Vectors() =>
        from path in Directory.GetFiles(Repository.PathOf("tests", "vectors"), "influence-*" + Extension).Order(StringComparer.Ordinal)
        select new TestCaseData(path).SetArgDisplayNames(Path.GetFileNameWithoutExtension(path));

    [TestCaseSource(nameof(Vectors))]
    public void Vector_is_reproduced(string path)
    {
        using var stream = File.OpenRead(path);
        var bundle = BundleReader.Read(stream);
        using var written = new MemoryStream();
        BundleWriter.WriteResult(written, bundle.Header, bundle.Settle());

        // Parsed and printed again, white space is gone and order and digits stay. How many sweeps it took is no result.
        var expected = JsonNode.Parse(File.ReadAllText(path.Replace(Extension, ".expected.json", StringComparison.Ordinal)))!.AsObject();
        expected.Remove("sweeps");
        Assert.That(JsonNode.Parse(written.ToArray())!.ToJsonString(), Is.EqualTo(expected.ToJsonString()));
    }

    [TestCaseSource(nameof(Vectors))]
    public void Vector_is_a_fixed_point(string path)
    {
        var bundle = BundleReader.Read(File.OpenText(path));
        using var expected = JsonDocument.Parse(File.ReadAllText(path.Replace(Extension, ".expected.json", StringComparison.Ordinal)));
        ulong[] x = [.. expected.RootElement.GetProperty("members").EnumerateArray().Select(member => ulong.Parse(member.GetProperty("influence").GetString()!, CultureInfo.InvariantCulture))];
        ulong[] reputation = [.. bundle.Previous().Select(state => state.Reputation)];
        Assert.That(FirstWrongRow(CreditGraph.From(x.Length, bundle.Credits), reputation, bundle.Terms.Influence, x), Is.Null);
    }

    [TestCaseSource(nameof(Vectors))]
    public void Bundle_written_is_the_bundle_read(string path)
    {
        var bundle = BundleReader.Read(File.OpenText(path));
        using var written = new MemoryStream();
        BundleWriter.Write(written, bundle);
        written.Position = 0;
        var again = BundleReader.Read(written);
        Assert.Multiple(() =>
        {
            Assert.That((again.Epoch, again.Terms), Is.EqualTo((bundle.Epoch, bundle.Terms)));
            Assert.That(again.Members, Is.EqualTo(bundle.Members));
            Assert.That(again.Credits, Is.EqualTo(bundle.Credits));
        });
    }
}
