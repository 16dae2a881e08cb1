using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace DecentralOrg.Ethereum;

/// <summary>Bounds of a connection to a chain's node.</summary>
/// <param name="Timeout">How long a call may take, with reading its answer.</param>
/// <param name="MaxResponseBytes">How many bytes of an answer are read; logs of a wide range are what is large.</param>
public sealed record RpcOptions(TimeSpan Timeout, int MaxResponseBytes)
{
    /// <summary>30 seconds and 64 MiB.</summary>
    public static RpcOptions Default { get; } = new(TimeSpan.FromSeconds(30), 64 * 1024 * 1024);
}

/// <summary>JSON-RPC 2.0 over HTTP. Safe for use by several threads.</summary>
public sealed class JsonRpcClient : IDisposable
{
    private const int DeepestJson = 32;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Uri endpoint;
    private readonly HttpClient http;
    private readonly bool ownsHttp;
    private readonly RpcOptions options;
    private readonly TimeProvider time;
    private long lastId;

    /// <summary>Asks at <paramref name="endpoint"/>.</summary>
    /// <param name="endpoint">Where the node listens. Its path, or a user before the host, may hold a provider's key; neither is ever repeated in a message.</param>
    /// <param name="http">A client that the caller disposes; null for one of our own.</param>
    /// <param name="options">Bounds; null for <see cref="RpcOptions.Default"/>.</param>
    /// <param name="time">The clock of the timeout; null for the system's.</param>
    public JsonRpcClient(Uri endpoint, HttpClient? http = null, RpcOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        this.endpoint = endpoint;
        this.options = options ?? RpcOptions.Default;
        this.time = time ?? TimeProvider.System;
        ownsHttp = http is null;
        // A timeout of the client's own would race with ours and be told from it by nothing.
        this.http = http ?? new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Calls a method and gives its result, which may be null.</summary>
    /// <param name="method">The name of the method.</param>
    /// <param name="parameters">Parameters as <see cref="System.Text.Json"/> writes them: strings, booleans, arrays, dictionaries, null.</param>
    /// <param name="stop">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="RpcException">No usable answer.</exception>
    public async Task<JsonElement> CallAsync(string method, IReadOnlyList<object?> parameters, CancellationToken stop = default)
    {
        var id = Interlocked.Increment(ref lastId);
        var request = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object> { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        using var late = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            return await ExchangeAsync(method, id, request, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new RpcException(RpcFailure.Timeout, $"{method}: {Place} gave no answer in {options.Timeout.TotalSeconds:0.###} seconds.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new RpcException(RpcFailure.Unreachable, $"{method}: {Place} cannot be reached: {error.Message}", error);
        }
    }

    /// <summary>Disposes the HTTP client if it is our own.</summary>
    public void Dispose()
    {
        if (ownsHttp)
            http.Dispose();
    }

    // Without the user information, which GetLeftPart would leave in.
    private string Place => endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private async Task<JsonElement> ExchangeAsync(string method, long id, byte[] request, CancellationToken stop)
    {
        using var content = new ByteArrayContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = content };
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
        var body = await ReadAsync(method, response.Content, stop);
        JsonElement answer;
        try
        {
            using var document = JsonText.Parse(body, DeepestJson);
            answer = document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw response.StatusCode == HttpStatusCode.OK
                ? new RpcException(RpcFailure.NotJson, $"{method}: {Place} did not answer in JSON; is this a chain's RPC address?", error)
                : Status(method, response);
        }
        return Result(method, id, response, answer);
    }

    private JsonElement Result(string method, long id, HttpResponseMessage response, JsonElement answer)
    {
        var isObject = answer.ValueKind == JsonValueKind.Object;
        // Nodes send their errors with status 400 or 500 too; what they say is worth more than the number.
        if (isObject && answer.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
            throw RpcException.From(method, error, response.StatusCode == HttpStatusCode.TooManyRequests, RetryAfter(response));
        if (response.StatusCode != HttpStatusCode.OK)
            throw Status(method, response);
        if (!isObject || !answer.TryGetProperty("id", out var given) || given.ValueKind != JsonValueKind.Number
            || !given.TryGetInt64(out var number) || number != id)
            throw new RpcException(RpcFailure.Malformed, $"{method}: {Place} answered another question than number {id}.");
        return answer.TryGetProperty("result", out var result)
            ? result
            : throw new RpcException(RpcFailure.Malformed, $"{method}: the answer of {Place} has neither a result nor an error.");
    }

    private RpcException Status(string method, HttpResponseMessage response)
    {
        var wait = RetryAfter(response);
        var advice = wait is { } known ? $" It asks to be left alone for {known.TotalSeconds:0} seconds." : "";
        return new RpcException(RpcFailure.HttpStatus, $"{method}: {Place} answered with HTTP status {(int)response.StatusCode}.{advice}")
        {
            AskedTooOften = response.StatusCode == HttpStatusCode.TooManyRequests,
            RetryAfter = wait,
        };
    }

    /// <summary>RFC 9110, 10.2.3: seconds or a date. What is past, or beyond an hour, is nobody's honest wish.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var said = response.Headers.RetryAfter;
        var wait = said?.Delta ?? said?.Date - time.GetUtcNow();
        return wait is { } known && known > TimeSpan.Zero ? (known < LongestWait ? known : LongestWait) : null;
    }

    private async Task<byte[]> ReadAsync(string method, HttpContent content, CancellationToken stop)
    {
        await using var stream = await content.ReadAsStreamAsync(stop);
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await stream.ReadAsync(body.GetMemory(16 * 1024), stop);
            if (read == 0)
                return body.WrittenSpan.ToArray();
            body.Advance(read);
            if (body.WrittenCount > options.MaxResponseBytes)
                throw new RpcException(RpcFailure.TooLarge, $"{method}: the answer of {Place} is larger than {options.MaxResponseBytes} bytes; ask for less at once.");
        }
    }
}
