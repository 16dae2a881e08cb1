using System.Globalization;

namespace DecentralOrg.Node.Importing;

/// <summary>A commit as git tells it.</summary>
internal sealed record GitCommit(
    string Id, long Time, string AuthorName, string AuthorEmail, string Subject, string Body, string Area);

/// <summary>Puts the fields of <c>git log -z --numstat</c> together again, one commit after another.</summary>
internal sealed class GitLogReader(Action<GitCommit> commit)
{
    /// <summary>The six fields that come before the changed files of each commit.</summary>
    internal const string Format = "tformat:%H%x00%ct%x00%aN%x00%aE%x00%s%x00%b";

    private const int HeaderFields = 6;

    private readonly List<string> header = new(HeaderFields);
    private ChangedFiles files = new();

    /// <summary>Takes the next field. A commit is handed over when the next one begins.</summary>
    internal void Accept(string field)
    {
        if (header.Count == HeaderFields)
        {
            if (TryReadChange(field))
                return;
            HandOver();
        }
        if (header.Count > 0)
            header.Add(field);
        else if (field is { Length: 40 or 64 } && field.All(char.IsAsciiHexDigitLower))
            header.Add(field);
        // Versions of git differ in whether an empty field stands between the files of a commit and the next.
        else if (field.Trim('\n').Length > 0)
            throw Unreadable("where a commit id should stand there is something else");
    }

    /// <summary>Hands over the last commit.</summary>
    internal void Complete()
    {
        if (header.Count == HeaderFields)
            HandOver();
        else if (header.Count > 0)
            throw Unreadable("it ends within a commit");
    }

    private bool TryReadChange(string field)
    {
        var parts = field.TrimStart('\n').Split('\t', 3);
        if (parts.Length < 3 || !TryReadLines(parts[0], out var added) || !TryReadLines(parts[1], out var deleted))
            return false;
        files.Add(parts[2], added + deleted);
        return true;
    }

    private static bool TryReadLines(string text, out long lines)
    {
        lines = 0;
        return text == "-" || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out lines);
    }

    private void HandOver()
    {
        if (!long.TryParse(header[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time))
            throw Unreadable($"the time of commit {header[0]} is not a number");
        commit(new GitCommit(header[0], time, header[2], header[3], header[4].Trim(), header[5], files.Area()));
        header.Clear();
        files = new ChangedFiles();
    }

    private static ImportException Unreadable(string what) => new(
        ImportRefusal.UnreadableLog,
        $"The output of git log cannot be understood, {what}: try another version of git (2.30 or newer).");
}
