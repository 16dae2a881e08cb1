using DecentralOrg.Node.Importing;

namespace DecentralOrg.Node.Tests.Importing;

internal sealed class CsvHistoryTests
{
    private const string Header = "id,time,author,coauthors,domain,lines,builds_on\n";
    private const string EvaluationsHeader = "evaluator,contribution,kind,time\n";
    private const string TwoCommits = Header + "00000000aaaa,2000,ann,bob;ann;bob,lib,5,\n00000000bbbb,1000,cy,,,0,00000000aaaa;00000000aaaa\n";

    private TemporaryFolder folder = null!;

    [SetUp]
    public void Make_a_folder() => folder = new TemporaryFolder();

    [TearDown]
    public void Remove_it() => folder.Dispose();

    [Test]
    public void Two_files_make_a_history()
    {
        Write(TwoCommits, EvaluationsHeader + """
            dee,00000000bbbb,suggested,1000
            dee,00000000bbbb,suggested,1000
            cy,00000000bbbb,acked,1000
            Cy,00000000aaaa,reviewed,2000
            bob,00000000aaaa,tested,2000

            """);

        var history = CsvHistory.Read(folder.Path);

        Assert.That(history.People.Select(person => person.Name), Is.EqualTo(new[] { "ann", "bob", "Cy", "cy", "dee" }));
        Assert.That(history.Commits.Select(commit => commit.Authors), Is.EqualTo(new int[][] { [0, 1], [3] }));
        Assert.That(history.Commits.Select(commit => commit.BuildsOn), Is.EqualTo(new int[][] { [], [0] }));
        Assert.That(history.Commits.Select(commit => commit.Area), Is.EqualTo(new[] { "lib", "root" }));
        Assert.That(history.Earliest, Is.EqualTo(1000));
        Assert.That(history.Scores, Is.EqualTo(new Score[]
        {
            new(2, 0, 0, ScoreKind.Reviewed),
            new(3, 0, 1, ScoreKind.Fixes),
            new(4, 1, 1, ScoreKind.Suggested),
        }));
    }

    [Test]
    public void A_missing_file_is_refused()
    {
        Refused(ImportRefusal.FileMissing, CsvHistory.ContributionsFile);
        folder.Write(CsvHistory.ContributionsFile, TwoCommits);
        Refused(ImportRefusal.FileMissing, CsvHistory.EvaluationsFile);
    }

    [TestCase("", TestName = "An_empty_file_has_the_wrong_header")]
    [TestCase("time,id,author,coauthors,domain,lines,builds_on\n", TestName = "Columns_in_another_order_are_the_wrong_header")]
    public void Another_header_is_refused(string contributions)
    {
        Write(contributions, EvaluationsHeader);
        Refused(ImportRefusal.WrongHeader, "line 1");
    }

    [Test]
    public void A_header_alone_is_refused()
    {
        Write(Header, EvaluationsHeader);
        Refused(ImportRefusal.EmptyHistory, "no lines");
    }

    [TestCase("00000000cccc,1,ann,,lib,5", "6 fields")]
    [TestCase("00000000cccc,1,ann,,lib,5,,", "8 fields")]
    [TestCase("0000cccc0000CC,1,ann,,lib,5,", "hex digits")]
    [TestCase("0000ccc,1,ann,,lib,5,", "hex digits")]
    [TestCase("00000000cccc,-1,ann,,lib,5,", "time '-1'")]
    [TestCase("00000000cccc,1,,,lib,5,", "author is empty")]
    [TestCase("00000000cccc,1,ann,,lib,many,", "lines 'many'")]
    [TestCase("00000000cccc,1,ann,,lib,5,00000000dddd", "no earlier line")]
    [TestCase("00000000cccc,1,ann,,lib,5,00000000cccc", "no earlier line")]
    [TestCase("00000000aaaa,1,ann,,lib,5,", "earlier line as well")]
    [TestCase("00000000cccc,1,a\"nn,,lib,5,", "not CSV")]
    [TestCase("00000000cccc,1,\"ann\n,,lib,5,", "not CSV")]
    public void A_bad_contribution_is_refused_with_its_line(string line, string words)
    {
        Write(TwoCommits + line + "\n", EvaluationsHeader);
        Refused(ImportRefusal.BadRow, $"{CsvHistory.ContributionsFile}, line 4: ", words);
    }

    [TestCase("dee,00000000cccc,acked,1", "not in contributions.csv")]
    [TestCase("dee,00000000aaaa,liked,1", "kind 'liked'")]
    [TestCase(",00000000aaaa,acked,1", "evaluator is empty")]
    [TestCase("dee,00000000aaaa,acked,noon", "time 'noon'")]
    public void A_bad_evaluation_is_refused_with_its_line(string line, string words)
    {
        Write(TwoCommits, EvaluationsHeader + line + "\n");
        Refused(ImportRefusal.BadRow, $"{CsvHistory.EvaluationsFile}, line 2: ", words);
    }

    private void Write(string contributions, string evaluations)
    {
        folder.Write(CsvHistory.ContributionsFile, contributions);
        folder.Write(CsvHistory.EvaluationsFile, evaluations);
    }

    private void Refused(ImportRefusal reason, params string[] words)
    {
        var refusal = Assert.Throws<ImportException>(() => CsvHistory.Read(folder.Path));
        Assert.That(refusal!.Reason, Is.EqualTo(reason));
        Assert.That(words, Is.All.Matches<string>(word => refusal.Message.Contains(word, StringComparison.Ordinal)), refusal.Message);
    }
}
