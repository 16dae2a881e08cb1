using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>A member's review over any period and his time to competence: what the lists of the API give, taken together.</summary>
internal sealed class ReviewPageTests : SiteFixture
{
    /// <summary>Contributes, gets and gives in every epoch.</summary>
    private const int Reviewed = 1;

    [Test]
    public async Task Every_epoch_of_a_review_has_the_numbers_of_the_api()
    {
        await Tab.GoAsync($"#/people/{Reviewed}/review?from=0&to=2");
        var saved = await Tab.SaveTableAsync(Main.Locator("dorg-table[name=review-epochs]"));
        Assert.That(saved.Select(row => row!["epoch"]!.GetValue<int>()), Is.EqualTo(new[] { 0, 1, 2 }));
        foreach (var row in saved)
        {
            var epoch = row!["epoch"]!.GetValue<int>();
            var explained = await Site.GetAsync($"/api/members/{Reviewed}?epoch={epoch}");
            foreach (var name in (string[])["influence", "reward", "reputation"])
                Assert.That(row[name]!.ToString(), Is.EqualTo(explained["member"]![name]!.ToString()), $"{name} of epoch {epoch}");
            Assert.That(row["received"]!.GetValue<long>(), Is.EqualTo(explained["credits"]!.AsArray().Sum(credit => credit!["points"]!.GetValue<long>())));
            Assert.That(row["given"]!.GetValue<long>(), Is.EqualTo((await GivenAsync(epoch)).Sum(credit => credit["points"]!.GetValue<long>())).And.Positive);
            Assert.That(row["contributions"]!.GetValue<int>(), Is.EqualTo((await ContributionsAsync()).Count(made => made["epoch"]!.GetValue<int>() == epoch)).And.Positive);
        }
        await Assertions.Expect(Main.Locator("dl.pairs")).ToContainTextAsync(
            (saved.Sum(row => decimal.Parse(row!["reward"]!.ToString(), CultureInfo.InvariantCulture)) / 1_000_000_000 - 0.005m).ToString("N2", CultureInfo.InvariantCulture));
    }

    [Test]
    public async Task Contributions_and_areas_have_what_their_credits_brought()
    {
        await Tab.GoAsync($"#/people/{Reviewed}/review?from=0&to=1");
        var works = await Tab.SaveTableAsync(Main.Locator("dorg-table[name=review-contributions]"));
        var areas = await Tab.SaveTableAsync(Main.Locator("dorg-table[name=review-areas]"));
        var brought = BigInteger.Zero;
        foreach (var made in (await ContributionsAsync()).Where(made => made["epoch"]!.GetValue<int>() <= 1))
        {
            var own = new BigInteger();
            foreach (var epoch in (int[])[0, 1])
            {
                own = (await Site.GetAsync($"/api/members/{Reviewed}?epoch={epoch}"))["credits"]!.AsArray().Where(credit => credit!["contribution"]!.ToString() == made["id"]!.ToString())
                    .Aggregate(own, (sum, credit) => sum + Number(credit!["influence"]));
            }
            brought += own;
            Assert.That(works.Single(work => work!["id"]!.ToString() == made["id"]!.ToString())!["influence"]!.ToString(), Is.EqualTo(own.ToString(CultureInfo.InvariantCulture)));
        }
        Assert.That(Number(areas.Single(area => area!["area"]!.ToString() == "docs")!["influence"]), Is.EqualTo(brought).And.GreaterThan(BigInteger.Zero));
    }

