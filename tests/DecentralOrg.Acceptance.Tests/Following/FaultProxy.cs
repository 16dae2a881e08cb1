using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace DecentralOrg.Acceptance.Tests.Following;

/// <summary>A question to a chain on its way through a proxy.</summary>
/// <param name="Context">The HTTP exchange.</param>
/// <param name="Question">The JSON-RPC request.</param>
/// <param name="AskAsync">Asks the chain and gives its whole answer.</param>
internal sealed record ProxiedCall(HttpContext Context, JsonNode Question, Func<Task<JsonNode>> AskAsync)
{
    public string Method => Question["method"]!.GetValue<string>();

    public JsonNode? Parameter(int index) => Question["params"]![index];

    public Task SayAsync(string text) => Context.Response.WriteAsync(text, Context.RequestAborted);

    /// <summary>Answers with what the chain says, changed.</summary>
    public async Task SayChangedAsync(Action<JsonNode> change)
    {
        var answer = await AskAsync();
        change(answer);
        await SayAsync(answer.ToJsonString());
    }

    /// <summary>Answers with a result of one's own.</summary>
    public Task SayResultAsync(JsonNode? result) =>
        SayAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = Question["id"]!.DeepClone(), ["result"] = result }.ToJsonString());

    /// <summary>Answers with an error of JSON-RPC.</summary>
    public Task SayErrorAsync(int code, string message) =>
        SayAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = Question["id"]!.DeepClone(), ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString());
}

/// <summary>A real HTTP proxy before a real chain, which lets calls through or does to them what a test says.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private Endpoint endpoint = null!;

    private FaultProxy(Uri target) => Target = target;

    /// <summary>Where calls go.</summary>
    public Uri Target { get; set; }

    /// <summary>Answers a call and returns true, or lets it through.</summary>
    public Func<ProxiedCall, Task<bool>>? Fault { get; set; }

    /// <summary>How often each method was called.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, int> Calls { get; } = [];

    public Uri Url => endpoint.Url;

    public static async Task<FaultProxy> StartAsync(Uri target)
    {
        var proxy = new FaultProxy(target);
        proxy.endpoint = await Endpoint.StartAsync(proxy.AnswerAsync);
        return proxy;
    }

    /// <summary>Does something to all calls of a method.</summary>
    public void On(string method, Func<ProxiedCall, Task> fault) => Fault = async call =>
    {
        if (call.Method != method)
            return false;
        await fault(call);
        return true;
    };

    public async ValueTask DisposeAsync()
    {
        await endpoint.DisposeAsync();
        http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var question = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        var call = new ProxiedCall(context, question, async () => JsonNode.Parse(await AskAsync(question, context.RequestAborted))!);
        Calls.AddOrUpdate(call.Method, 1, (_, count) => count + 1);
        if (Fault is not { } fault || !await fault(call))
            await context.Response.WriteAsync(await AskAsync(question, context.RequestAborted), context.RequestAborted);
    }

    private async Task<string> AskAsync(JsonNode question, CancellationToken stop)
    {
        using var asked = new StringContent(question.ToJsonString(), new System.Net.Http.Headers.MediaTypeHeaderValue(MediaTypeNames.Application.Json));
        using var response = await http.PostAsync(Target, asked, stop);
        return await response.Content.ReadAsStringAsync(stop);
    }
}
