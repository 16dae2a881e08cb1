using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>Every page in every look, under the policy that the node sends.</summary>
internal sealed class PageTests
{
    private Site site = null!;

    [OneTimeSetUp]
    public async Task Start() => site = await Site.FoundAsync();

    [OneTimeTearDown]
    public void End() => site.Dispose();

    [TestCase("home", "")]
    [TestCase("me", "#/me")]
    [TestCase("people", "#/people")]
    [TestCase("member", "#/people/2?epoch=1")]
    [TestCase("nobody", "#/people/99")]
    [TestCase("verify", "#/verify")]
    public async Task A_page_opens_in_both_themes_and_languages_and_axe_finds_nothing(string name, string path)
    {
        foreach (var look in Look.All.Append(new Look(ColorScheme.Light, Width: 320)))
        {
            await using var tab = await site.OpenAsync(look);
            await tab.GoAsync(path);
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
}
