using System.Globalization;
using System.Text.Json.Nodes;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Acceptance.Tests.Governing;

/// <summary>A vote gives a member a role, and what it asks for is shown on the chain by anybody, or reported by a node.</summary>
internal sealed class RoleTests
{
    private const string Name = "steward of area docs";
    private const string Stranger = "107";
    private const int Holder = 1;

    private World world = null!;
    private DataFolder data = null!;
    private NodeProcess node = null!;

    [SetUp]
    public async Task FoundAsync()
    {
        world = await World.FoundAsync();
        data = new DataFolder();
        foreach (var person in (int[])[3, 7])
            await Chains.Dev.SetBalanceAsync(world[person].Address, 1_000_000_000_000_000_000);
        await EpochAsync(Holder, 600);
        node = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path);
        await node.ReadyAsync();
    }

    [TearDown]
    public void End()
    {
        node.Dispose();
        data.Dispose();
        world.Dispose();
    }

    [Test]
    public async Task A_role_is_given_by_a_vote_suspended_by_anybody_when_its_holder_falls_below_the_share_and_restored_when_he_has_it_again()
    {
        var needed = (int)((UInt128)world.Settled.Influence[Holder] * 10_000 / Influence.Whole);
        await GiveAsync(needed);
        var held = await RoleAsync(role => role["state"]!.GetValue<string>() == "Held");
        Assert.Multiple(() =>
        {
            Assert.That(held["account"]!.GetValue<string>(), Is.EqualTo(world[Holder].Address.ToString()));
            Assert.That((held["role"]!.GetValue<string>(), held["member"]!.GetValue<int>()), Is.EqualTo((Name, Holder)));
            Assert.That((held["influence"]!["met"]!.GetValue<bool>(), held["influence"]!["show"]!.GetValue<string>()), Is.EqualTo((true, "None")));
            AssertArea(held, 0, 0, met: true);
        });
        Assert.That(await HoldsAsync(), Is.True);
        var idle = await ShowAsync("--dev-account", Stranger);
        Assert.That((idle["show"]!.GetValue<string>(), idle["transaction"]), Is.EqualTo(("None", (JsonNode?)null)), "nothing would change, so nothing is sent");

        await EpochAsync(2, 600);
        var fallen = await RoleAsync(role => role["influence"]!["epoch"]!.GetValue<uint>() == 1);
        Assert.That((fallen["state"]!.GetValue<string>(), fallen["influence"]!["show"]!.GetValue<string>()), Is.EqualTo(("Held", "Suspends")), "nobody has shown it yet");
        AssertArea(fallen, 0, 1, met: true);
        Assert.That((await ShowAsync("--dry-run"))["show"]!.GetValue<string>(), Is.EqualTo("Suspends"));
        Assert.That(await HoldsAsync(), Is.True, "nothing was sent");
        Assert.That((await ShowAsync("--dev-account", Stranger))["transaction"], Is.Not.Null);
        Assert.That(await HoldsAsync(), Is.False);
        var suspended = await RoleAsync(role => role["state"]!.GetValue<string>() == "Suspended");
        Assert.That((suspended["influence"]!["show"]!.GetValue<string>(), suspended["shown"]!["met"]!.GetValue<bool>()), Is.EqualTo(("None", false)));

        await EpochAsync(Holder, 900);
        await RoleAsync(role => role["influence"]!["show"]!.GetValue<string>() == "Restores");
        await ShowAsync("--dev-account", Stranger);
        Assert.That(await HoldsAsync(), Is.True);
        var restored = await RoleAsync(role => role["state"]!.GetValue<string>() == "Held");
        AssertArea(restored, 1, 2, met: true);

        await EpochAsync(2, 900);
        await EpochAsync(2, 900);
        AssertArea(await RoleAsync(role => role["area"]!["lastEpoch"]!.GetValue<uint>() == 4), 3, 4, met: false);
        await AssertSaidElsewhereAsync();
    }

    [Test]
    public async Task A_role_is_taken_by_a_vote_and_can_be_given_anew()
    {
        await GiveAsync(needed: 1);
        await RoleAsync(role => role["state"]!.GetValue<string>() == "Held");
        await AssertAnotherEndIsNoticedAsync();
        var made = await world.DorgAsync("propose --text Enough --json --transaction --dev-account 103", "--revoke-role", $"{Name}:{world[Holder].Address}");
        Assert.That(made.ExitCode, Is.Zero, made.ToString());
        Assert.That(made.Json["actions"]![0]!["sentence"]!.GetValue<string>(), Is.EqualTo($"Take the role '{Name}' from {world[Holder].Address}."));
        Assert.That(await HoldsAsync(), Is.True, "nothing is taken before the vote has passed and waited");
        await PassAsync(made.Json["id"]!.GetValue<string>());
        Assert.That(await HoldsAsync(), Is.False);
        await node.UntilAsync("/api/roles", now => now["items"]!.AsArray().Count == 0);
        Assert.That((await world.DorgAsync("roles")).Output, Does.StartWith("No vote has given anybody a role."));
        var again = await world.DorgAsync("propose --text Enough --dry-run", "--revoke-role", $"{Name}:{world[Holder].Address}");
        Assert.That((again.ExitCode, again.Errors.Split(':')[0]), Is.EqualTo((1, "RoleNotHeld")), again.ToString());
        await AssertVerifiedAsync(proposals: 2, roles: 0);

        await GiveAsync(needed: 1, "Docs again");
        Assert.That(await HoldsAsync(), Is.True);
        await RoleAsync(role => role["state"]!.GetValue<string>() == "Held");
        await AssertVerifiedAsync(proposals: 3, roles: 1);
    }

    private async Task AssertVerifiedAsync(int proposals, int roles)
    {
        var verified = await world.DorgAsync("verify --json");
        Assert.That(verified.ExitCode, Is.Zero, verified.ToString());
        var counts = verified.Json["checked"]!;
        Assert.That((counts["proposals"]!.GetValue<int>(), counts["roles"]!.GetValue<int>()), Is.EqualTo((proposals, roles)));
    }

    /// <summary>An endpoint that tells another end of the role than the contract holds, and one that leaves a vote out.</summary>
    private async Task AssertAnotherEndIsNoticedAsync()
    {
        var logs = await ChangedChain.LogsOfAsync(world);
        var given = logs.Single(log => log.Topics[0] == Node.Contracts.RolesContract.RoleGrantedEvent.Topic);
        var data = given.Data.ToArray();
        data[63] ^= 1;
        await AssertFoundAsync(given with { Data = data }, "of the role with the hash");
        var vote = logs.Single(log => log.Topics[0] == Node.Contracts.OrganizationGovernorContract.VoteCastEvent.Topic);
        data = vote.Data.ToArray();
        data[95] ^= 1;
        await AssertFoundAsync(vote with { Data = data }, "The count of votes against, for and abstaining on proposal");
    }

    private async Task AssertFoundAsync(Ethereum.Log changed, string words)
    {
        var found = await world.VerifyAsync(new ChangedChain(Chains.Chain, changed));
        Assert.That(found.Findings.Select(finding => (finding.Rule, finding.Sentence.Contains(words, StringComparison.Ordinal))), Is.EqualTo([(FindingRule.State, true)]));
    }

    private static IEnumerable<TestCaseData> Mistakes() =>
    [
        new TestCaseData((string[])["--role", $"{Name}:0x00000000000000000000000000000000000000aa:100"], 1, "NotMember: roles are for members").SetArgDisplayNames("no member"),
        new TestCaseData((string[])["--role", $"{Name}:0x00000000000000000000000000000000000000aa:8"], 2, "9 to 1460 days").SetArgDisplayNames("over before it begins"),
        new TestCaseData((string[])["--role", $":0x00000000000000000000000000000000000000aa:100"], 1, "RoleLength").SetArgDisplayNames("no name"),
        new TestCaseData((string[])["--role", $"{Name}:0x00000000000000000000000000000000000000aa:100", "--role-area", "an area whose name is much too long:5:1"], 1, "AreaInvalid").SetArgDisplayNames("a long area"),
        new TestCaseData((string[])["--role", "steward"], 2, "gives no role").SetArgDisplayNames("no account"),
        new TestCaseData((string[])["--revoke-role", $"{Name}:0x00000000000000000000000000000000000000aa"], 1, "RoleNotHeld").SetArgDisplayNames("a role that nobody has"),
        new TestCaseData((string[])["dampingBp=8000", "--role-influence", "5"], 2, "give --role, too").SetArgDisplayNames("a condition of no role"),
        new TestCaseData((string[])["--role", $"{Name}:0x00000000000000000000000000000000000000aa:100", "--role-influence", "5.001"], 2, "is no share").SetArgDisplayNames("a share that is too fine"),
        new TestCaseData((string[])["--role", $"{Name}:0x00000000000000000000000000000000000000aa:100", "--role-area", "docs:5:0"], 2, "asks for nothing in an area").SetArgDisplayNames("over no epochs"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public async Task A_role_that_cannot_be_given_is_refused_before_anything_is_signed(string[] options, int code, string words)
    {
        var refused = await world.DorgAsync("propose --text x --dry-run", options);
        Assert.That(refused.ExitCode, Is.EqualTo(code), refused.ToString());
        Assert.That(refused.Errors, Does.Contain(words));
    }

    /// <summary>The member's own page and the command line say the same as the list.</summary>
    private async Task AssertSaidElsewhereAsync()
    {
        var listed = (await node.GetAsync("/api/roles"))["items"]![0]!;
        Assert.That((await node.GetAsync($"/api/members/{Holder}"))["roles"]![0]!.ToJsonString(), Is.EqualTo(listed.ToJsonString()));
        Assert.That((await node.GetAsync("/api/members/2"))["roles"]!.AsArray(), Is.Empty);
        var csv = await node.Http.GetStringAsync(new Uri("/api/roles?format=csv", UriKind.Relative));
        Assert.That(csv.Split('\n')[1], Does.StartWith($"{Name},{world[Holder].Address},{Holder},Held,"));
        var table = await world.DorgAsync("roles");
        Assert.That((table.ExitCode, table.Output.Contains("1 role", StringComparison.Ordinal)), Is.EqualTo((0, true)), table.ToString());
        var said = (await world.DorgAsync("roles --json")).Json["roles"]![0]!;
        Assert.Multiple(() =>
        {
            foreach (var part in (string[])["role", "account", "member", "state", "until", "influence", "area", "transaction"])
                Assert.That(said[part]!.ToJsonString(), Is.EqualTo(listed[part]!.ToJsonString()), part);
        });
        Assert.That((await world.DorgAsync("verify")).ExitCode, Is.Zero);
    }

    /// <summary>An epoch in which the first founder credits a contribution to docs, and another one to code.</summary>
    private async Task EpochAsync(int contributor, uint points)
    {
        var epoch = world.Organization.Ledger.Epoch;
        await world.EvaluateAsync(0, await world.ContributeAsync(contributor, "docs", $"Docs {epoch}"), (contributor, points));
        await world.EvaluateAsync(3, await world.ContributeAsync(2, "code", $"Code {epoch}"), (2, 10));
        await world.SettleAsync();
    }

    private async Task GiveAsync(int needed, string text = "Docs")
    {
        var share = (needed / 100m).ToString(CultureInfo.InvariantCulture);
        var made = await world.DorgAsync(
            "propose --json --transaction --dev-account 103", "--text", text, "--role", $"{Name}:{world[Holder].Address}:300", "--role-influence", share, "--role-area", "docs:40:2");
        Assert.That(made.ExitCode, Is.Zero, made.ToString());
        var action = made.Json["actions"]![0]!;
        Assert.That(action["kind"]!.GetValue<string>(), Is.EqualTo("GrantRole"));
        Assert.That(action["sentence"]!.GetValue<string>(), Does.StartWith($"Give {world[Holder].Address} the role '{Name}' until ").And.Contain("only reported"));
        Assert.That(action["warning"], Is.Null);
        await PassAsync(made.Json["id"]!.GetValue<string>());
    }

    /// <summary>A vote from its beginning to its execution.</summary>
    private async Task PassAsync(string id)
    {
        await Ballots.PassAsync(Ballots.Day + 1);
        using var voter = Chains.SenderOf(world[3]);
        await voter.ExecuteAsync(world.Contracts.Governor.CastVote(System.Numerics.BigInteger.Parse(id, CultureInfo.InvariantCulture), (byte)VoteSupport.For));
        await Ballots.PassAsync(5 * Ballots.Day);
        await RunAsync($"proposals {id} --queue --dev-account 103");
        await Ballots.PassAsync(2 * Ballots.Day);
        await RunAsync($"proposals {id} --execute --dev-account 103");
    }

    /// <summary>The area's report over epochs, as the credits for its contributions give it.</summary>
    private void AssertArea(JsonNode role, uint first, uint last, bool met)
    {
        var area = role["area"]!;
        var (own, whole) = (UInt128.Zero, UInt128.Zero);
        for (var number = first; number <= last; number++)
        {
            var epoch = world.Organization.Epochs[(int)number];
            for (var i = 0; i < epoch.Log!.Credits.Count; i++)
            {
                var credit = epoch.Log.Credits[i];
                if (epoch.Attributions[i]!.Area != RecordText.From("docs"))
                    continue;
                var part = Influence.Part(epoch.Final!.Influence[credit.From], credit.Points, epoch.KernelTerms.Influence);
                whole += part;
                own += credit.To == Holder ? part : 0;
            }
        }
        Assert.That(
            (area["firstEpoch"]!.GetValue<uint>(), area["lastEpoch"]!.GetValue<uint>(), area["influence"]!.GetValue<string>(), area["whole"]!.GetValue<string>(), area["met"]!.GetValue<bool>(), area["onlyReported"]!.GetValue<bool>()),
            Is.EqualTo((first, last, own.ToString(CultureInfo.InvariantCulture), whole.ToString(CultureInfo.InvariantCulture), met, true)));
    }

    private Task<bool> HoldsAsync() => world.Contracts.Roles.HoldsAsync(RecordText.From(Name), world[Holder].Address);

    private async Task<JsonNode> RoleAsync(Func<JsonNode, bool> holds) =>
        (await node.UntilAsync("/api/roles", now => now["items"]!.AsArray() is [{ } role] && holds(role)))["items"]![0]!;

    private async Task<JsonNode> ShowAsync(params string[] options)
    {
        var result = await world.DorgAsync("roles show --json", [Name, $"{Holder}", .. options]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return result.Json;
    }

    private async Task RunAsync(string command)
    {
        var result = await world.DorgAsync(command);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }
}
