using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>What servers answer when they are not well, over a real socket.</summary>
public sealed class JsonRpcClientTests
{
    private static readonly RpcOptions Bounds = new(TimeSpan.FromSeconds(20), 100_000);

    [Test]
    public async Task A_result_comes_back()
    {
        await using var server = LoopbackServer.Saying(request => Answer(request, "\"0x2a\""));
        using var rpc = new JsonRpcClient(server.Address, options: Bounds);
        Assert.That((await rpc.CallAsync("m", ["0x1", true, null])).GetString(), Is.EqualTo("0x2a"));
        Assert.That((await rpc.CallAsync("m", [])).GetString(), Is.EqualTo("0x2a"), "a second call has another id");
    }

    [Test]
    public async Task The_request_is_JSON_RPC_2()
    {
        JsonNode? seen = null;
        await using var server = LoopbackServer.Saying(request =>
        {
            seen = JsonNode.Parse(request);
            return Answer(request, "null");
        });
        using var rpc = new JsonRpcClient(server.Address, options: Bounds);
        await rpc.CallAsync("eth_x", ["0x1", false]);
        Assert.That(seen!.ToJsonString(), Is.EqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_x\",\"params\":[\"0x1\",false]}"));
    }

    [TestCase("<html>502</html>", RpcFailure.NotJson)]
    [TestCase("", RpcFailure.NotJson)]
    [TestCase("{\"jsonrpc\":\"2.0\",\"id\":1,\"resu", RpcFailure.NotJson)]
    [TestCase("[]", RpcFailure.Malformed)]
    [TestCase("null", RpcFailure.Malformed)]
    [TestCase("7", RpcFailure.Malformed)]
    [TestCase("{\"id\":2,\"result\":\"0x1\"}", RpcFailure.Malformed)]
    [TestCase("{\"id\":\"1\",\"result\":\"0x1\"}", RpcFailure.Malformed)]
    [TestCase("{\"id\":null,\"result\":\"0x1\"}", RpcFailure.Malformed)]
    [TestCase("{\"result\":\"0x1\"}", RpcFailure.Malformed)]
    [TestCase("{\"id\":1}", RpcFailure.Malformed)]
    [TestCase("{\"id\":1,\"error\":\"no\"}", RpcFailure.Malformed)]
    [TestCase("{\"id\":1,\"error\":{\"code\":\"x\"}}", RpcFailure.Malformed)]
    [TestCase("{\"id\":1,\"error\":{\"code\":3,\"message\":\"\\ud800\"}}", RpcFailure.NotJson)]
    [TestCase("{\"id\":1,\"error\":{\"code\":3,\"message\":\"no\",\"data\":\"\\ud800\"}}", RpcFailure.NotJson)]
    [TestCase("{\"\\ud800\":1}", RpcFailure.NotJson)]
    [TestCase("{\"id\":1,\"error\":{\"code\":-32000,\"message\":\"nonce too low\"}}", RpcFailure.ErrorResponse)]
    public async Task A_bad_body_has_its_name(string body, RpcFailure expected)
    {
        await using var server = LoopbackServer.Saying(_ => body);
        Assert.That((await FailureAsync(server)).Kind, Is.EqualTo(expected));
    }

    [Test]
    public async Task JSON_that_is_nested_too_deeply_is_not_read()
    {
        await using var server = LoopbackServer.Saying(request => Answer(request, new string('[', 5000) + new string(']', 5000)));
        Assert.That((await FailureAsync(server)).Kind, Is.EqualTo(RpcFailure.NotJson));
    }

    [Test]
    public async Task An_HTTP_error_is_told_and_an_error_in_its_body_comes_first()
    {
        await using var plain = LoopbackServer.Saying(_ => "<h1>no</h1>", "500 Internal Server Error");
        var failure = await FailureAsync(plain);
        Assert.That((failure.Kind, failure.IsTransient), Is.EqualTo((RpcFailure.HttpStatus, true)));
        Assert.That(failure.Message, Does.Contain("500").And.Not.Contain("key-of-provider"));
        await using var unwilling = LoopbackServer.Saying(request => Answer(request, "\"0x1\""), "429 Too Many Requests");
        Assert.That((await FailureAsync(unwilling)).Kind, Is.EqualTo(RpcFailure.HttpStatus));
        await using var speaking = LoopbackServer.Saying(_ => "{\"id\":1,\"error\":{\"code\":-32005,\"message\":\"limit\"}}", "429 Too Many Requests");
        failure = await FailureAsync(speaking);
        Assert.That((failure.Kind, failure.Code, failure.Text), Is.EqualTo((RpcFailure.ErrorResponse, -32005L, "limit")));
    }

    [Test]
    public async Task A_body_without_an_end_is_cut_off()
    {
        await using var server = new LoopbackServer(async (stream, _, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), stop);
            var chunk = Encoding.ASCII.GetBytes("1000\r\n" + new string(' ', 4096) + "\r\n");
            while (!stop.IsCancellationRequested)
                await stream.WriteAsync(chunk, stop);
        });
        Assert.That((await FailureAsync(server)).Kind, Is.EqualTo(RpcFailure.TooLarge));
    }

    [Test]
    public async Task An_answer_that_does_not_come_or_does_not_end_is_a_timeout()
    {
        var bounds = Bounds with { Timeout = TimeSpan.FromMilliseconds(150) };
        await using var silent = new LoopbackServer((_, _, stop) => Task.Delay(Timeout.Infinite, stop));
        var failure = await FailureAsync(silent, bounds);
        Assert.That((failure.Kind, failure.IsTransient), Is.EqualTo((RpcFailure.Timeout, true)));
        await using var slow = new LoopbackServer(async (stream, _, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"u8.ToArray(), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        Assert.That((await FailureAsync(slow, bounds)).Kind, Is.EqualTo(RpcFailure.Timeout));
    }

    [Test]
    public async Task A_connection_that_breaks_or_is_refused_is_unreachable()
    {
        await using var broken = new LoopbackServer(async (stream, _, stop) =>
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"u8.ToArray(), stop));
        Assert.That((await FailureAsync(broken)).Kind, Is.EqualTo(RpcFailure.Unreachable));
        Uri gone;
        await using (var closed = LoopbackServer.Saying(_ => ""))
            gone = closed.Address;
        using var rpc = new JsonRpcClient(gone, options: Bounds);
        var failure = Assert.ThrowsAsync<RpcException>(() => rpc.CallAsync("m", []));
        Assert.That(failure!.Kind, Is.EqualTo(RpcFailure.Unreachable));
        Assert.That(failure.Message, Does.Contain("127.0.0.1").And.Not.Contain("key-of-provider"));
    }

    [Test]
    public async Task A_user_in_the_address_is_not_repeated()
    {
        await using var server = LoopbackServer.Saying(_ => "no", "500 Internal Server Error");
        using var rpc = new JsonRpcClient(new UriBuilder(server.Address) { UserName = "ann", Password = "hunter2" }.Uri, options: Bounds);
        var failure = Assert.ThrowsAsync<RpcException>(() => rpc.CallAsync("m", []));
        Assert.That(failure!.Message, Does.Contain("http://127.0.0.1").And.Not.Contain("ann").And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task A_caller_who_gives_up_gets_what_he_asked_for()
    {
        await using var silent = new LoopbackServer((_, _, stop) => Task.Delay(Timeout.Infinite, stop));
        using var rpc = new JsonRpcClient(silent.Address, options: Bounds);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.That(() => rpc.CallAsync("m", [], stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x0102\"}", "0x0102")]
    [TestCase("{\"code\":-32603,\"message\":\"VM Exception: reverted\",\"data\":{\"message\":\"x\",\"data\":\"0x03\"}}", "0x03")]
    [TestCase("{\"code\":3,\"message\":\"execution reverted\"}", "0x")]
    [TestCase("{\"code\":-32000,\"message\":\"execution reverted\",\"data\":\"0xzz\"}", "0x")]
    [TestCase("{\"code\":-32000,\"message\":\"insufficient funds\"}", null)]
    public async Task The_data_of_a_revert_is_found(string error, string? data)
    {
        await using var server = LoopbackServer.Saying(_ => $"{{\"id\":1,\"error\":{error}}}");
        var revert = (await FailureAsync(server)).RevertData;
        Assert.That(revert is null ? null : Kernel.Hex.Encode(revert), Is.EqualTo(data));
    }

    /// <summary>The answer to a request, with its id.</summary>
    internal static string Answer(string request, string result) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"jsonrpc\":\"2.0\",\"id\":{JsonNode.Parse(request)!["id"]},\"result\":{result}}}");

    private static async Task<RpcException> FailureAsync(LoopbackServer server, RpcOptions? bounds = null)
    {
        using var rpc = new JsonRpcClient(server.Address, options: bounds ?? Bounds);
        try
        {
            var result = await rpc.CallAsync("m", []);
            throw new AssertionException($"There is an answer: {result}");
        }
        catch (RpcException failure)
        {
            return failure;
        }
    }
}
