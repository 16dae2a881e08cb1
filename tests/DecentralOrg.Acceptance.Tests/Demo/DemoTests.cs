using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DecentralOrg.Ethereum;

namespace DecentralOrg.Acceptance.Tests.Demo;

internal sealed class DemoTests
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    /// <summary>Ports that other devnets and nodes usually have.</summary>
    private static readonly int[] Usual = [8545, 5080];

    [Test]
    public async Task Two_quarters_run_beside_whatever_has_the_usual_ports_and_leave_no_devnet_behind()
    {
        TcpListener[] taken = [.. Usual.Select(Listen).OfType<TcpListener>()];
        try
        {
            var result = await Dorg.RunAsync("demo", "--quarters", "2", "--json");
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            var json = result.Json;
            Assert.Multiple(() =>
            {
                Assert.That(json["quarters"]!.AsArray(), Has.Count.EqualTo(2));
                Assert.That(json["quarters"]![0]!["credits"]!.GetValue<int>(), Is.Positive);
                Assert.That(json["members"]!.AsArray(), Has.Count.GreaterThan(20));
                Assert.That((string?)json["members"]![0]!["name"], Is.Not.Empty);
                Assert.That(json["gas"]!["credit"]!["each"]!.GetValue<int>(), Is.InRange(1, 100_000));
                Assert.That(json["milliseconds"]!["compute"]!.GetValueKind(), Is.EqualTo(JsonValueKind.Number));
            });
            await AssertGoneAsync(new Uri((string)json["rpc"]!));
        }
        finally
        {
            foreach (var listener in taken)
                listener.Dispose();
        }
    }

    [TestCase("TERM")]
    [TestCase("INT")]
    public async Task A_demonstration_that_is_stopped_takes_its_devnet_with_it(string signal)
    {
        using var demo = Dorg.Start(["demo", "--quarters", "8"], NoEnvironment);
        try
        {
            var url = await UrlOfAsync(demo);
            await AssertAnswersAsync(url);
            await SignalAsync(demo, signal);
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var (errors, _) = (await demo.StandardError.ReadToEndAsync(limit.Token), await demo.StandardOutput.ReadToEndAsync(limit.Token));
            await demo.WaitForExitAsync(limit.Token);
            Assert.That(demo.ExitCode, Is.EqualTo(130), errors);
            Assert.That(errors, Does.Not.Contain("   at "), "a stack trace is no sentence");
            await AssertGoneAsync(url);
        }
        finally
        {
            demo.Kill(entireProcessTree: true);
        }
    }

    [Test]
    public async Task A_demonstration_that_is_killed_takes_its_devnet_with_it()
    {
        using var demo = Dorg.Start(["demo", "--quarters", "8"], NoEnvironment);
        try
        {
            var url = await UrlOfAsync(demo);
            using var connection = new TcpClient();
            await connection.ConnectAsync(url.Host, url.Port);
            await SignalAsync(demo, "KILL");
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            Assert.That(await connection.GetStream().ReadAsync(new byte[1], limit.Token), Is.Zero, "the connection ends with the devnet");
            await AssertGoneAsync(url);
        }
        finally
        {
            demo.Kill(entireProcessTree: true);
        }
    }

    [Test]
    public async Task A_kept_devnet_answers_the_commands_that_the_demonstration_prints()
    {
        using var repository = new SmallRepository();
        using var demo = Dorg.Start(["demo", "--git", repository.Path, "--quarters", "1", "--keep"], NoEnvironment);
        try
        {
            var url = await UrlOfAsync(demo);
            var settlement = await ReadUntilAsync(demo, "DORG_SETTLEMENT=");
            var verified = await Dorg.RunAsync("verify", "--rpc", url.ToString(), "--settlement", settlement, "--json");
            Assert.That(verified.ExitCode, Is.Zero, verified.ToString());
            Assert.That(verified.Json["checked"]!["contributions"]!.GetValue<int>(), Is.EqualTo(3));

            await SignalAsync(demo, "INT");
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var table = await demo.StandardOutput.ReadToEndAsync(limit.Token);
            await demo.WaitForExitAsync(limit.Token);
            Assert.That(demo.ExitCode, Is.Zero, table);
            Assert.That(table, Does.Contain("Ada").And.Contain("docs"));
            await AssertGoneAsync(url);
        }
        finally
        {
            demo.Kill(entireProcessTree: true);
        }
    }

    [Test]
    public async Task A_port_that_is_taken_ends_with_4_and_says_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var result = await Dorg.RunAsync("demo", "--port", $"{port}", "--quarters", "1");
        Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString());
        Assert.That(result.Errors, Does.Contain($"Something else listens on port {port}").And.Not.Contain("   at "));
    }

    [TestCase("missing", 3)]
    [TestCase("empty", 1)]
    public async Task A_folder_without_history_is_refused_before_a_devnet_starts(string kind, int exitCode)
    {
        var folder = Directory.CreateTempSubdirectory("dorg-demo-").FullName;
        if (kind == "missing")
            Directory.Delete(folder);
        var result = await Dorg.RunAsync("demo", "--git", folder);
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ToString());
        Assert.That(result.Errors, Does.Contain(folder).And.Not.Contain("Devnet at"));
        if (kind == "empty")
            Directory.Delete(folder);
    }

    /// <summary>Takes a port; null if something on this machine has it already, which serves as well.</summary>
    private static TcpListener? Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            listener.Dispose();
            return null;
        }
    }

    private static async Task<Uri> UrlOfAsync(Process demo) => new((await ReadUntilAsync(demo, "Devnet at ")).TrimEnd('.'));

    private static async Task<string> ReadUntilAsync(Process demo, string mark)
    {
        while (await demo.StandardError.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0)
                return line[(at + mark.Length)..];
        }
        throw new AssertionException($"The demonstration ended without '{mark}'.");
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.That(kill.ExitCode, Is.Zero);
    }

    private static async Task AssertAnswersAsync(Uri url)
    {
        using var rpc = new JsonRpcClient(url);
        Assert.That(await new HttpChain(rpc).GetChainIdAsync(), Is.EqualTo(31_337));
    }

    private static async Task AssertGoneAsync(Uri url)
    {
        using var rpc = new JsonRpcClient(url);
        try
        {
            await new HttpChain(rpc).GetChainIdAsync();
        }
        catch (RpcException gone) when (gone.Kind == RpcFailure.Unreachable)
        {
            return;
        }
        Assert.Fail($"The devnet still answers at {url}.");
    }
}
