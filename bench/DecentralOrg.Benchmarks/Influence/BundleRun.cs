using System.Diagnostics;
using System.Globalization;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary><c>dorg influence</c> on a bundle, the whole process.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="PeakKib">The most memory that it had, in KiB.</param>
internal sealed record BundleRun(double Seconds, long PeakKib)
{
    private const string Peak = "VmHWM:";

    /// <summary>Writes a bundle with default parameters.</summary>
    public static void Write(string path, int members, IEnumerable<LogCredit> credits)
    {
        var terms = EpochTerms.Of(Kernel.Governance.Terms.Default, rewardsBefore: 0);
        using var file = File.Create(path);
        BundleWriter.Write(file, new Bundle(
            0, terms, [.. Enumerable.Range(1, members).Select(number => new BundleMember($"0x{number:x40}", new MemberState(0, 1_000_000_000)))], [.. credits]));
    }

    /// <summary>Computes a bundle, the result thrown away.</summary>
    public static BundleRun Of(string path)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "dorg.dll"), "influence", path, "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var draining = Task.WhenAll(
            process.StandardOutput.BaseStream.CopyToAsync(Stream.Null), process.StandardError.BaseStream.CopyToAsync(Stream.Null));
        var peak = 0L;
        while (!process.WaitForExit(10))
            peak = Math.Max(peak, PeakOf(process.Id));
        draining.Wait();
        return process.ExitCode == 0
            ? new BundleRun(Stopwatch.GetElapsedTime(start).TotalSeconds, peak)
            : throw new InvalidOperationException($"dorg influence {path} ended with {process.ExitCode}.");
    }

    /// <summary>What Linux says the process had at most so far; nothing once it has ended.</summary>
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(Peak, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
