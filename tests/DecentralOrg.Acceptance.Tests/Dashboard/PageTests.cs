namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>Every page in every look, under the policy that the node sends.</summary>
internal sealed class PageTests
{
    private Site site = null!;

    [OneTimeSetUp]
    public async Task Start() => site = await Site.FoundAsync();

    [OneTimeTearDown]
    public void End() => site.Dispose();

    [TestCase("", "home")]
    public async Task A_page_opens_in_both_themes_and_languages_and_axe_finds_nothing(string path, string name)
    {
        foreach (var look in Look.All.Append(new Look(Width: 320)))
        {
            await using var tab = await site.OpenAsync(look);
            await tab.GoAsync(path);
            await tab.PhotographAsync($"{name}-{look}");
            await tab.AssertAccessibleAsync($"{name} {look}");
            await tab.AssertFitsAsync($"{name} {look}");
            tab.AssertQuiet();
        }
    }
}
