using System.Collections.Immutable;
using System.Text;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>Reads whole bundles, with all their credits, and refuses the first thing that is wrong: see <see cref="BundleScanner"/>.</summary>
public static class BundleReader
{
    /// <summary>Reads a bundle in UTF-8. The stream is left open, at its end.</summary>
    /// <exception cref="BundleException">The bundle is refused.</exception>
    public static Bundle Read(Stream stream)
    {
        var bundle = new BundleScanner(stream);
        var credits = ImmutableArray.CreateBuilder<LogCredit>();
        while (bundle.TryRead(out var credit))
            credits.Add(credit);
        return new Bundle(bundle.Header.Epoch, bundle.Header.Terms, bundle.Header.Members, credits.DrainToImmutable());
    }

    /// <summary>Reads a bundle, whose text is held as a whole meanwhile. The reader is left open, at its end.</summary>
    /// <exception cref="BundleException">The bundle is refused.</exception>
    public static Bundle Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(reader.ReadToEnd()));
        return Read(stream);
    }
}