    [Test]
    public async Task The_period_is_chosen_on_the_page_and_kept_in_its_address()
    {
        await Tab.GoAsync($"#/people/{Reviewed}");
        await Main.GetByRole(AriaRole.Link, new() { Name = "Review of a period" }).ClickAsync();
        await Assertions.Expect(Main.Locator("dorg-table[name=review-epochs] tbody tr")).ToHaveCountAsync(3);
        await Main.GetByLabel("From", new() { Exact = true }).SelectOptionAsync("1");
        await Main.GetByLabel("To", new() { Exact = true }).SelectOptionAsync("1");
        await Assertions.Expect(Main.Locator("dorg-table[name=review-epochs] tbody tr")).ToHaveCountAsync(1);
        Assert.That(Tab.Page.Url, Does.EndWith("/review?from=1&to=1"));
        await Assertions.Expect(Main).ToContainTextAsync("Epochs 1 to 1: from");
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task On_paper_it_is_black_on_white_without_navigation_and_with_whole_accounts(ColorScheme theme)
    {
        await using var tab = await Site.OpenAsync(new Look(theme));
        await tab.GoAsync($"#/people/{Reviewed}/review");
        await tab.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print, ColorScheme = theme });
        // A sheet of A4 between margins of 15 mm.
        await tab.Page.SetViewportSizeAsync(680, 960);
        var main = tab.Page.Locator("main");
        await Assertions.Expect(tab.Page.Locator("dorg-navigation")).Not.ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.Locator("dorg-header")).Not.ToBeVisibleAsync();
        await Assertions.Expect(main.GetByRole(AriaRole.Button, new() { Name = "Print" })).Not.ToBeVisibleAsync();
        var colours = await tab.Page.EvaluateAsync<string[]>("[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.documentElement).color]");
        Assert.That(colours, Is.EqualTo(new[] { "rgb(255, 255, 255)", "rgb(0, 0, 0)" }));
        var recipient = main.Locator("dorg-table[name=review-given] dorg-address .text").First;
        Assert.That(await recipient.EvaluateAsync<string>("text => getComputedStyle(text, '::after').content"), Does.Contain(Site.World[2].Address.ToString()));
        await Assertions.Expect(main.GetByRole(AriaRole.Columnheader, new() { Name = "Reputation" })).ToBeVisibleAsync();
        await tab.AssertFitsAsync("on paper");
        await tab.PhotographAsync($"review-printed-{theme}");
        tab.AssertQuiet();
    }

    [Test]
    public async Task A_long_table_is_printed_whole()
    {
        await Tab.GoAsync($"#/people/{Reviewed}/review");
        var table = Main.Locator("dorg-table[name=review-epochs]");
        await table.EvaluateAsync("table => table.drawn = 1");
        await Assertions.Expect(table.Locator("tbody tr")).ToHaveCountAsync(1);
        await Tab.Page.PdfAsync();
        Assert.That(await table.Locator("tbody tr").CountAsync(), Is.EqualTo(3));
    }

    [Test]
    public async Task The_time_to_competence_follows_from_the_lists_of_members()
    {
        var made = (await ContributionsAsync()).Where(one => one["area"]!.ToString() == "docs").ToList();
        var first = made.Min(one => one["epoch"]!.GetValue<int>());
        int? competent = null;
        for (var epoch = first; epoch < 2 && competent is null; epoch++)
        {
            var all = (await Site.GetAsync($"/api/members?epoch={epoch}"))["items"]!.AsArray().Select(member => (Account: member!["number"]!.GetValue<int>(), Docs: DocsOf(member))).ToList();
            var any = all.Where(one => one.Docs > 0).Select(one => one.Docs).ToList();
            var own = all.Single(one => one.Account == Reviewed).Docs;
            if (any.Count > 0 && any.Count(docs => docs <= own) * 2 >= any.Count)
                competent = epoch;
        }
        await Tab.GoAsync($"#/people/{Reviewed}");
        var saved = (await Tab.SaveTableAsync(Main.Locator("dorg-table[name=competence]"))).Single(row => row!["area"]!.ToString() == "docs")!;
        Assert.Multiple(() =>
        {
            Assert.That(saved["firstEpoch"]!.GetValue<int>(), Is.EqualTo(first));
            Assert.That(saved["competentEpoch"]?.GetValue<int>(), Is.EqualTo(competent).And.Not.Null);
            Assert.That(saved["contributions"]!.GetValue<int>(), Is.EqualTo(made.Count));
        });
    }

    [Test]
    public async Task Who_never_contributed_is_told_so_instead_of_an_empty_table()
    {
        await Tab.GoAsync("#/people/0");
        await Assertions.Expect(Main).ToContainTextAsync("No contribution names this account yet.");
    }

    private static BigInteger DocsOf(JsonNode member) => Number(member["areas"]!.AsArray().FirstOrDefault(area => area!["area"]!.ToString() == "docs")?["influence"] ?? "0");

    private async Task<IReadOnlyList<JsonNode>> ContributionsAsync() =>
        [.. (await Site.GetAsync("/api/contributions?limit=1000"))["items"]!.AsArray().Select(made => made!).Where(made => made["contributor"]!.ToString() == Site.World[Reviewed].Address.ToString())];

    private async Task<IReadOnlyList<JsonNode>> GivenAsync(int epoch)
    {
        var bundle = await Site.Node.Http.GetStringAsync(new Uri($"/api/epochs/{epoch}/bundle", UriKind.Relative));
        return [.. bundle.TrimEnd('\n').Split('\n').Skip(1).Select(line => JsonNode.Parse(line)!).Where(credit => credit["from"]!.GetValue<int>() == Reviewed)];
    }

    private static BigInteger Number(JsonNode? text) => BigInteger.Parse(text!.ToString(), CultureInfo.InvariantCulture);
}
