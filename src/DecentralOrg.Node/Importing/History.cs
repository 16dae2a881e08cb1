using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Importing;

/// <summary>Somebody who wrote, reviewed, tested or reported something.</summary>
/// <param name="Number">0, 1, 2, … in order of appearance.</param>
/// <param name="Name">The name he was first seen with; may be empty.</param>
/// <param name="Identity">What tells him apart: the e-mail he was first seen with, in lower case, or a pseudonym.</param>
public sealed record Person(int Number, string Name, string Identity);

/// <summary>One commit that is not a merge.</summary>
/// <param name="Id">The lower-case hex digits that name it.</param>
/// <param name="ContentHash">The id, padded left with zeros.</param>
/// <param name="Time">Committed at, in Unix seconds.</param>
/// <param name="Authors">Numbers of the people: the author, then the co-authors in order, nobody twice.</param>
/// <param name="Area">Top folder with most changed lines, 1..32 bytes of UTF-8; <c>root</c> for none.</param>
/// <param name="Title">The subject, 1..140 bytes of UTF-8.</param>
/// <param name="BuildsOn">Indices of earlier commits that this one fixes, in order, none twice.</param>
public sealed record Commit(
    string Id,
    Bytes32 ContentHash,
    long Time,
    IReadOnlyList<int> Authors,
    string Area,
    string Title,
    IReadOnlyList<int> BuildsOn)
{
    /// <summary>The number of the person who wrote it.</summary>
    public int Author => Authors[0];
}

/// <summary>What somebody thought of a commit, before it is measured against his other scores of the epoch.</summary>
/// <param name="Evaluator">Number of the person who gives it; never one of the commit's authors.</param>
/// <param name="Commit">Index of the commit it is for.</param>
/// <param name="Source">Index of the commit that says so: the same, or the one that fixes it. Its time counts.</param>
/// <param name="Kind">What he did, which decides the value.</param>
public readonly record struct Score(int Evaluator, int Commit, int Source, ScoreKind Kind)
{
    /// <summary>30..80.</summary>
    public int Value => Kind.Value();
}

/// <summary>
/// Contributions and evaluations of a project's past in one form, wherever they were read (protocol, chapter 7).
/// </summary>
public sealed class History
{
    internal History(IReadOnlyList<Person> people, IReadOnlyList<Commit> commits, IReadOnlyList<Score> scores)
    {
        People = people;
        Commits = commits;
        Scores = scores;
        Earliest = commits.Min(commit => commit.Time);
    }

    /// <summary>Everybody, by number.</summary>
    public IReadOnlyList<Person> People { get; }

    /// <summary>At least one commit, in the order of the log, which is not the order of their times.</summary>
    public IReadOnlyList<Commit> Commits { get; }

    /// <summary>In the order of the commits that carry them and of the lines in these.</summary>
    public IReadOnlyList<Score> Scores { get; }

    /// <summary>The earliest time of all commits, in Unix seconds, where epoch 0 starts.</summary>
    public long Earliest { get; }

    /// <summary>The number of the epoch that <paramref name="time"/>, not before <see cref="Earliest"/>, falls into.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An earlier time, or epochs of no length.</exception>
    public long EpochOf(long time, long epochSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Earliest);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochSeconds, 1);
        return (time - Earliest) / epochSeconds;
    }
}
