using System.Diagnostics;
using DecentralOrg.Cli.Output;

namespace DecentralOrg.Cli.Demo;

/// <summary>A Hardhat node of this repository, on a free port of the loopback address, that ends with this object.</summary>
internal sealed class Devnet : IAsyncDisposable
{
    private const string Announcement = "JSON-RPC server at ";

    /// <summary>
    /// Ends the node when its standard input does: this program has the other end, so a program that is killed leaves no devnet behind.
    /// </summary>
    private const string EndWithInput = "data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Task draining;

    private Devnet(Process process, Uri url, Task draining)
    {
        this.process = process;
        this.draining = draining;
        Url = url;
    }

    /// <summary>Where it answers JSON-RPC.</summary>
    public Uri Url { get; }

    /// <summary>Starts a devnet with its own state.</summary>
    /// <param name="root">The repository, with its npm packages installed.</param>
    /// <param name="port">The port to listen on; 0 lets the system choose a free one.</param>
    /// <param name="cancellation">Ends the process that was started, too.</param>
    /// <exception cref="CommandException">It is not installed, or does not come up.</exception>
    public static async Task<Devnet> StartAsync(string root, int port, CancellationToken cancellation)
    {
        var node = Path.Combine(root, "node_modules", ".bin", "node");
        var hardhat = Path.Combine(root, "node_modules", "hardhat", "dist", "src", "cli.js");
        if (!File.Exists(node) || !File.Exists(hardhat))
            throw new CommandException(ExitCode.NotFound, "The devnet is not installed here: run scripts/bootstrap first.");

        var start = new ProcessStartInfo(node)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])["--import", EndWithInput, hardhat, "node", "--hostname", "127.0.0.1", "--port", $"{port}"])
            start.ArgumentList.Add(argument);

        var process = Process.Start(start) ?? throw new CommandException(ExitCode.Internal, "The devnet could not be started.");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(StartLimit);
            var complaints = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var url = await ReadUrlAsync(process.StandardOutput, limit.Token);
            if (url is null)
            {
                var complaint = (await complaints).Trim();
                throw new CommandException(ExitCode.Unreachable, complaint.Contains("EADDRINUSE", StringComparison.Ordinal)
                    ? $"Something else listens on port {port}: choose another with --port, or leave it out for any free one."
                    : $"The devnet did not start: {complaint}");
            }
            // Its log is not shown, but must be read: a full pipe would stop it.
            return new Devnet(process, url, process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Stop(process);
            throw new CommandException(ExitCode.Unreachable, $"The devnet did not start within {StartLimit.TotalSeconds} seconds.");
        }
        catch
        {
            Stop(process);
            throw;
        }
    }

    /// <summary>Ends the process and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop(process);
        await draining;
        process.Dispose();
    }

    private static async Task<Uri?> ReadUrlAsync(StreamReader output, CancellationToken cancellation)
    {
        while (await output.ReadLineAsync(cancellation) is { } line)
        {
            var at = line.IndexOf(Announcement, StringComparison.Ordinal);
            if (at >= 0)
                return new Uri(line[(at + Announcement.Length)..].Trim());
        }
        return null;
    }

    private static void Stop(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }
}
