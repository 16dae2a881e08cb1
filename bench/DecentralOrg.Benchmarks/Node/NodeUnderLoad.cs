using System.Diagnostics;
using System.Globalization;

namespace DecentralOrg.Benchmarks.Node;

/// <summary>A node as an operator runs it, in a process of its own, so that its memory is its own.</summary>
internal sealed class NodeUnderLoad : IDisposable
{
    private const string Announcement = " listens on ";

    private readonly Process process;
    private readonly Task draining;

    private NodeUnderLoad(Process process, Uri address)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = address };
        // A pipe that nobody empties would stop the node.
        draining = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public HttpClient Http { get; }

    /// <summary>Memory that is resident, in MiB.</summary>
    public double ResidentMib
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Starts a node that relays at once, and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended.</exception>
    public static async Task<NodeUnderLoad> StartAsync(Bench bench, string folder)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "dorg.dll"), "node", "run", "--rpc", bench.Endpoint.ToString(), "--settlement", bench.Contracts.Settlement.Address.ToString(),
            "--data", folder, "--listen", "http://127.0.0.1:0", "--poll", "0.5", "--relay-key", "dev:1", "--relay-age", "2",
            "--records-per-minute", "100000", "--posts-per-minute", "100000", "--epoch-budget", "100000",
        ];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Announcement, StringComparison.Ordinal) is var at and >= 0)
                return new NodeUnderLoad(process, new Uri(line[(at + Announcement.Length)..].Split(';')[0]));
        }
        await process.WaitForExitAsync();
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The node ended with {process.ExitCode}."));
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        draining.Wait();
        Http.Dispose();
        process.Dispose();
    }
}
