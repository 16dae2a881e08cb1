using System.Globalization;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Acceptance.Tests.Commands;

/// <summary>Commands that look into an organization show what its chain holds.</summary>
internal sealed class LookingTests
{
    private World world = null!;
    private string guide = "";

    [OneTimeSetUp]
    public async Task Play()
    {
        world = await World.FoundAsync();
        guide = (await world.ContributeAsync(1, "docs", "The [first] guide")).ToString();
        await world.EvaluateAsync(0, Kernel.Bytes32.Parse(guide), (1, 400), (4, 200));
        await world.SettleAsync();
    }

    [OneTimeTearDown]
    public void End() => world.Dispose();

    [Test]
    public async Task Members_are_those_of_the_final_settlement()
    {
        var result = await world.DorgAsync("members", "--json");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var members = result.Json["members"]!.AsArray().OrderBy(member => (int)member!["number"]!).ToList();
        Assert.That(
            members.Select(member => (string?)member!["influence"]),
            Is.EqualTo(world.Settled.Influence.Select(value => value.ToString(CultureInfo.InvariantCulture))));
        Assert.That((string?)members[1]!["areas"]![0]!["area"], Is.EqualTo("docs"));
    }

    [Test]
    public async Task The_bundle_of_an_epoch_recomputes_to_the_root_on_the_chain()
    {
        var bundle = await world.DorgAsync("show epoch 0", "--bundle");
        Assert.That(bundle.ExitCode, Is.Zero, bundle.ToString());
        var computed = await Dorg.RunAsync(["influence", "-", "--json"], bundle.Output, new Dictionary<string, string>());
        var final = await world.Contracts.Settlement.FinalSettlementAsync();
        Assert.That((string?)computed.Json["root"], Is.EqualTo(final.Root.ToString()));
    }

    [Test]
    public async Task A_member_and_a_contribution_are_shown_with_each_other()
    {
        var member = await world.DorgAsync("show member 1");
        Assert.That(member.ExitCode, Is.Zero, member.ToString());
        Assert.That(member.Output, Does.Contain("The [first] guide"));
        var contribution = await world.DorgAsync($"show contribution {guide}", "--json");
        Assert.That(contribution.ExitCode, Is.Zero, contribution.ToString());
        Assert.That(contribution.Output, Does.Contain("The [first] guide").And.Contain(world[1].Address.ToString()));
    }

    [TestCase("show member 99")]
    [TestCase("show epoch 99")]
    [TestCase("show contribution 0x0000000000000000000000000000000000000000000000000000000000000001")]
    [TestCase("members --epoch 99")]
    public async Task What_does_not_exist_ends_with_3(string command)
    {
        var result = await world.DorgAsync(command);
        Assert.That(result.ExitCode, Is.EqualTo(3), result.ToString());
        Assert.That((result.Output, result.Errors.Length > 20), Is.EqualTo(("", true)));
    }

    [Test]
    public async Task Whoever_looks_through_an_endpoint_that_leaves_out_records_is_warned()
    {
        var topic = LedgerContract.EvaluationTakenEvent.Topic.ToString();
        await using var liar = await Endpoint.LieAsync(logs => logs.RemoveAll(log => (string)log!["topics"]![0]! == topic));
        var result = await world.DorgAtAsync(liar.Url, "members", "--json");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(result.Errors, Does.Contain("Beware: "));
            Assert.That(result.Errors, Does.Not.Contain("   at "), "a stack trace is no sentence");
        });
    }

    [Test]
    public async Task Whoever_looks_through_an_endpoint_that_leaves_out_the_newest_record_is_warned()
    {
        await world.ContributeAsync(2, "docs", "The newest guide");
        var topic = LedgerContract.ContributionTakenEvent.Topic.ToString();
        await using var liar = await Endpoint.LieAsync(logs => logs.Remove(logs.Last(log => (string)log!["topics"]![0]! == topic)));
        var result = await world.DorgAtAsync(liar.Url, "members", "--json");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(result.Errors, Does.Contain("Beware: "));
        });
    }

    [TestCase("members")]
    [TestCase("show member 0")]
    [TestCase("show epoch 0 --bundle")]
    public async Task An_endpoint_that_shows_no_events_is_said(string command)
    {
        await using var liar = await Endpoint.LieAsync(logs => logs.Clear());
        var result = await world.DorgAtAsync(liar.Url, command);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(5), result.ToString());
            Assert.That(result.Errors, Does.StartWith("The endpoint does not show the events of the organization's founding"));
            Assert.That(result.Output, Is.Empty);
        });
    }
}
