using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Importing;

/// <summary>
/// Reads a history from two CSV files. They hold no subjects, so a title is <c>Commit ID in AREA</c>; people are
/// pseudonyms, numbered commit by commit: author, co-authors, evaluators.
/// </summary>
public static class CsvHistory
{
    /// <summary>One line for each commit, in the order of the log.</summary>
    public const string ContributionsFile = "contributions.csv";

    /// <summary>One line for each evaluation; those of one commit in the order of its lines.</summary>
    public const string EvaluationsFile = "evaluations.csv";

    private const string ContributionsHeader = "id,time,author,coauthors,domain,lines,builds_on";
    private const string EvaluationsHeader = "evaluator,contribution,kind,time";
    private const string NoArea = "root";
    private const int MinIdDigits = 8;

    private static readonly Dictionary<string, ScoreKind> Kinds = new(StringComparer.Ordinal)
    {
        ["reported"] = ScoreKind.Reported,
        ["suggested"] = ScoreKind.Suggested,
        ["tested"] = ScoreKind.Tested,
        ["acked"] = ScoreKind.Acked,
        ["reviewed"] = ScoreKind.Reviewed,
    };

    /// <summary>Reads <c>contributions.csv</c> and <c>evaluations.csv</c>.</summary>
    /// <param name="directory">The folder that holds both.</param>
    /// <exception cref="ImportException">A file is missing or has another header, a line breaks a rule, no commits.</exception>
    public static History Read(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var contributions = CsvFile.Read(Path.Combine(directory, ContributionsFile), ContributionsHeader).ToList();
        var evaluations = ReadEvaluations(directory, contributions.Select(row => row[0]).ToHashSet(StringComparer.Ordinal));
        var people = new PeopleRegister();
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        var history = new HistoryBuilder();
        foreach (var row in contributions)
        {
            var id = Id(row);
            var author = people.NumberOf(row.Text(2, "author"));
            var authors = row.List(3).Select(people.NumberOf).Prepend(author).ToList();
            var area = row[4].Length > 0 ? row[4] : NoArea;
            row.Number(5, "lines");
            var buildsOn = row.List(6).Select(other => Earlier(other, indices, row)).ToList();
            var evaluators = evaluations[id].Select(given => (people.NumberOf(given.Evaluator), given.Kind)).ToList();
            history.Add(id, row.Number(1, "time"), authors, area, $"Commit {id} in {area}", buildsOn, evaluators);
            if (!indices.TryAdd(id, indices.Count))
                throw row.Refuse($"the id '{id}' stands on an earlier line as well");
        }
        if (history.Count > 0)
            return history.Build(people.People);
        throw new ImportException(
            ImportRefusal.EmptyHistory, $"{ContributionsFile} has a header and no lines: there is nothing to import from it.");
    }

    private static ILookup<string, (string Evaluator, ScoreKind Kind)> ReadEvaluations(string directory, HashSet<string> ids) =>
        CsvFile.Read(Path.Combine(directory, EvaluationsFile), EvaluationsHeader)
            .Select(row =>
            {
                row.Number(3, "time");
                if (!ids.Contains(row[1]))
                    throw row.Refuse($"the contribution '{row[1]}' is not in {ContributionsFile}");
                if (!Kinds.TryGetValue(row[2], out var kind))
                    throw row.Refuse($"the kind '{row[2]}' is none of {string.Join(", ", Kinds.Keys)}");
                return (Contribution: row[1], Evaluator: row.Text(0, "evaluator"), Kind: kind);
            })
            .ToLookup(given => given.Contribution, given => (given.Evaluator, given.Kind), StringComparer.Ordinal);

    private static int Earlier(string id, Dictionary<string, int> indices, CsvRow row) =>
        indices.TryGetValue(id, out var index) ? index : throw row.Refuse($"it builds on '{id}', which is no earlier line");

    private static string Id(CsvRow row) =>
        row[0].Length is >= MinIdDigits and <= 2 * Bytes32.Length && row[0].All(char.IsAsciiHexDigitLower)
            ? row[0]
            : throw row.Refuse($"the id '{row[0]}' is not 8 to 64 lower-case hex digits");
}
