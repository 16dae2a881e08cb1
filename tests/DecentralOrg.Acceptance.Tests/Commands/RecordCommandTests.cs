using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests.Commands;

/// <summary>A person at the command line who signs records and posts them to a node.</summary>
internal sealed class RecordCommandTests
{
    private World world = null!;
    private DataFolder data = null!;
    private NodeProcess node = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        world = await World.FoundAsync();
        data = new DataFolder();
        node = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path, "--relay-age", "0.1", "--relay-key", "dev:18");
        await node.ReadyAsync();
    }

    [OneTimeTearDown]
    public void End()
    {
        node.Dispose();
        data.Dispose();
        world.Dispose();
    }

    [Test]
    public async Task A_contribution_and_the_credit_for_it_come_to_the_chain()
    {
        var work = await JsonAsync("contribute", "--area", "docs", "--title", "A guide", "--uri", "https://example.org/guide", "--dev-account", $"{World.FirstPerson + 1}");
        var credit = await JsonAsync("evaluate", "--credit", $"{world[1].Address}:300:{work["id"]}", "--dev-account", $"{World.FirstPerson}");
        foreach (var record in (JsonNode[])[work, credit])
            await node.UntilAsync($"/records/{record["digest"]}", status => status["state"]!.GetValue<string>() == "Anchored");
        await world.FollowAsync();
        Assert.Multiple(() =>
        {
            Assert.That(world.Organization.ContributionLog.Select(id => id.ToString()), Does.Contain(work["id"]!.GetValue<string>()));
            Assert.That(world.Organization.Ledger.SpendingOf(world[0].Address).Points, Is.EqualTo(300));
        });
        var next = await node.GetAsync($"/accounts/{world[0].Address}");
        Assert.That(next["nonce"]!.GetValue<uint>(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_dry_run_signs_and_posts_nothing()
    {
        var shown = await JsonAsync("evaluate", "--credit", $"{world[0].Address}:1", "--dev-account", $"{World.FirstPerson + 2}", "--dry-run");
        Assert.That(shown["dryRun"]!.GetValue<bool>());
        using var answer = await node.Http.GetAsync(new Uri($"/records/{shown["digest"]}", UriKind.Relative));
        Assert.That((int)answer.StatusCode, Is.EqualTo(404));
    }

    [Test]
    public async Task A_key_of_one_s_own_signs_from_its_file()
    {
        using var folder = new DataFolder();
        var (keystore, password) = (Path.Combine(folder.Path, "key.json"), Path.Combine(folder.Path, "password.txt"));
        await File.WriteAllTextAsync(password, "correct horse\n");
        var made = await JsonAsync(["keys", "new", keystore, "--password-file", password], node: false);
        var again = await Dorg.RunAsync("keys", "new", keystore, "--password-file", password);
        var shown = await Dorg.RunAsync("keys", "address", keystore, "--password-file", password);
        var work = await JsonAsync("contribute", "--area", "sales", "--title", "A customer", "--keystore", keystore, "--password-file", password, "--chain-id", "31337");
        Assert.Multiple(() =>
        {
            Assert.That(shown.Output.Trim(), Is.EqualTo(made["address"]!.GetValue<string>()));
            Assert.That(work["author"]!.GetValue<string>(), Is.EqualTo(made["address"]!.GetValue<string>()), "no border between inside and outside");
            Assert.That(again.ExitCode, Is.EqualTo(1));
            Assert.That(again.Errors, Does.Contain("a key is never overwritten"));
            if (!OperatingSystem.IsWindows())
                Assert.That(File.GetUnixFileMode(keystore), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        });
        await node.UntilAsync($"/records/{work["digest"]}", status => status["state"]!.GetValue<string>() == "Anchored");
    }

    [Test]
    public async Task A_node_says_why_and_it_adds_up()
    {
        var work = await JsonAsync("contribute", "--area", "learning", "--title", "A [first] course", "--dev-account", $"{World.FirstPerson + 3}");
        var credit = await JsonAsync("evaluate", "--credit", $"{world[3].Address}:120:{work["id"]}", "--dev-account", $"{World.FirstPerson + 1}");
        await node.UntilAsync($"/records/{credit["digest"]}", status => status["state"]!.GetValue<string>() == "Anchored");
        var why = await JsonAsync("why", world[3].Address.ToString());
        var people = await Dorg.RunAsync("why", "3", "--node", node.Http.BaseAddress!.ToString());
        var credits = why["credits"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(Whole(why["member"]!["seed"]) + credits.Sum(each => Whole(each!["influence"])) + Whole(why["remainder"]), Is.EqualTo(Whole(why["member"]!["influence"])));
            Assert.That(credits.Select(each => each!["title"]!.GetValue<string>()), Is.EqualTo(new[] { "A [first] course" }));
            Assert.That(people.ExitCode, Is.Zero, people.ToString());
            Assert.That(people.Output, Does.Contain("A [first] course").And.Contain("by area: learning"));
        });

        static long Whole(JsonNode? node) => long.Parse(node!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
    }

    [TestCase("99", "There is no member '99'")]
    [TestCase("nobody?epoch=7", "There is no member 'nobody?epoch=7'")]
    [TestCase("0 --epoch 7", "There is no epoch 7")]
    public async Task Why_of_nobody_is_not_found(string line, string sentence)
    {
        var result = await Dorg.RunAsync(["why", .. line.Split(' '), "--node", node.Http.BaseAddress!.ToString()]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(3), result.ToString());
            Assert.That(result.Errors, Does.Contain(sentence));
        });
    }

    [TestCase("contribute --area docs --title A", 2, "Whose key signs?")]
    [TestCase("contribute --area docs --title A --keystore key.json", 2, "Which chain do you mean to sign for?")]
    [TestCase("contribute --area docs --title A --dev-account 0 --chain-id 1", 1, "The chain's id is 31337, not 1; nothing was signed")]
    [TestCase("contribute --area docs --title A --dev-account 0 --node nowhere", 2, "is no URL of http or https")]
    [TestCase("contribute --area docs --title A --dev-account 0 --content-hash 0x12", 2, "is no hash")]
    [TestCase("contribute --area docs --title A --dev-account 0 --co-author 0x70997970C51812dc3A010C7d01b50e0d17dc79C8:0", 1, "Nothing was signed")]
    [TestCase("evaluate --credit 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --dev-account 0", 2, "is no credit: ACCOUNT:POINTS")]
    [TestCase("evaluate --credit 0x70997970C51812dc3A010C7d01b50e0d17dc79C8:1 --dev-account 77", 1, "is no member")]
    [TestCase("contribute --area docs --title A --dev-account 0 --node http://127.0.0.1:9", 4, "No node answers at http://127.0.0.1:9/")]
    public async Task What_cannot_be_signed_or_posted_is_refused(string line, int code, string sentence)
    {
        string[] arguments = line.Split(' ');
        var result = await Dorg.RunAsync(line.Contains("--node", StringComparison.Ordinal) ? arguments : [.. arguments, "--node", node.Http.BaseAddress!.ToString()]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(code), result.ToString());
            Assert.That(result.Errors, Does.Contain(sentence));
        });
    }

    [Test]
    public async Task What_the_node_refuses_is_told_by_its_name()
    {
        var result = await Dorg.RunAsync(
            "evaluate", "--credit", $"{world[0].Address}:4000000000", "--dev-account", $"{World.FirstPerson + 2}", "--node", node.Http.BaseAddress!.ToString());
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
            Assert.That(result.Errors, Does.Contain("OverBudget: "));
        });
    }

    private Task<JsonNode> JsonAsync(params string[] arguments) => JsonAsync(arguments, node: true);

    private async Task<JsonNode> JsonAsync(string[] arguments, bool node)
    {
        var result = await Dorg.RunAsync([.. arguments, "--json", .. (string[])(node ? ["--node", this.node.Http.BaseAddress!.ToString()] : [])]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return JsonNode.Parse(result.Output)!;
    }
}
