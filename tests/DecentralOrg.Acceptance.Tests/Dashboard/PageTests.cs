using System.Globalization;
using System.Text.RegularExpressions;
using DecentralOrg.Acceptance.Tests.Governing;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>Every page in every look, under the policy that the node sends.</summary>
internal sealed partial class PageTests
{
    private Site site = null!;
    private readonly List<(Look Look, Tab Tab)> tabs = [];
    private string contribution = null!;
    private string proposal = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        site = await Site.FoundAsync();
        var world = site.World;
        contribution = (await site.GetAsync("/api/contributions"))["items"]![0]!["id"]!.ToString();
        var call = new ProposedCall(world.Contracts.Parameters.Address, 0, world.Contracts.Parameters.Set((byte)Parameter.DampingBp, 8_500).Data);
        proposal = (await new Ballots(world).ProposeAsync(1, "# Let credit count for more\n\nIt should.", call)).ToString(CultureInfo.InvariantCulture);
        await site.Node.UntilAsync($"/api/proposals/{proposal}", _ => true);
        foreach (var look in Look.All)
            tabs.Add((look, await site.OpenAsync(look)));
    }

    [OneTimeTearDown]
    public async Task End()
    {
        foreach (var (_, tab) in tabs)
            await tab.DisposeAsync();
        site.Dispose();
    }

    [TestCase("home", "")]
    [TestCase("record", "#/record")]
    [TestCase("evaluate", "#/evaluate")]
    [TestCase("activity", "#/activity")]
    [TestCase("me", "#/me")]
    [TestCase("people", "#/people")]
    [TestCase("member", "#/people/2?epoch=1")]
    [TestCase("member-none", "#/people/99")]
    [TestCase("review", "#/people/1/review")]
    [TestCase("review-none", "#/people/99/review")]
    [TestCase("organization", "#/organization")]
    [TestCase("contributions", "#/contributions")]
    [TestCase("contribution", "#/contributions/{contribution}")]
    [TestCase("contribution-none", "#/contributions/0x12")]
    [TestCase("settlements", "#/settlements")]
    [TestCase("settlement", "#/settlements/1")]
    [TestCase("settlement-none", "#/settlements/99")]
    [TestCase("verify", "#/verify")]
    [TestCase("simulate", "#/simulate?epoch=1&dampingBp=8500")]
    [TestCase("propose", "#/propose?dampingBp=8500&bond=2000000000000000000")]
    [TestCase("delegate", "#/delegate")]
    [TestCase("parameters", "#/parameters")]
    [TestCase("proposals", "#/proposals")]
    [TestCase("proposal", "#/proposals/{proposal}")]
    [TestCase("proposal-none", "#/proposals/1")]
    [TestCase("node", "#/node")]
    public async Task A_page_opens_in_both_themes_and_languages_and_axe_finds_nothing(string name, string path)
    {
        var address = path.Replace("{contribution}", contribution, StringComparison.Ordinal).Replace("{proposal}", proposal, StringComparison.Ordinal);
        foreach (var (look, tab) in tabs)
        {
            await tab.LeaveAsync();
            // What is not there is answered with 404, which browsers write to the console whatever the page does with it.
            tab.Expected = name.EndsWith("-none", StringComparison.Ordinal) ? NotFound() : Tab.Nothing();
            await tab.GoAsync(address);
            await tab.PhotographAsync($"{name}-{look}");
            await tab.AssertAccessibleAsync($"{name} {look}");
            await tab.AssertFitsAsync($"{name} {look}");
            tab.AssertQuiet();
        }
    }

    [Test]
    public async Task What_the_policy_forbids_fails_a_test()
    {
        await using var tab = await site.OpenAsync();
        await tab.GoAsync();
        await tab.Page.EvaluateAsync("document.body.setAttribute('style', 'color: red')");
        Assert.That(tab.Errors, Has.Some.Contains("Content Security Policy"));
    }

    [Test]
    public async Task A_finding_of_axe_fails_a_test()
    {
        await using var tab = await site.OpenAsync();
        await tab.GoAsync();
        await tab.Page.EvaluateAsync("document.body.append(document.createElement('button'))");
        Assert.That(await tab.AxeAsync(), Has.Some.StartsWith("button-name"));
    }

    [GeneratedRegex("status of 404")]
    private static partial Regex NotFound();
}
