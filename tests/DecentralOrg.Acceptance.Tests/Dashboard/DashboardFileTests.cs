using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>How a node serves the dashboard's files, of which there are those that a build left.</summary>
internal sealed partial class DashboardFileTests
{
    private const string Forever = "public, max-age=31536000, immutable";

    private Site site = null!;

    [OneTimeSetUp]
    public async Task Start() => site = await Site.OfAsync(await World.FoundAsync());

    [OneTimeTearDown]
    public void End() => site.Dispose();

    [Test]
    public async Task The_page_is_asked_for_again_each_time_and_its_files_never()
    {
        using var page = await AskAsync("/");
        Assert.That(page.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache"));
        Assert.That(page.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
        var files = await FilesAsync();
        Assert.That(files, Is.Not.Empty);
        foreach (var name in files)
        {
            using var file = await AskAsync(name);
            Assert.Multiple(() =>
            {
                Assert.That(file.StatusCode, Is.EqualTo(HttpStatusCode.OK), name);
                Assert.That(file.Headers.CacheControl!.ToString(), Is.EqualTo(Forever), name);
                Assert.That(file.Content.Headers.ContentType!.ToString(), Is.EqualTo(TypeOf(name)), name);
            });
        }
    }

    [Test]
    public async Task Whoever_has_the_page_is_told_that_it_is_still_the_same()
    {
        using var first = await AskAsync("/");
        using var second = await AskAsync("/", request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task Scripts_come_compressed_to_whoever_takes_that()
    {
        var script = (await FilesAsync()).First(name => name.EndsWith(".js", StringComparison.Ordinal));
        using var file = await AskAsync(script, request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip")));
        Assert.That(file.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
        Assert.That(file.Headers.Vary, Does.Contain("Accept-Encoding"));
    }

    [TestCase("/")]
    [TestCase("/api/organization")]
    [TestCase("/status")]
    [TestCase("/no/such/file.js")]
    public async Task A_page_may_ask_nobody_but_its_node_and_stand_in_no_frame(string path)
    {
        using var answer = await AskAsync(path);
        Assert.Multiple(() =>
        {
            Assert.That(Header(answer, "Content-Security-Policy").Split("; "), Is.EquivalentTo(new[]
            {
                "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "worker-src 'self'", "base-uri 'none'",
                "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types lit-html decentralorg",
            }));
            Assert.That(Header(answer, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(Header(answer, "Referrer-Policy"), Is.EqualTo("no-referrer"));
            Assert.That(Header(answer, "Cross-Origin-Opener-Policy"), Is.EqualTo("same-origin"));
        });
    }

    [Test]
    public async Task The_worker_that_verifies_alone_may_ask_any_endpoint()
    {
        using var answer = await AskAsync("/verify/worker.js");
        Assert.That(Header(answer, "Content-Security-Policy").Split("; "), Is.EquivalentTo(new[]
        {
            "default-src 'none'", "script-src 'self'", "connect-src http: https:", "require-trusted-types-for 'script'", "trusted-types 'none'",
        }));
    }

    [TestCase("/api/organization", "application/json")]
    [TestCase("/health/live", "text/plain")]
    [TestCase("/health/ready", "text/plain")]
    [TestCase("/metrics", "text/plain")]
    [TestCase("/status", "application/json")]
    [TestCase("/openapi/v1.json", "application/json")]
    public async Task Files_stand_before_no_route(string path, string type)
    {
        using var answer = await AskAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo(type));
    }

    [TestCase("/../node.db")]
    [TestCase("/assets/%2e%2e/%2e%2e/dorg.dll")]
    [TestCase("/assets/")]
    [TestCase("/no-such-page")]
    public async Task Nothing_but_the_dashboards_files_is_served(string path)
    {
        using var answer = await AskAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    /// <summary>What the page loads, and what that loads.</summary>
    private async Task<IReadOnlyList<string>> FilesAsync()
    {
        var page = await site.Node.Http.GetStringAsync(new Uri("/", UriKind.Relative));
        return [.. Reference().Matches(page).Select(match => match.Groups[1].Value)];
    }

    private async Task<HttpResponseMessage> AskAsync(string path, Action<HttpRequestMessage>? with = null)
    {
        // As it stands: a client would take the dots out of a path.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        with?.Invoke(request);
        return await site.Node.Http.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "A file of a kind that the dashboard has not had so far."),
    };

    [GeneratedRegex("""(?:src|href)="\.(/[^"]+)["]""")]
    private static partial Regex Reference();
}
