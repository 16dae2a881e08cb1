using System.Diagnostics;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>A dev chain in a process of its own, on a port that the system chose.</summary>
internal sealed class Anvil : IDisposable
{
    private const string Announcement = "Listening on ";

    private readonly Process process;

    // A pipe that nobody reads fills up and stops the chain.
    private readonly Task drained;

    private Anvil(Process process, Uri address)
    {
        this.process = process;
        drained = Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null), process.StandardError.BaseStream.CopyToAsync(Stream.Null));
        Url = address;
        Rpc = new JsonRpcClient(address);
        Chain = new HttpChain(Rpc);
        Dev = new DevChain(Rpc);
    }

    public Uri Url { get; }

    public JsonRpcClient Rpc { get; }

    public HttpChain Chain { get; }

    public DevChain Dev { get; }

    public static async Task<Anvil> StartAsync(params string[] more)
    {
        var start = new ProcessStartInfo(Repository.NodeModule(".bin", "anvil"), ["--port", "0", "--host", "127.0.0.1", "--hardfork", "osaka", .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("anvil did not start.");
        var seen = "";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            seen += line + "\n";
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
                return new Anvil(process, new Uri("http://" + line[Announcement.Length..]));
        }
        throw new InvalidOperationException($"anvil ended: {seen}{await process.StandardError.ReadToEndAsync()}");
    }

    public void Dispose()
    {
        Rpc.Dispose();
        // What npm installs is a script that starts the program: both must end.
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        drained.GetAwaiter().GetResult();
        process.Dispose();
    }
}
