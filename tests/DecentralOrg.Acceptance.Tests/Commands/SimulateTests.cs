using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests.Commands;

internal sealed class SimulateTests
{
    private const double Tolerance = 1e-15;

    [Test]
    public async Task Another_damping_gives_what_it_gives_by_hand()
    {
        var simulated = await Example.JsonAsync("simulate", Example.Path, "--damping", "8000");
        // Ben: 20 % of his 40 %. Cy: c = 0.8 (0.5 a + 0.08). Ada: a = 0.12 + 0.8 c.
        const double cy = 0.112 / 0.68;
        var epoch = simulated["epochs"]!.AsArray().Single()!;
        Assert.Multiple(() =>
        {
            Assert.That(Influence(epoch, "before"), Is.EqualTo([0.4, 0.2, 0.2]).Within(Tolerance));
            Assert.That(Influence(epoch, "after"), Is.EqualTo([0.12 + (0.8 * cy), 0.08, cy]).Within(Tolerance));
            Assert.That(epoch["before"]!["top1Bp"]!.GetValue<int>(), Is.EqualTo(5000), "Ada has 40 of the 80 % that members have");
            // Two of 40, 20 and 20 differ by 20 in two pairs of three: 2 * 20 / (3 * 80), rounded down.
            Assert.That(epoch["before"]!["giniBp"]!.GetValue<int>(), Is.InRange(1666, 1667));
            Assert.That(epoch["after"]!["dampingBp"]!.GetValue<int>(), Is.EqualTo(8000));
            Assert.That(Ranks(epoch, "before"), Is.EqualTo([1, 2, 3]), "Cy has what Ben has, less what is rounded down");
            Assert.That(Ranks(epoch, "after"), Is.EqualTo([1, 3, 2]));
            foreach (var member in epoch["members"]!.AsArray())
            {
                foreach (var name in (string[])["influence", "earned", "cumulative", "reputation"])
                    Assert.That(member!["before"]!.Units(name) + member["difference"]!.Units(name), Is.EqualTo(member["after"]!.Units(name)), name);
            }
        });
    }

    [Test]
    public async Task Twice_the_reward_is_twice_the_reward_and_nothing_else()
    {
        var simulated = await Example.JsonAsync("simulate", Example.Path, "--reward", "20000");
        foreach (var member in simulated["epochs"]![0]!["members"]!.AsArray())
        {
            Assert.That(member!["after"]!.Units("cumulative") - (2 * member["before"]!.Units("cumulative")), Is.InRange((Int128)0, (Int128)1));
            Assert.That((member["difference"]!.Units("influence"), member["difference"]!.Units("reputation")), Is.EqualTo(((Int128)0, (Int128)0)));
        }
    }

    [Test]
    public async Task A_smaller_budget_scales_credits_down_and_changes_no_share()
    {
        var simulated = await Example.JsonAsync("simulate", Example.Path, "--points", "100");
        // Ada's 500 of 1,000 become 100 of 100: she gave more than the budget, and all others all of it.
        Assert.That(Influence(simulated["epochs"]![0]!, "after"), Is.EqualTo([0.3 + (0.5 / 3), 0.2, 1 / 3.0]).Within(Tolerance));
    }

    [Test]
    public async Task Epochs_follow_each_other_from_what_the_one_before_left()
    {
        using var folder = new DataFolder();
        var next = await NextEpochAsync(folder);
        var simulated = await Example.JsonAsync("simulate", Example.Path, next, "--renewal", "400");
        var (first, second) = (simulated["epochs"]![0]!, simulated["epochs"]![1]!);
        Assert.Multiple(() =>
        {
            Assert.That(simulated["epochs"]!.AsArray().Select(epoch => epoch!["epoch"]!.GetValue<int>()), Is.EqualTo([0, 1]));
            // Of 60 % of a million, 4 % times 60 % of what could be earned goes, and to Ada comes 4 % times 10 of 50 %.
            Assert.That((double)first["members"]![0]!["after"]!.Units("reputation"), Is.EqualTo(6e14 * (1 - (0.04 * 0.6)) + (1e15 * 0.04 * 0.2)).Within(2));
            Assert.That((double)first["members"]![0]!["before"]!.Units("reputation"), Is.EqualTo(6e14 * (1 - (0.02 * 0.6)) + (1e15 * 0.02 * 0.2)).Within(2));
            // In an epoch without credits influence is half of reputation.
            foreach (var which in (string[])["before", "after"])
            {
                var all = first["members"]!.AsArray().Aggregate((Int128)0, (sum, member) => sum + member![which]!.Units("reputation"));
                var share = (double)first["members"]![0]![which]!.Units("reputation") / (double)all;
                Assert.That(second["members"]![0]![which]!.Share("influence"), Is.EqualTo(share / 2).Within(Tolerance), which);
            }
        });
    }

    [Test]
    public async Task A_ring_of_newcomers_has_nothing_and_one_of_members_what_the_bound_says()
    {
        var strangers = await Example.JsonAsync("simulate", Example.Path, "--new-accounts", "5");
        var members = await Example.JsonAsync("simulate", Example.Path, "--ring", "1,2", "--damping", "8000");
        Assert.Multiple(() =>
        {
            Assert.That(strangers["ring"]!["members"]!.AsArray().Select(member => member!.GetValue<int>()), Is.EqualTo([3, 4, 5, 6, 7]));
            Assert.That(strangers["ring"]!["before"]!.Units("influenceAsRing"), Is.EqualTo((Int128)0));
            // 1 % is what 1 % from outside becomes at a damping of half.
            Assert.That(strangers["ring"]!["before"]!.Share("inflowToOnePercent"), Is.EqualTo(0.01).Within(Tolerance));
            // Alone, Ben's 40 % of reputation; and Ada, who keeps half of it, brings half of her 30 % (12 %) and the like.
            Assert.That(members["ring"]!["before"]!.Share("influenceAsRing"), Is.EqualTo(0.4 + (0.5 * 0.3)).Within(Tolerance));
            Assert.That(members["ring"]!["after"]!.Share("influenceAsRing"), Is.EqualTo(0.4 + (4 * 0.5 * 0.12)).Within(Tolerance));
            Assert.That(members["ring"]!["after"]!.Units("inflowToOnePercent"), Is.EqualTo((Int128)0), "it has more already");
        });
    }

