using System.Net;
using System.Net.Http.Headers;
using System.Numerics;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Acceptance.Tests.Running;

/// <summary>What a node answers to whoever reads.</summary>
internal sealed class ReadingTests
{
    private DataFolder data = null!;
    private World world = null!;
    private NodeProcess node = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        data = new DataFolder();
        world = await World.FoundAsync();
        for (var newcomer = 4; newcomer < 6; newcomer++)
        {
            await world.PlayAsync(newcomer);
            await world.SettleAsync();
        }
        await world.PlayAsync(6);
        await world.FollowAsync();
        node = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path);
        await node.ReadyAsync();
    }

    [OneTimeTearDown]
    public void End()
    {
        node.Dispose();
        world.Dispose();
        data.Dispose();
    }

    [Test]
    public async Task Status_says_in_a_sentence_that_all_is_well()
    {
        await world.FollowAsync();
        var records = world.Organization.Ledger.Sequence;
        var status = await node.UntilAsync("/status", now => now["records"]!.GetValue<ulong>() == records);
        var sentences = status["sentences"]!.AsArray().Select(sentence => sentence!.ToString()).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(sentences[0], Does.StartWith($"All is well: 7 members, {records} records, epoch 2 is open"));
            Assert.That(sentences[1..], Is.EqualTo(new[] { "It has no account to relay, settle, challenge, claim, and does not do that." }));
        });
    }

    [Test]
    public async Task Members_are_those_that_the_command_line_reads_from_the_chain()
    {
        foreach (var epoch in (int[])[0, 1, 2])
        {
            var members = (await node.GetAsync($"/api/members?epoch={epoch}"))["items"]!.AsArray();
            var said = (await world.DorgAsync("members", "--json", "--epoch", $"{epoch}")).Json["members"]!.AsArray()
                .OrderBy(member => member!["number"]!.GetValue<int>());
            Assert.That(members.Select(member => member!.ToJsonString()), Is.EqualTo(said.Select(member => member!.ToJsonString())));
        }
    }

    [Test]
    public async Task The_open_epoch_can_be_closed_when_its_contract_says_so_and_no_block_is_final_before_its_time()
    {
        var opened = await world.Contracts.Settlement.OpenedAtAsync();
        var organization = await node.GetAsync("/api/organization");
        var final = await Chains.Chain.GetBlockAsync(BlockTag.Finalized);
        Assert.Multiple(() =>
        {
            Assert.That(organization["openedAt"]!.GetValue<ulong>(), Is.EqualTo(opened));
            Assert.That(organization["closesAt"]!.GetValue<ulong>(), Is.EqualTo(opened + World.Terms.EpochSeconds));
            Assert.That(organization["time"]!.GetValue<ulong>(), Is.GreaterThanOrEqualTo(opened));
            Assert.That(Number(organization["finalized"]), Is.LessThanOrEqualTo((BigInteger)final!.Number).And.GreaterThan(BigInteger.Zero));
        });
    }

    [Test]
    public async Task Every_epoch_says_when_it_opened()
    {
        var opened = (await node.GetAsync("/api/epochs"))["items"]!.AsArray().Select(epoch => epoch!["openedAt"]!.GetValue<ulong>()).ToArray();
        Assert.That(opened[^1], Is.EqualTo(await world.Contracts.Settlement.OpenedAtAsync()));
        Assert.That(opened.Zip(opened.Skip(1), (before, after) => after - before), Is.All.GreaterThanOrEqualTo(World.Terms.EpochSeconds));
    }

    [Test]
    public async Task A_members_parts_add_up_to_his_influence()
    {
        for (var number = 0; number < 7; number++)
        {
            var explained = await node.GetAsync($"/api/members/{number}");
            var parts = explained["credits"]!.AsArray().Aggregate(BigInteger.Zero, (sum, credit) => sum + Number(credit!["influence"]));
            Assert.That(
                Number(explained["member"]!["seed"]) + parts + Number(explained["remainder"]),
                Is.EqualTo(Number(explained["member"]!["influence"])), $"member {number}");
            Assert.That(Number(explained["remainder"]), Is.InRange(BigInteger.Zero, (BigInteger)Math.Max(0, explained["credits"]!.AsArray().Count - 1)));
        }
    }

    [Test]
    public async Task A_member_is_found_by_account_too()
    {
        var byNumber = await node.GetAsync("/api/members/2");
        var byAccount = await node.GetAsync($"/api/members/{world[2].Address}");
        Assert.That(byAccount.ToJsonString(), Is.EqualTo(byNumber.ToJsonString()));
    }

    [Test]
    public async Task Lists_come_in_parts_that_make_the_whole()
    {
        var numbers = new List<int>();
        var path = "/api/members?limit=3";
        for (var after = ""; ;)
        {
            var part = await node.GetAsync(path + after);
            numbers.AddRange(part["items"]!.AsArray().Select(member => member!["number"]!.GetValue<int>()));
            Assert.That(part["total"]!.GetValue<int>(), Is.EqualTo(7));
            if (part["next"] is not { } next)
                break;
            after = $"&after={next}";
        }
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, 7)));
    }

    [Test]
    public async Task Csv_has_the_numbers_of_the_json()
    {
        var items = (await node.GetAsync("/api/members?epoch=1"))["items"]!.AsArray();
        var lines = (await node.Http.GetStringAsync("/api/members?epoch=1&format=csv")).TrimEnd('\n').Split('\n');
        Assert.That(lines[0], Is.EqualTo("Number,Account,Influence,Seed,Reward,Cumulative,Reputation"));
        Assert.That(lines[1..], Is.EqualTo(items.Select(member => string.Join(
            ',', ((string[])["number", "account", "influence", "seed", "reward", "cumulative", "reputation"]).Select(name => member![name]!.ToString())))));
    }

    [Test]
    public async Task A_title_that_looks_like_a_formula_is_none_in_csv()
    {
        await world.ContributeAsync(3, "docs", "=HYPERLINK(\"http://127.0.0.1\")");
        await node.UntilAsync("/api/contributions?limit=1000", list => list["items"]!.AsArray().Any(made => made!["title"]!.ToString().StartsWith('=')));
        var csv = await node.Http.GetStringAsync("/api/contributions?format=csv");
        Assert.That(csv, Does.Contain("HYPERLINK").And.Not.Match("(^|,)\"?=HYPERLINK"));
    }

    [Test]
    public async Task A_bundle_recomputes_to_what_the_epoch_shows()
    {
        var file = Path.Combine(data.Path, "epoch-1.jsonl");
        await File.WriteAllTextAsync(file, await node.Http.GetStringAsync("/api/epochs/1/bundle"));
        var result = await Dorg.RunAsync("influence", file, "--json");
        var epoch = await node.GetAsync("/api/epochs/1");
        Assert.That(result.Json["root"]!.ToString(), Is.EqualTo(epoch["settlements"]![0]!["root"]!.ToString()));
    }

    [Test]
    public async Task Whoever_has_the_newest_answer_is_told_so()
    {
        using var first = await node.Http.GetAsync(new Uri("/api/epochs", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/epochs");
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));
        using var second = await node.Http.SendAsync(request);
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [TestCase("/api/members?epoch=99", HttpStatusCode.NotFound, "There is no epoch 99")]
    [TestCase("/api/members/99", HttpStatusCode.NotFound, "There is no member '99'")]
    [TestCase("/api/members/nobody", HttpStatusCode.NotFound, "There is no member 'nobody'")]
    [TestCase("/api/members/nobody/review", HttpStatusCode.NotFound, "There is no member 'nobody'")]
    [TestCase("/api/members/99/competence", HttpStatusCode.NotFound, "There is no member '99'")]
    [TestCase("/api/members/1/review?to=99", HttpStatusCode.NotFound, "There is no epoch 99")]
    [TestCase("/api/members/1/review?from=2&to=1", HttpStatusCode.BadRequest, "2 is after 1")]
    [TestCase("/api/members?limit=0", HttpStatusCode.BadRequest, "'limit' is 1 to 1000")]
    [TestCase("/api/members?limit=1001", HttpStatusCode.BadRequest, "'limit' is 1 to 1000")]
    [TestCase("/api/members?after=-1", HttpStatusCode.BadRequest, "'after'")]
    [TestCase("/api/members?format=xml", HttpStatusCode.BadRequest, "'format' is json or csv")]
    [TestCase("/api/contributions/0x12", HttpStatusCode.NotFound, "64 hex digits")]
    [TestCase("/api/epochs/99/bundle", HttpStatusCode.NotFound, "There is no epoch 99")]
    public async Task What_is_not_there_is_refused_by_name(string path, HttpStatusCode status, string words)
    {
        using var response = await node.Http.GetAsync(new Uri(path, UriKind.Relative));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(status));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(problem["type"]!.ToString(), Does.StartWith("urn:decentralorg:problem:"));
            Assert.That(problem["detail"]!.ToString(), Does.Contain(words));
        });
    }

    [Test]
    public async Task Every_path_is_in_the_description_of_the_api()
    {
        var api = await node.GetAsync("/openapi/v1.json");
        Assert.That(api["openapi"]!.ToString(), Does.StartWith("3.1"));
        var operations = api["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!).ToList();
        Assert.That(operations, Has.Count.GreaterThanOrEqualTo(13));
        Assert.That(operations.Where(operation => operation["summary"] is null), Is.Empty);
    }

    [Test]
    public async Task Whoever_listens_hears_of_a_credit_when_it_is_given()
    {
        using var stream = new StreamReader(await node.Http.GetStreamAsync("/api/events"));
        var before = Number((await NextAsync(stream))["totalEarned"]);
        await world.EvaluateAsync(3, Bytes32.Zero, (1, 100));
        JsonNode change;
        do
            change = await NextAsync(stream);
        while (Number(change["totalEarned"]) == before);
        Assert.That(Number(change["totalEarned"]), Is.GreaterThan(before));
    }

    private static async Task<JsonNode> NextAsync(StreamReader stream)
    {
        const string field = "data: ";
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await stream.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(field, StringComparison.Ordinal))
                return JsonNode.Parse(line[field.Length..])!;
        }
        throw new EndOfStreamException("The node ended the stream.");
    }

    private static BigInteger Number(JsonNode? text) => BigInteger.Parse(text!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
}
