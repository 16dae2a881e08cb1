using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;
using static DecentralOrg.Node.Tests.Intake.IntakeWorld;

namespace DecentralOrg.Node.Tests.Intake;

/// <summary>The intake over real sockets.</summary>
internal sealed class RouteTests
{
    [Test]
    public async Task A_receipt_leads_to_the_record()
    {
        await using var world = Open();
        await using var app = await IntakeProcess.HostAsync(world);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var record = Evaluation(1, 0, (2, 10));
        using var answer = await client.PostAsync("/records", Body(record));
        Assert.That((answer.StatusCode, answer.Headers.Location!.ToString()), Is.EqualTo((HttpStatusCode.Accepted, $"/records/{record.Digest}")));
        var receipt = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That((receipt.GetProperty("id").GetString(), receipt.GetProperty("place").GetInt64()), Is.EqualTo((record.Id.ToString(), 1)));
        var status = await client.GetFromJsonAsync<JsonElement>(answer.Headers.Location);
        Assert.That(
            (status.GetProperty("state").GetString(), status.GetProperty("kind").GetString(), status.GetProperty("author").GetString()),
            Is.EqualTo(("Waiting", "Evaluation", Account(1).ToString())));
        await world.TurnAsync();
        await world.SyncAsync();
        status = await client.GetFromJsonAsync<JsonElement>(answer.Headers.Location);
        Assert.That(
            (status.GetProperty("state").GetString(), status.GetProperty("reason").GetString(), status.GetProperty("detail").GetString()),
            Is.EqualTo(("Skipped", nameof(Refusal.WrongEpoch), Refusal.WrongEpoch.Sentence())));
    }

    [Test]
    public async Task A_refusal_is_problem_details()
    {
        await using var world = Open();
        await using var app = await IntakeProcess.HostAsync(world);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var post = Json(Evaluation(1, 0, (2, 10)));
        post["message"]!["credits"]![0]!["points"] = -1;
        using var answer = await client.PostAsync("/records", new StringContent(post.ToJsonString(), Encoding.UTF8, "application/json"));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Multiple(() =>
        {
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(((int)answer.StatusCode, problem.GetProperty("status").GetInt32()), Is.EqualTo((400, 400)));
            Assert.That(problem.GetProperty("type").GetString(), Is.EqualTo("urn:decentralorg:refusal:NumberRange"));
            Assert.That(problem.GetProperty("title").GetString(), Is.EqualTo("NumberRange"));
            Assert.That(problem.GetProperty("detail").GetString(), Is.EqualTo(IntakeRefusal.NumberRange.Sentence()));
            Assert.That(problem.GetProperty("field").GetString(), Is.EqualTo("message.credits[0].points"));
        });
    }

    [TestCase("0x12", 400, "HashForm")]
    [TestCase("0x0000000000000000000000000000000000000000000000000000000000000001", 404, "UnknownDigest")]
    public async Task A_digest_that_nobody_posted_is_named(string digest, int status, string name)
    {
        await using var world = Open();
        await using var app = await IntakeProcess.HostAsync(world);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var answer = await client.GetAsync("/records/" + digest);
        Assert.That(((int)answer.StatusCode, await NameAsync(answer)), Is.EqualTo((status, name)));
    }

    [Test]
    public async Task What_is_wrong_with_a_request_is_named_before_its_body_is_read()
    {
        await using var world = Open();
        await using var app = await IntakeProcess.HostAsync(world);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var plain = await client.PostAsync("/records", new StringContent("{}"));
        Assert.That(((int)plain.StatusCode, await NameAsync(plain)), Is.EqualTo((415, nameof(IntakeRefusal.NotJsonType))));
        foreach (var chunked in (bool[])[false, true])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/records") { Content = new ByteArrayContent(new byte[(64 * 1024) + 1]) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TransferEncodingChunked = chunked;
            using var large = await client.SendAsync(request);
            Assert.That(((int)large.StatusCode, await NameAsync(large)), Is.EqualTo((413, nameof(IntakeRefusal.TooLarge))), $"chunked: {chunked}");
        }
    }

    [Test]
    public async Task A_body_that_drips_is_given_up()
    {
        await using var world = Open();
        await using var app = await IntakeProcess.HostAsync(world);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port);
        var stream = socket.GetStream();
        await stream.WriteAsync("POST /records HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray());
        using var reader = new StreamReader(stream);
        Assert.That(await reader.ReadToEndAsync(), Does.StartWith("HTTP/1.1 408 ").And.Contain(nameof(IntakeRefusal.BodyIncomplete)));
    }

    [TestCase("POST", "/records")]
    [TestCase("GET", "/records/0x0000000000000000000000000000000000000000000000000000000000000001")]
    [TestCase("GET", "/accounts/0x70997970C51812dc3A010C7d01b50e0d17dc79C8")]
    public async Task Where_another_node_takes_records_in_a_request_is_told_so(string method, string path)
    {
        await using var world = Open();
        await using var app = await IntakeProcess.HostAsync(world, new IntakeDoor(elsewhere: true));
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = Body(Contribution(9)) };
        using var answer = await client.SendAsync(request);
        Assert.That(((int)answer.StatusCode, await NameAsync(answer)), Is.EqualTo((421, nameof(IntakeRefusal.NotHere))));
    }

    [Test]
    public async Task A_request_that_takes_too_long_is_told_to_come_again_and_then_gets_the_answer()
    {
        await using var world = new IntakeWorld(new IntakeOptions { RequestTime = TimeSpan.FromMilliseconds(300) });
        await using var app = await IntakeProcess.HostAsync(world);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var record = Contribution(9);
        // Nobody writes yet.
        using var late = await client.PostAsync("/records", Body(record));
        Assert.That(((int)late.StatusCode, await NameAsync(late)), Is.EqualTo((503, nameof(IntakeRefusal.TimedOut))));
        Assert.That(late.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(10)));
        world.Run();
        using var again = await client.PostAsync("/records", Body(record));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(world.StateOf(record), Is.EqualTo(RecordState.Waiting));
    }

    [Test]
    public async Task One_network_gets_its_share_and_is_told_when_to_come_back()
    {
        await using var world = Open(new IntakeOptions { PostsPerMinute = 3 });
        await using var app = await IntakeProcess.HostAsync(world);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        for (var i = 0u; i < 3; i++)
        {
            using var taken = await client.PostAsync("/records", Body(Contribution(9, nonce: i)));
            Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        }
        using var answer = await client.PostAsync("/records", Body(Contribution(9, nonce: 3)));
        Assert.That(((int)answer.StatusCode, await NameAsync(answer)), Is.EqualTo((429, nameof(IntakeRefusal.TooManyRequests))));
        Assert.That(answer.Headers.RetryAfter!.Delta, Is.InRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)));
    }

    internal static async Task<string?> NameAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString();

    internal static ByteArrayContent Body(PostedRecord record)
    {
        var content = new ByteArrayContent(RecordWriter.Post(record, Domain));
        content.Headers.ContentType = new("application/json");
        return content;
    }
}
