using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>Tests of pages that look at one organization, each in a browser of its own whose console must stay quiet.</summary>
internal abstract class SiteFixture
{
    protected Site Site { get; private set; } = null!;

    protected Tab Tab { get; private set; } = null!;

    protected ILocator Main => Tab.Page.Locator("main");

    /// <summary>What the node is told beside what every node is.</summary>
    protected virtual string[] Settings => [];

    [OneTimeSetUp]
    public async Task Start() => Site = await Site.FoundAsync(Settings);

    [OneTimeTearDown]
    public void End() => Site.Dispose();

    [SetUp]
    public async Task Open() => Tab = await Site.OpenAsync();

    [TearDown]
    public async Task Close()
    {
        await Tab.DisposeAsync();
        Tab.AssertQuiet();
    }
}