    [Test]
    public async Task A_table_says_that_nothing_has_changed_and_shows_the_largest_changes()
    {
        var result = await Dorg.RunAsync("simulate", Example.Path, "--damping", "8000", "--ring", "1,2", "--top", "1");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(result.Output, Does.StartWith("A simulation: nothing has changed."));
            Assert.That(result.Output, Does.Match(@"│ +0 │ 0x000000…00[aA]1 │ +40\.00 % │ +25\.18 % │ +-14\.82 % │ +1 │"), result.Output);
            Assert.That(result.Output, Does.Contain("… and 2 members for whom less changes; --all shows them."));
        });
    }

    [Test]
    public async Task Bundles_that_do_not_follow_each_other_are_refused()
    {
        using var folder = new DataFolder();
        var next = await NextEpochAsync(folder);
        var strangers = Path.Combine(folder.Path, "strangers.jsonl");
        await File.WriteAllTextAsync(strangers, (await File.ReadAllTextAsync(next)).Replace("b2", "b3", StringComparison.Ordinal));
        foreach (var (bundles, words) in new[]
        {
            ((string[])[next, Example.Path], "EpochsNotConsecutive: "),
            ([Example.Path, Example.Path], "EpochsNotConsecutive: "),
            ([Example.Path, strangers], "AnotherOrganization: member 1 is "),
        })
        {
            var result = await Dorg.RunAsync(["simulate", .. bundles, "--damping", "8000"]);
            Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")), result.ToString());
            Assert.That(result.Errors, Does.StartWith(words));
        }
    }

    [Test]
    public async Task A_bundle_that_is_refused_among_others_is_named()
    {
        using var folder = new DataFolder();
        var wrong = Path.Combine(folder.Path, "wrong.jsonl");
        await File.WriteAllTextAsync(wrong, await File.ReadAllTextAsync(await NextEpochAsync(folder)) + "\n{}");
        var result = await Dorg.RunAsync("simulate", Example.Path, wrong, "--damping", "8000");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")), result.ToString());
        Assert.That(result.Errors, Does.StartWith($"'{wrong}', line 2: "));
    }

    [Test]
    public async Task Standard_input_is_one_bundle_only()
    {
        var result = await Dorg.RunAsync("simulate", "-", "-", "--damping", "8000");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((2, "")), result.ToString());
        Assert.That(result.Errors, Does.StartWith("Standard input can be read once only"));
    }

    [TestCase("--damping 9501", "--damping takes 0 to 9500, not 9501.")]
    [TestCase("--points 0", "--points takes 1 to 1048576, not 0.")]
    [TestCase("--renewal 10001", "--renewal takes 0 to 10000, not 10001.")]
    [TestCase("--reward 9223372036.854775809", "--reward takes 0 to 9223372036.854775808 tokens")]
    [TestCase("--reward 0.0000000001", "with up to 9 digits behind the point, not 0.0000000001.")]
    [TestCase("--reward -1", "--reward takes 0 to ")]
    [TestCase("--ring 1,1", "--ring takes numbers of members with commas between them, each once, not 1,1.")]
    [TestCase("--ring 1;2", "--ring takes numbers of members")]
    [TestCase("--ring 1", "A ring has two members at least")]
    [TestCase("--ring 0,1 --ring 2", "Option '--ring' expects a single argument but 2 were provided.")]
    [TestCase("--new-accounts 1048577", "--new-accounts takes 0 to 1048576, not 1048577.")]
    [TestCase("--threads 0", "--threads takes 1 to 1024, not 0.")]
    [TestCase("", "What would be other?")]
    public async Task What_cannot_be_simulated_ends_with_2_and_what_can(string options, string words)
    {
        var result = await Dorg.RunAsync(["simulate", Example.Path, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((2, "")), result.ToString());
        Assert.That(result.Errors, Does.Contain(words));
    }

    [Test]
    public async Task A_ring_of_whom_there_is_none_ends_with_3()
    {
        var result = await Dorg.RunAsync("simulate", Example.Path, "--ring", "0,3");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((3, "")), result.ToString());
        Assert.That(result.Errors, Does.Contain("There is no member 3 for the ring; there are 3"));
    }

    /// <summary>The example's next epoch, with what it left and nothing given.</summary>
    private static async Task<string> NextEpochAsync(DataFolder folder)
    {
        var header = JsonNode.Parse((await File.ReadAllLinesAsync(Example.Path))[0])!;
        var result = await Example.JsonAsync("influence", Example.Path);
        header["epoch"] = 1;
        for (var member = 0; member < 3; member++)
        {
            foreach (var name in (string[])["reputation", "cumulative"])
                header["members"]![member]![name] = result["members"]![member]![name]!.GetValue<string>();
        }
        var path = Path.Combine(folder.Path, "next.jsonl");
        await File.WriteAllTextAsync(path, header.ToJsonString());
        return path;
    }

    private static IEnumerable<int> Ranks(JsonNode epoch, string which) =>
        epoch["members"]!.AsArray().Select(member => member![which]!["rank"]!.GetValue<int>());

    private static IEnumerable<double> Influence(JsonNode epoch, string which) =>
        epoch["members"]!.AsArray().Select(member => member![which]!.Share("influence"));
}
