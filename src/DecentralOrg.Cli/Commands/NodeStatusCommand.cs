using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using DecentralOrg.Cli.Output;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg node status</c>: asks a running node how it is.</summary>
internal static class NodeStatusCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static Command Create(Option<bool> json)
    {
        var node = new NodeAddress();
        var command = new Command("status", "Ask a running node how it is; exit code 0 if it is well") { node.Node };
        command.SetAction(async (parsed, stop) => (int)await RunAsync(node.Of(parsed), parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<ExitCode> RunAsync(Uri address, bool json, CancellationToken stop)
    {
        var status = await AskAsync(address, stop);
        if (json)
            Terminal.WriteJson(writer => status.WriteTo(writer));
        else
            foreach (var sentence in status["sentences"]!.AsArray())
                Console.Out.WriteLine(ShownText.Plain(sentence!.GetValue<string>()));
        return status["ready"]!.GetValue<bool>() ? ExitCode.Ok : ExitCode.Refused;
    }

    private static async Task<JsonObject> AskAsync(Uri address, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = Longest };
        try
        {
            var status = await http.GetFromJsonAsync<JsonObject>(new Uri(address, "/status"), stop);
            if (status?["sentences"] is JsonArray && status["ready"] is JsonValue)
                return status;
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            throw new CommandException(ExitCode.Unreachable, $"No node answers at {address}: {error.Message} Is it running, and is --node its address?");
        }
        throw new CommandException(ExitCode.Unreachable, $"What answers at {address} is no node of this program.");
    }
}
