using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DecentralOrg.Benchmarks;

/// <summary>What measures.</summary>
internal static class Machine
{
    /// <summary>Its processor, cores and runtime.</summary>
    public static string Description
    {
        get
        {
            var cpu = File.Exists("/proc/cpuinfo")
                ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
                : null;
            return $"{cpu ?? "CPU unknown"}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}";
        }
    }

    /// <summary>How much more two threads do than one in the same time, where nothing is between them: they count in registers.</summary>
    public static double SecondCore()
    {
        var start = Stopwatch.GetTimestamp();
        Count();
        var one = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var other = new Thread(Count);
        other.Start();
        Count();
        other.Join();
        return 2 * one / Stopwatch.GetElapsedTime(start);
    }

    private static void Count()
    {
        var sum = 1UL;
        for (var i = 0UL; i < 500_000_000; i++)
            sum = unchecked((sum * 3) + i);
        GC.KeepAlive(sum);
    }
}
