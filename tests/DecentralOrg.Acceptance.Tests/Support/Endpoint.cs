using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>An HTTP endpoint on a free port of the loopback address that answers as the test says, until it is disposed.</summary>
internal sealed class Endpoint : IAsyncDisposable
{
    private readonly WebApplication application;

    private Endpoint(WebApplication application) => this.application = application;

    public Uri Url => new(application.Urls.Single());

    public static async Task<Endpoint> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.Run(answer);
        await application.StartAsync();
        return new Endpoint(application);
    }

    /// <summary>Asks the devnet and lets <paramref name="lie"/> change the logs of its answers.</summary>
    public static Task<Endpoint> LieAsync(Action<JsonArray> lie) =>
        StartAsync(async context =>
        {
            var answer = JsonNode.Parse(await AskAsync(context))!;
            if (answer["result"] is JsonArray logs)
                lie(logs);
            await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
        });

    /// <summary>Asks the devnet, as long as it is not away.</summary>
    public static Task<Endpoint> ProxyAsync(Func<bool> away) =>
        StartAsync(async context =>
        {
            if (away())
                context.Abort();
            else
                await context.Response.WriteAsync(await AskAsync(context), context.RequestAborted);
        });

    private static async Task<string> AskAsync(HttpContext context)
    {
        using var http = new HttpClient();
        using var asked = new StreamContent(context.Request.Body);
        asked.Headers.ContentType = new(MediaTypeNames.Application.Json);
        using var response = await http.PostAsync(Chains.Url, asked, context.RequestAborted);
        return await response.Content.ReadAsStringAsync(context.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        await application.StopAsync(new CancellationToken(canceled: true));
        await application.DisposeAsync();
    }
}
