using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using DecentralOrg.Cli;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>A run of a rival.</summary>
/// <param name="Seconds">From the graph in its own memory to all members' shares.</param>
/// <param name="PeakKib">The most memory that its process had, in KiB.</param>
internal sealed record RivalRun(double Seconds, long PeakKib);

/// <summary>Other programs that rank members of the same graph, each in a process of its own.</summary>
/// <param name="Name">Its name, for the table.</param>
/// <param name="Command">What runs its script.</param>
internal sealed record Rival(string Name, params string[] Command)
{
    private static string Folder => Path.Combine(Repository.Find(), "bench", "influence", "rivals");

    public static Rival Igraph => new("igraph", Debian, Path.Combine(Folder, "igraph_pagerank.py"));

    public static Rival GraphTool => new("graph-tool", Debian, Path.Combine(Folder, "graph_tool_pagerank.py"));

    public static Rival Networkx => new("networkx", Debian, Path.Combine(Folder, "networkx_pagerank.py"));

    public static Rival SourceCred => new(
        "SourceCred", Path.Combine(Repository.Find(), "node_modules", ".bin", "node"), "--max-old-space-size=16384", Path.Combine(Folder, "sourcecred_credrank.js"));

    /// <summary>The Python that Debian's packages are for, which need not be the first on the path.</summary>
    private static string Debian => "/usr/bin/python3";

    /// <summary>Writes a graph as rivals read it.</summary>
    public static void Write(string path, BenchGraph bench)
    {
        var pairs = bench.Graph.Pairs;
        var (givers, recipients, points) = (new int[pairs], new int[pairs], new uint[pairs]);
        var at = 0;
        for (var member = 0; member < bench.Graph.Members; member++)
        {
            foreach (var credit in bench.Graph.Received(member))
                (givers[at], recipients[at], points[at++]) = (credit.Giver, member, credit.Points);
        }
        using var file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes<long>([bench.Graph.Members, pairs]));
        file.Write(MemoryMarshal.AsBytes(givers.AsSpan()));
        file.Write(MemoryMarshal.AsBytes(recipients.AsSpan()));
        file.Write(MemoryMarshal.AsBytes(points.AsSpan()));
        file.Write(MemoryMarshal.AsBytes(bench.Reputation.AsSpan()));
    }

    /// <summary>Starts it, with a graph that it reads first.</summary>
    public RunningRival Start(string path)
    {
        Console.Error.WriteLine(Name);
        return new RunningRival(Name, Process.Start(new ProcessStartInfo(Command[0], [.. Command[1..], path]) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
    }
}

/// <summary>A rival with a graph in its memory, which runs when it is told to: in turns with others, as a machine is faster in one minute than in the next.</summary>
internal sealed class RunningRival(string name, Process process) : IDisposable
{
    public string Name => name;

    /// <summary>Runs it once; null, and why on standard error, if it is not installed.</summary>
    public RivalRun? Run(int dampingBp)
    {
        try
        {
            process.StandardInput.WriteLine((dampingBp / 10_000.0).ToString(CultureInfo.InvariantCulture));
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            return null;
        }
        return process.StandardOutput.ReadLine() is { } line ? JsonSerializer.Deserialize<RivalRun>(line, JsonSerializerOptions.Web) : null;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
