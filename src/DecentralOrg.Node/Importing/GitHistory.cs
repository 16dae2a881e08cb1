namespace DecentralOrg.Node.Importing;

/// <summary>Reads the history of the branch a git repository stands on.</summary>
public static class GitHistory
{
    private const string NoSubject = "(no subject)";

    // What a person's own git configuration could change is said here, so that everybody reads the same history.
    private static readonly string[] LogArguments =
    [
        "-c", "core.quotepath=off", "-c", "log.showSignature=false", "-c", "log.showRoot=true",
        "-c", "mailmap.file=/dev/null", "-c", "mailmap.blob=HEAD:.mailmap", "-c", "core.attributesFile=/dev/null",
        "log", "--no-merges", "--reverse", "--date-order", "--encoding=UTF-8", "--no-color",
        "-z", "--numstat", "--no-renames", "--no-relative", "--no-ext-diff", "--no-textconv", "--diff-algorithm=default",
        "-O/dev/null",
        "--format=" + GitLogReader.Format,
    ];

    /// <summary>Reads all commits reachable from HEAD but merges.</summary>
    /// <param name="path">The repository, bare or not, or a folder in it.</param>
    /// <param name="cancellation">Ends git and the reading.</param>
    /// <exception cref="ImportException">The path, the repository or git is missing, empty, shallow or broken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<History> ReadAsync(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new ImportException(
                ImportRefusal.PathMissing, $"There is no folder '{path}' to read a history from: look at the spelling.");
        }
        await RefuseShallowAsync(path, cancellation);
        var people = new PeopleRegister();
        var earlier = new CommitPrefixes();
        var history = new HistoryBuilder();
        var reader = new GitLogReader(commit => Add(commit, people, earlier, history));
        await Git.RunAsync(path, LogArguments, reader.Accept, cancellation);
        reader.Complete();
        return history.Count == 0 ? throw Git.Empty(path) : history.Build(people.People);
    }

    private static async Task RefuseShallowAsync(string path, CancellationToken cancellation)
    {
        var answer = "";
        await Git.RunAsync(path, ["rev-parse", "--is-shallow-repository"], field => answer = field.Trim(), cancellation);
        if (answer == "true")
        {
            throw new ImportException(
                ImportRefusal.ShallowRepository,
                $"'{path}' is a shallow clone: its first commit would be credited with everything before it. "
                + "Run 'git fetch --unshallow' in it, then import again.");
        }
    }

    private static void Add(GitCommit commit, PeopleRegister people, CommitPrefixes earlier, HistoryBuilder history)
    {
        var authors = new List<int> { people.NumberOf(commit.AuthorName, commit.AuthorEmail) };
        var fixes = new List<int>();
        var scores = new List<(int, ScoreKind)>();
        foreach (var trailer in CommitText.Trailers(commit.Body))
        {
            if (trailer.Key == CommitText.Fixes)
            {
                if (earlier.Find(trailer.Name) is { } index)
                    fixes.Add(index);
                continue;
            }
            var person = people.NumberOf(trailer.Name, trailer.Email);
            if (CommitText.KindOf(trailer.Key) is { } kind)
                scores.Add((person, kind));
            else
                authors.Add(person);
        }
        earlier.Add(commit.Id, history.Count);
        var title = commit.Subject.Length == 0 ? NoSubject : commit.Subject;
        history.Add(commit.Id, commit.Time, authors, commit.Area, title, fixes, scores);
    }
}
