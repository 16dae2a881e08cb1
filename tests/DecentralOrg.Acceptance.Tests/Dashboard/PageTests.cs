using System.Globalization;
using DecentralOrg.Acceptance.Tests.Governing;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Organizations;
using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>Every page in every look, under the policy that the node sends.</summary>
internal sealed class PageTests
{
    private Site site = null!;
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
    }

    [OneTimeTearDown]
    public void End() => site.Dispose();

    [TestCase("home", "")]
    [TestCase("me", "#/me")]
    [TestCase("people", "#/people")]
    [TestCase("member", "#/people/2?epoch=1")]
    [TestCase("member-none", "#/people/99")]
    [TestCase("organization", "#/organization")]
    [TestCase("contributions", "#/contributions")]
    [TestCase("contribution", "#/contributions/{contribution}")]
    [TestCase("contribution-none", "#/contributions/0x12")]
    [TestCase("settlements", "#/settlements")]
    [TestCase("settlement", "#/settlements/1")]
    [TestCase("settlement-none", "#/settlements/99")]
    [TestCase("verify", "#/verify")]
    [TestCase("parameters", "#/parameters")]
    [TestCase("proposals", "#/proposals")]
    [TestCase("proposal", "#/proposals/{proposal}")]
    [TestCase("proposal-none", "#/proposals/1")]
    [TestCase("node", "#/node")]
    public async Task A_page_opens_in_both_themes_and_languages_and_axe_finds_nothing(string name, string path)
    {
        // What is not there is answered with 404, which browsers write to the console whatever the page does with it.
        foreach (var look in Look.All.Append(new Look(ColorScheme.Light, Width: 320)))
        {
            await using var tab = await site.OpenAsync(look);
            await tab.GoAsync(path.Replace("{contribution}", contribution, StringComparison.Ordinal).Replace("{proposal}", proposal, StringComparison.Ordinal));
            await tab.PhotographAsync($"{name}-{look}");
            await tab.AssertAccessibleAsync($"{name} {look}");
            await tab.AssertFitsAsync($"{name} {look}");
            if (!name.EndsWith("-none", StringComparison.Ordinal))
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
}
