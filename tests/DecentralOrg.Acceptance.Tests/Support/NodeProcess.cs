using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>A node as an operator runs it: a process of its own, on a port that the system chose.</summary>
internal sealed class NodeProcess : IDisposable
{
    private const string Announcement = " listens on ";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly Task<string> rest;
    private readonly Task<string> errors;

    private NodeProcess(Process process, Uri address, Task<string> errors)
    {
        this.process = process;
        this.errors = errors;
        Http = new HttpClient { BaseAddress = address, Timeout = Longest };
        rest = process.StandardOutput.ReadToEndAsync();
    }

    public HttpClient Http { get; }

    public int Id => process.Id;

    /// <summary>Starts a node and waits until it listens, on any free port if it is told none.</summary>
    public static Task<NodeProcess> StartAsync(Uri endpoint, string settlement, string data, params string[] more) =>
        StartThroughAsync([], endpoint, settlement, data, more);

    /// <summary>The same, by a command that ends in the program it runs.</summary>
    public static async Task<NodeProcess> StartThroughAsync(string[] through, Uri endpoint, string settlement, string data, params string[] more)
    {
        string[] listen = more.Contains("--listen") ? [] : ["--listen", "http://127.0.0.1:0"];
        var process = Dorg.Start(
            ["node", "run", "--rpc", endpoint.ToString(), "--settlement", settlement, "--data", data, .. listen, "--poll", "0.05", .. more],
            new Dictionary<string, string>(), through);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Longest);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.IndexOf(Announcement, StringComparison.Ordinal) is var at and >= 0)
            {
                var url = line[(at + Announcement.Length)..];
                return new NodeProcess(process, new Uri(url[..url.IndexOf(';', StringComparison.Ordinal)]), errors);
            }
        }
        throw new InvalidOperationException($"The node ended: {await errors}");
    }

    public async Task<JsonNode> GetAsync(string path) => (await Http.GetFromJsonAsync<JsonNode>(path))!;

    public Task<JsonNode> StatusAsync() => GetAsync("/status");

    /// <summary>Asks until the answer is what the test waits for.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> holds)
    {
        var clock = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        JsonNode? last = null;
        while (clock.Elapsed < Longest && await pace.WaitForNextTickAsync())
        {
            using var response = await AskAsync(path);
            last = JsonNode.Parse(await response.Content.ReadAsStringAsync());
            if (response.IsSuccessStatusCode && holds(last!))
                return last!;
        }
        throw new TimeoutException($"{path} still is {last?.ToJsonString()}");
    }

    /// <summary>Asks, and tells what the node said if it is gone.</summary>
    private async Task<HttpResponseMessage> AskAsync(string path)
    {
        try
        {
            return await Http.GetAsync(new Uri(path, UriKind.Relative));
        }
        catch (HttpRequestException gone)
        {
            throw process.HasExited ? new InvalidOperationException($"The node ended with {process.ExitCode}: {await errors}", gone) : gone;
        }
    }

    public Task<JsonNode> ReadyAsync() => UntilAsync("/status", status => status["ready"]!.GetValue<bool>());

    /// <summary>Ends it as a loss of power does.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <summary>Ends it as a service manager does.</summary>
    public Task<(int Code, string Errors)> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        return EndAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<(int Code, string Errors)> EndAsync()
    {
        using var limit = new CancellationTokenSource(Longest);
        await process.WaitForExitAsync(limit.Token);
        await rest;
        return (process.ExitCode, await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        Http.Dispose();
        process.Dispose();
    }
}
