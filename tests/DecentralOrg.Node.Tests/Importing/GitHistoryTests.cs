using System.Text;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Importing;

namespace DecentralOrg.Node.Tests.Importing;

/// <summary>One repository with everything the rules are about; what must come out of it is written out by hand.</summary>
internal sealed class GitHistoryTests
{
    private const int Ann = 0, Bob = 1, Cy = 2, Dee = 3, Eve = 4, OHara = 5, Zoe = 6, Gus = 7, Jose = 8;

    private readonly List<string> ids = [];
    private History history = null!;

    [OneTimeSetUp]
    public async Task Read_a_repository()
    {
        using var repository = new GitRepository();
        Build(repository);
        history = await GitHistory.ReadAsync(repository.Path);
    }

    private void Build(GitRepository git)
    {
        git.Write(".mailmap", "Ann Ash <ann@x.org> <annie@old.org>\n");
        git.Write("lib/a", "1\n2\n3\n4\n5\n");
        ids.Add(git.Commit(2000, "Ann Ash", "ann@x.org", "Begin", "", "Acked-by: Bob Birch <bob@x.org>"));

        git.Write("src/b", "1\n2\n");
        git.Write("lib/a", "1\n2\n3\n4\n5\n6\n7\n");
        ids.Add(git.Commit(
            1000, "annie", "annie@old.org", "Add b", "",
            "tested-BY :  \"Bob  Birch\" <Bob@X.org>  # on a quiet day", "",
            "Words in the middle: of the body.", "",
            "  Reviewed-by: Bob Birch <bob@x.org>",
            "Reviewed-by: BOB BIRCH <bob@elsewhere.org>",
            "Reviewed-by: Ann Ash <ann@x.org>",
            "Reviewed-by: somebody without an address",
            "Signed-off-by: Zed <zed@x.org>"));

        git.Move("lib/a", "moved/a");
        ids.Add(git.Commit(
            2100, "Bob B.", "bob@x.org", "Move a", "",
            "Co-authored-by: Cy Cole <cy@x.org>",
            "CO-AUTHORED-BY: 'bob birch' <bob@home.org>",
            "Co-authored-by: Cy Cole <cy@x.org>",
            $"Fixes: {ids[0][..8]} (\"Begin\")",
            $"Fixes: {ids[1]}",
            $"Fixes: {ids[1][..12]}",
            "Acked-by: Cy Cole <cy@x.org>",
            "Suggested-by: Dee <dee@x.org>",
            "Helped-by: Dee <dee@x.org>",
            "Mentored-by: Dee Dorn <dee@x.org>"));

        git.Git([], "checkout", "-q", "-b", "side");
        git.Write("top.txt", "1\n");
        var later = git.Commit(5000, "Eve Elm", "eve@x.org", "");
        git.Git([], "checkout", "-q", "main");
        git.Write("img/x.bin", [0, 1, 2, 0]);
        ids.Add(git.Commit(
            4000, "Ann Ash", "ann@x.org", "x" + string.Concat(Enumerable.Repeat("é", 100)), "",
            $"Fixes: {later}",
            "Fixes: 0123456789abcdef",
            $"Fixes: {ids[1][..7]}",
            $"Fixes: {ids[1].ToUpperInvariant()}"));
        ids.Add(later);
        git.Merge(6000, "side", "Merge side", "", "Reviewed-by: Mallory <mallory@x.org>", $"Fixes: {ids[0]}");

        git.Write("a" + string.Concat(Enumerable.Repeat("ñ", 20)) + "/tab\there\nand a line", "1\n");
        ids.Add(git.Commit(
            3500, "Robert", "bob@home.org", "Fix my own", "over two lines", "",
            $"Fixes: {ids[2][..10]}",
            "Reported-by: \"Ann's robot\" <ANN@x.org>",
            "Reported-by: O'Hara <oh@x.org>"));

        ids.Add(git.CommitRaw([.. "Z"u8, 0xFF, .. " <z@x.org>"u8], 7000, [.. "caf"u8, 0xE9, .. "\n\nReviewed-by: G"u8, 0xE9, .. " <g@x.org>\n"u8]));
        ids.Add(git.CommitRaw(
            [.. "Jos"u8, 0xE9, .. " <jose@x.org>"u8], 7500, [.. "Caf"u8, 0xE9, .. "\n\nNothing more.\n"u8], "encoding ISO-8859-1\n"));
    }

    [Test]
    public void People_are_told_apart_by_address_then_name_and_numbered_as_they_appear() =>
        Assert.That(history.People, Is.EqualTo(new Person[]
        {
            new(Ann, "Ann Ash", "ann@x.org"),
            new(Bob, "Bob Birch", "bob@x.org"),
            new(Cy, "Cy Cole", "cy@x.org"),
            new(Dee, "Dee", "dee@x.org"),
            new(Eve, "Eve Elm", "eve@x.org"),
            new(OHara, "O'Hara", "oh@x.org"),
            new(Zoe, "Z\uFFFD", "z@x.org"),
            new(Gus, "G\uFFFD", "g@x.org"),
            new(Jose, "José", "jose@x.org"),
        }));

    [Test]
    public void Commits_come_in_the_order_of_the_log_without_merges()
    {
        Assert.That(history.Commits.Select(commit => commit.Id), Is.EqualTo(ids));
        Assert.That(history.Commits.Select(commit => commit.Time), Is.EqualTo(new[] { 2000, 1000, 2100, 4000, 5000, 3500, 7000, 7500 }));
        Assert.That(history.Earliest, Is.EqualTo(1000));
        Assert.That(history.Commits.Select(commit => history.EpochOf(commit.Time, 1000)), Is.EqualTo(new[] { 1, 0, 1, 3, 4, 2, 6, 6 }));
    }

