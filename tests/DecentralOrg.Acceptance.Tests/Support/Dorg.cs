using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>What a run of <c>dorg</c> left behind.</summary>
internal sealed record DorgResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output, which must be one JSON value and nothing else.</summary>
    public JsonNode Json => JsonNode.Parse(Output)!;

    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}

/// <summary>Runs the program that users run.</summary>
internal static class Dorg
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Task<DorgResult> RunAsync(params string[] arguments) => RunAsync(arguments, input: "", new Dictionary<string, string>());

    public static async Task<DorgResult> RunAsync(string[] arguments, string input, IReadOnlyDictionary<string, string> environment)
    {
        using var process = Start(arguments, environment);
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new DorgResult(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it gets beside ours.</param>
    /// <param name="through">A command that ends in the program it runs, such as <c>nsenter</c>; empty for none.</param>
    public static Process Start(string[] arguments, IReadOnlyDictionary<string, string> environment, params string[] through)
    {
        string[] line = [.. through, "dotnet", Path.Combine(AppContext.BaseDirectory, "dorg.dll"), .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the developer has set for himself must not reach a test.
        start.Environment.Remove("ETH_RPC_URL");
        start.Environment.Remove("DORG_SETTLEMENT");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
