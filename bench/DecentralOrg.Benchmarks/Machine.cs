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
}
