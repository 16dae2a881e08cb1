using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Importing;

/// <summary>Applies the rules that both sources share: who is an author, which score counts, what fixes what.</summary>
internal sealed class HistoryBuilder
{
    private readonly List<Commit> commits = [];
    private readonly List<Score> scores = [];

    /// <summary>Adds the next commit.</summary>
    /// <param name="id">Lower-case hex digits, at most 64.</param>
    /// <param name="time">Unix seconds.</param>
    /// <param name="authors">The author, then co-authors in order; repetitions are dropped.</param>
    /// <param name="area">Cut here to what a record takes.</param>
    /// <param name="title">Cut here to what a record takes.</param>
    /// <param name="buildsOn">Indices of earlier commits; repetitions are dropped.</param>
    /// <param name="trailers">Who did what, in order; repetitions and the authors' own are dropped.</param>
    internal void Add(
        string id,
        long time,
        IEnumerable<int> authors,
        string area,
        string title,
        IEnumerable<int> buildsOn,
        IEnumerable<(int Person, ScoreKind Kind)> trailers)
    {
        var index = commits.Count;
        var commit = new Commit(
            id,
            Bytes32.Parse("0x" + id.PadLeft(2 * Bytes32.Length, '0')),
            time,
            [.. authors.Distinct()],
            TextCut.ToBytes(area, ContributionRules.AreaBytes),
            TextCut.ToBytes(title, ContributionRules.TitleBytes),
            [.. buildsOn.Distinct()]);
        foreach (var fixedCommit in commit.BuildsOn)
        {
            if (!commits[fixedCommit].Authors.Contains(commit.Author))
                scores.Add(new Score(commit.Author, fixedCommit, index, ScoreKind.Fixes));
        }
        foreach (var (person, kind) in trailers.Distinct())
        {
            if (!commit.Authors.Contains(person))
                scores.Add(new Score(person, index, index, kind));
        }
        commits.Add(commit);
    }

    internal int Count => commits.Count;

    internal History Build(IReadOnlyList<Person> people) => new(people, commits, scores);
}
