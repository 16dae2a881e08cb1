using DecentralOrg.Node.Importing;

namespace DecentralOrg.Node.Tests.Importing;

[NonParallelizable]
internal sealed class GitRefusalTests
{
    private TemporaryFolder folder = null!;
    private GitRepository repository = null!;

    [SetUp]
    public void Make_a_repository()
    {
        folder = new TemporaryFolder();
        repository = new GitRepository();
        repository.Write("lib/a", "1\n2\n");
        repository.Commit(1000, "Ann", "ann@x.org", "Begin", "", "Reviewed-by: Bob <bob@x.org>");
        repository.Write("lib/a", "1\n");
        repository.Commit(2000, "Bob", "bob@x.org", "Go on");
    }

    [TearDown]
    public void Remove_it()
    {
        repository.Dispose();
        folder.Dispose();
    }

    [Test]
    public void A_missing_folder_is_refused() => Refused(folder.Combine("nowhere"), ImportRefusal.PathMissing, "no folder");

    [Test]
    public void A_folder_outside_any_repository_is_refused() => Refused(folder.Path, ImportRefusal.NotARepository, "in no git repository");

    [Test]
    public void A_repository_without_commits_is_refused()
    {
        repository.Git([], "checkout", "-q", "--orphan", "empty");
        Refused(repository.Path, ImportRefusal.EmptyHistory, "has no commits");
    }

    [Test]
    public void A_shallow_clone_is_refused()
    {
        repository.Git([], "clone", "-q", "--depth", "1", "file://" + repository.Path, folder.Combine("clone"));
        Refused(folder.Combine("clone"), ImportRefusal.ShallowRepository, "fetch --unshallow");
    }

    [Test]
    public void A_broken_repository_is_refused_with_the_words_of_git()
    {
        repository.Write(".git/refs/heads/main", new string('1', 40) + "\n");
        Refused(repository.Path, ImportRefusal.GitFailed, "bad object HEAD");
    }

    [Test]
    public void A_machine_without_git_is_told_so()
    {
        using var path = new Setting("PATH", folder.Path);
        Refused(repository.Path, ImportRefusal.GitMissing, "install it");
    }

    [Test]
    public void Cancelling_ends_the_reading()
    {
        using var source = new CancellationTokenSource();
        var fields = 0;

        Assert.That(
            () => Git.RunAsync(
                repository.Path,
                ["log", "-z", "--format=%H"],
                _ =>
                {
                    fields++;
                    source.Cancel();
                },
                source.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(fields, Is.GreaterThan(0));
        Assert.That(() => GitHistory.ReadAsync(repository.Path, source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_bare_clone_and_a_folder_inside_give_the_same_history()
    {
        repository.Git([], "clone", "-q", "--bare", repository.Path, folder.Combine("bare"));
        var expected = Describe(await GitHistory.ReadAsync(repository.Path));

        Assert.That(Describe(await GitHistory.ReadAsync(folder.Combine("bare"))), Is.EqualTo(expected));
        Assert.That(Describe(await GitHistory.ReadAsync(Path.Combine(repository.Path, "lib"))), Is.EqualTo(expected));
    }

    [Test]
    public async Task Configuration_and_environment_of_the_reader_change_nothing()
    {
        repository.Write("order", "zz/*\n");
        repository.Write("people", "Mallory <mallory@x.org> <ann@x.org>\n");
        repository.Write("attributes", "* -diff\n");
        repository.Write("zz/b", "é\n");
        repository.Write("aa/b", "é\n");
        repository.Commit(3000, "Ann", "ann@x.org", "Café");
        var expected = Describe(await GitHistory.ReadAsync(repository.Path));
        string[] settings =
        [
            "log.showSignature=true", "log.showRoot=false", "log.decorate=full", "color.ui=always", "format.pretty=oneline",
            "i18n.logOutputEncoding=ISO-8859-1", "diff.external=false", "diff.renames=copies", "diff.relative=true",
            "diff.orderFile=order", "mailmap.file=" + Path.Combine(repository.Path, "people"),
            "mailmap.blob=HEAD:people", "core.attributesFile=" + Path.Combine(repository.Path, "attributes"),
        ];
        foreach (var setting in settings)
            repository.Git([], "config", setting[..setting.IndexOf('=', StringComparison.Ordinal)], setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        using var stray = new Setting("GIT_DIR", folder.Path);

        Assert.That(Describe(await GitHistory.ReadAsync(repository.Path)), Is.EqualTo(expected));
    }

    private static string[] Describe(History history) =>
    [
        .. history.People.Select(person => person.ToString()),
        .. history.Commits.Select(commit => $"{commit.Id} {commit.Time} {commit.Area} {commit.Title}"),
        .. history.Scores.Select(score => score.ToString()),
    ];

    private static void Refused(string path, ImportRefusal reason, string words) =>
        Assert.That(
            () => GitHistory.ReadAsync(path),
            Throws.InstanceOf<ImportException>().With.Property(nameof(ImportException.Reason)).EqualTo(reason).And.Message.Contains(words));

    /// <summary>An environment variable of the tests' process, for as long as it is not disposed.</summary>
    private sealed class Setting : IDisposable
    {
        private readonly string name;
        private readonly string? before;

        public Setting(string name, string value)
        {
            this.name = name;
            before = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(name, before);
    }
}
