using System.Globalization;
using System.Text.Json.Nodes;

namespace DecentralOrg.Acceptance.Tests.Commands;

/// <summary>A person at the command line who has members paid.</summary>
internal sealed class ClaimTests
{
    private World world = null!;

    [SetUp]
    public async Task SettleAsync()
    {
        world = await World.FoundAsync();
        await world.PlayAsync(4);
        await world.CloseAsync();
        var vector = world.Compute();
        await world.SubmitAsync(vector);
        await world.FinalizeAsync(vector, claim: false);
    }

    [TearDown]
    public void End() => world.Dispose();

    [Test]
    public async Task A_dry_run_says_what_is_due_and_sends_nothing()
    {
        var shown = await ClaimAsync("--all", "--dry-run");
        Assert.Multiple(async () =>
        {
            Assert.That(shown["dryRun"]!.GetValue<bool>());
            Assert.That(Sum(shown), Is.EqualTo(world.Settled.State.Sum(state => (decimal)state.Cumulative)));
            Assert.That(await SupplyAsync(), Is.Zero);
        });
    }

    [Test]
    public async Task One_member_is_paid_then_all_others_then_nobody()
    {
        var one = await ClaimAsync(world[1].Address.ToString(), "--dev-account", "3");
        var afterOne = await SupplyAsync();
        var others = await ClaimAsync("--all", "--dev-account", "3");
        var none = await ClaimAsync("--all", "--dev-account", "3");
        await world.FollowAsync();
        var verified = await world.VerifyAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(one["members"]!.AsArray(), Has.Count.EqualTo(1));
            Assert.That(afterOne, Is.EqualTo(world.Settled.State[1].Cumulative));
            Assert.That(Sum(one) + Sum(others), Is.EqualTo((decimal)await SupplyAsync()));
            Assert.That(others["transactions"]!.AsArray(), Has.Count.EqualTo(1));
            Assert.That(none["members"]!.AsArray(), Is.Empty);
            Assert.That(none["transactions"]!.AsArray(), Is.Empty);
            Assert.That(world.Organization.Claims, Has.Count.EqualTo(world.Settled.Members));
            Assert.That(verified.Findings, Is.Empty);
        });
    }

    [TestCase("claim --all", 2, "Whose key signs?")]
    [TestCase("claim --dry-run", 2, "For whom?")]
    [TestCase("claim 0 --all --dry-run", 2, "For whom?")]
    [TestCase("claim 99 --dry-run", 3, "There is no member 99")]
    [TestCase("claim nobody --dry-run", 2, "'nobody' is neither a member's number nor an account.")]
    [TestCase("claim 0 --dev-account 0 --chain-id 1", 1, "The chain's id is 31337, not 1; nothing was signed")]
    public async Task What_cannot_be_claimed_is_refused(string command, int code, string sentence)
    {
        var result = await world.DorgAsync(command);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(code), result.ToString());
            Assert.That(result.Errors, Does.Contain(sentence));
        });
    }

    private static decimal Sum(JsonNode shown) =>
        shown["members"]!.AsArray().Sum(member => decimal.Parse(member!["pays"]!.GetValue<string>(), CultureInfo.InvariantCulture));

    /// <summary>All tokens there are, in units of 10^-9.</summary>
    private async Task<ulong> SupplyAsync() => (ulong)(await world.Contracts.Token.TotalSupplyAsync() / 1_000_000_000);

    private async Task<JsonNode> ClaimAsync(params string[] arguments)
    {
        var result = await world.DorgAsync("claim", [.. arguments, "--json"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return result.Json;
    }
}