    [Test]
    public void Co_authors_stand_in_order_without_the_author_and_repetitions() =>
        Assert.That(history.Commits.Select(commit => commit.Authors), Is.EqualTo(new int[][]
        {
            [Ann], [Ann], [Bob, Cy], [Ann], [Eve], [Bob], [Zoe], [Jose],
        }));

    [Test]
    public void The_area_is_the_top_folder_with_most_lines_cut_at_a_character() =>
        Assert.That(history.Commits.Select(commit => commit.Area), Is.EqualTo(new[]
        {
            "lib", "lib", "lib", "img", "root", "a" + string.Concat(Enumerable.Repeat("ñ", 15)), "root", "root",
        }));

    [Test]
    public void The_title_is_the_subject_cut_at_a_character() =>
        Assert.That(history.Commits.Select(commit => commit.Title), Is.EqualTo(new[]
        {
            "Begin", "Add b", "Move a", "x" + string.Concat(Enumerable.Repeat("é", 69)), "(no subject)", "Fix my own over two lines",
            "caf\uFFFD", "Café",
        }));

    [Test]
    public void Only_what_names_exactly_one_earlier_commit_is_fixed() =>
        Assert.That(history.Commits.Select(commit => commit.BuildsOn), Is.EqualTo(new int[][] { [], [], [0, 1], [], [], [2], [], [] }));

    [Test]
    public void Scores_count_once_for_a_person_and_a_key_and_never_from_an_author() =>
        Assert.That(history.Scores, Is.EqualTo(new Score[]
        {
            new(Bob, 0, 0, ScoreKind.Acked),
            new(Bob, 1, 1, ScoreKind.Tested),
            new(Bob, 1, 1, ScoreKind.Reviewed),
            new(Bob, 0, 2, ScoreKind.Fixes),
            new(Bob, 1, 2, ScoreKind.Fixes),
            new(Dee, 2, 2, ScoreKind.Suggested),
            new(Dee, 2, 2, ScoreKind.Helped),
            new(Dee, 2, 2, ScoreKind.Mentored),
            new(Ann, 5, 5, ScoreKind.Reported),
            new(OHara, 5, 5, ScoreKind.Reported),
            new(Gus, 6, 6, ScoreKind.Reviewed),
        }));

    [Test]
    public void Credits_split_each_budget_by_score_and_author_fixes_first()
    {
        var epochs = CreditPlan.For(history, epochSeconds: 1000, pointsPerEpoch: 1000);

        Assert.That(epochs.Select(epoch => epoch.Epoch), Is.EqualTo(new[] { 0, 1, 2, 6 }));
        Assert.That(epochs[0].Credits, Is.EqualTo(new PlannedCredit[] { new(Bob, Ann, 1, 1, 466), new(Bob, Ann, 1, 1, 533) }));
        Assert.That(epochs[1].Credits, Is.EqualTo(new PlannedCredit[]
        {
            new(Bob, Ann, 0, 2, 250),
            new(Bob, Ann, 1, 2, 250),
            new(Bob, Ann, 0, 0, 500),
            new(Dee, Bob, 2, 2, 166),
            new(Dee, Cy, 2, 2, 166),
            new(Dee, Bob, 2, 2, 166),
            new(Dee, Cy, 2, 2, 166),
            new(Dee, Bob, 2, 2, 166),
            new(Dee, Cy, 2, 2, 166),
        }));
        Assert.That(epochs[2].Credits, Is.EqualTo(new PlannedCredit[] { new(Ann, Bob, 5, 5, 1000), new(OHara, Bob, 5, 5, 1000) }));
        Assert.That(epochs[3].Credits, Is.EqualTo(new PlannedCredit[] { new(Gus, Zoe, 6, 6, 1000) }));
    }

    [Test]
    public void Credits_of_no_points_are_left_out() =>
        Assert.That(CreditPlan.For(history, epochSeconds: 1000, pointsPerEpoch: 1).Select(epoch => epoch.Epoch), Is.EqualTo(new[] { 2, 6 }));

    [Test]
    public void Every_commit_becomes_a_contribution_that_the_ledger_takes()
    {
        var records = ImportedRecords.From(history, Accounts.Of);

        Assert.That(records.Contributions.Select(contribution => contribution.Check()), Is.All.EqualTo(Refusal.None));
        Assert.That(records.Ids, Is.EqualTo(records.Contributions.Select(contribution => contribution.Id)).And.Unique);
        var move = records.Contributions[2];
        Assert.That(move.Contributor, Is.EqualTo(Accounts.Of(Bob)));
        Assert.That(move.CoAuthors, Is.EqualTo(new[] { new Author(Accounts.Of(Cy), 5000) }));
        Assert.That(move.BuildsOn, Is.EqualTo(new[] { records.Ids[0], records.Ids[1] }));
        Assert.That(move.ContentHash, Is.EqualTo(Bytes32.Parse("0x" + new string('0', 24) + ids[2])));
        Assert.That(move.Title.ToString(), Is.EqualTo("Move a"));
        Assert.That(move.Area.ToString(), Is.EqualTo("lib"));
        Assert.That(move.Uri.Bytes.Length, Is.Zero);
        Assert.That(Encoding.UTF8.GetByteCount(history.Commits[3].Title), Is.EqualTo(139));
    }
}
