using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>The page that recomputes, under the policy that lets only its worker ask an endpoint.</summary>
internal sealed class VerifyPageTests : SiteFixture
{
    private ILocator Verdict => Tab.Page.Locator(".verdict");

    [Test]
    public async Task A_bundle_of_the_node_gives_the_root_that_was_posted()
    {
        await Tab.GoAsync("#/verify");
        await StartAsync();
        await Assertions.Expect(Verdict).ToContainTextAsync("Everything follows");
        await Assertions.Expect(Verdict).ToContainTextAsync((await Site.GetAsync("/api/epochs/1"))["settlements"]![0]!["root"]!.ToString());
    }

    [Test]
    public async Task The_whole_organization_is_recomputed_from_an_endpoint_of_ones_own()
    {
        await Tab.GoAsync("#/verify");
        await Tab.Page.GetByLabel("The whole organization").CheckAsync();
        await Tab.Page.GetByLabel("Address of the endpoint").FillAsync(Chains.Url.ToString());
        await StartAsync();
        await Assertions.Expect(Verdict).ToContainTextAsync("Everything follows");
        await Assertions.Expect(Verdict.Locator("dd").First).ToHaveTextAsync($"{Site.World.Organization.Ledger.Sequence}");
        await Assertions.Expect(Verdict.Locator("dl")).Not.ToContainTextAsync("still being checked");
    }

    [Test]
    public async Task The_chain_is_read_through_a_wallet_too()
    {
        using var wallet = new TestWallet(Site.World[0]) { Connected = true };
        await using var mine = await Site.OpenAsync(null, wallet);
        await mine.GoAsync("#/verify");
        await mine.ConnectAsync(wallet);
        await mine.Page.GetByLabel("through my wallet").CheckAsync();
        await mine.Page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();
        await Assertions.Expect(mine.Page.Locator(".verdict")).ToContainTextAsync("Everything follows");
        Assert.That(wallet.Asked, Does.Contain("eth_getLogs"));
        mine.AssertQuiet();
    }

    [Test]
    public async Task A_changed_bundle_shows_the_first_difference_with_both_values()
    {
        var bundle = await Site.Node.Http.GetStringAsync(new Uri("/api/epochs/1/bundle", UriKind.Relative));
        var changed = bundle.Replace("\"points\":501", "\"points\":500", StringComparison.Ordinal);
        Assert.That(changed, Is.Not.EqualTo(bundle));
        await Tab.GoAsync("#/verify");
        await Tab.Page.GetByLabel("A bundle from a file").CheckAsync();
        await Tab.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "epoch-1.jsonl", MimeType = "application/jsonl", Buffer = System.Text.Encoding.UTF8.GetBytes(changed) });
        await Tab.Page.GetByLabel("an endpoint of my own").CheckAsync();
        await Tab.Page.GetByLabel("Address of the endpoint").FillAsync(Chains.Url.ToString());
        await StartAsync();
        await Assertions.Expect(Verdict).ToContainTextAsync("This does not follow");
        await Assertions.Expect(Verdict).ToContainTextAsync("501 points");
        await Assertions.Expect(Verdict).ToContainTextAsync("500 points");
        await Tab.PhotographAsync("verify-difference");
        await Tab.AssertAccessibleAsync("a difference");
    }

    [Test]
    public async Task What_is_no_bundle_is_refused_by_name()
    {
        await Tab.GoAsync("#/verify");
        await Tab.Page.GetByLabel("A bundle from a file").CheckAsync();
        await Tab.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "no.jsonl", MimeType = "application/jsonl", Buffer = "{}\n"u8.ToArray() });
        await StartAsync();
        await Assertions.Expect(Main.Locator("dorg-refusal")).ToContainTextAsync("This is not a bundle");
    }

    [Test]
    public async Task An_endpoint_that_nobody_answers_at_is_told_and_nothing_else_stops()
    {
        Tab.Expected = new System.Text.RegularExpressions.Regex("ERR_CONNECTION_REFUSED");
        await Tab.GoAsync("#/verify");
        await Tab.Page.GetByLabel("The whole organization").CheckAsync();
        await Tab.Page.GetByLabel("Address of the endpoint").FillAsync("http://127.0.0.1:1/");
        await StartAsync();
        await Assertions.Expect(Main.Locator("dorg-refusal")).ToContainTextAsync("The chain could not be read", new() { Timeout = 15_000 });
    }

    [Test]
    public async Task A_verification_that_takes_too_long_is_cancelled()
    {
        var asked = new TaskCompletionSource();
        await using var endpoint = await Endpoint.StartAsync(async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await Tab.GoAsync("#/verify");
        await Tab.Page.GetByLabel("The whole organization").CheckAsync();
        await Tab.Page.GetByLabel("Address of the endpoint").FillAsync(endpoint.Url.ToString());
        await StartAsync();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(15));
        await Tab.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(Tab.Page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true })).ToBeEnabledAsync();
        Assert.That(await Main.Locator("dorg-refusal").CountAsync(), Is.Zero, "a cancelled verification is no error");
    }

    private Task StartAsync() => Tab.Page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();
}
