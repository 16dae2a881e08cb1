using System.Text.RegularExpressions;

namespace DecentralOrg.Node.Importing;

/// <summary>A line of a commit's body that names somebody, or a commit.</summary>
/// <param name="Key">The key, in lower case.</param>
/// <param name="Name">The name as written, or the hex digits of a commit.</param>
/// <param name="Email">The e-mail as written; empty for a commit.</param>
internal readonly record struct Trailer(string Key, string Name, string Email);

/// <summary>
/// Reads a commit's body line by line. Git's own trailer parser sees the last paragraph only, and projects that paste
/// reviews above their sign-offs would lose them.
/// </summary>
internal static partial class CommitText
{
    internal const string CoAuthor = "co-authored-by";
    internal const string Fixes = "fixes";

    private static readonly Dictionary<string, ScoreKind> Kinds = new(StringComparer.Ordinal)
    {
        ["reviewed-by"] = ScoreKind.Reviewed,
        ["tested-by"] = ScoreKind.Tested,
        ["acked-by"] = ScoreKind.Acked,
        ["suggested-by"] = ScoreKind.Suggested,
        ["helped-by"] = ScoreKind.Helped,
        ["mentored-by"] = ScoreKind.Mentored,
        ["reported-by"] = ScoreKind.Reported,
    };

    /// <summary>The kind of score that a key in lower case stands for, or null.</summary>
    internal static ScoreKind? KindOf(string key) => Kinds.TryGetValue(key, out var kind) ? kind : null;

    /// <summary>The lines with a known key and a value of its form, from the top.</summary>
    internal static IEnumerable<Trailer> Trailers(string body)
    {
        foreach (var line in body.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue;
            var key = line[..colon].Trim().ToLowerInvariant();
            var value = line[(colon + 1)..].Trim();
            if (key == Fixes)
            {
                if (CommitDigits().Match(value) is { Success: true } digits)
                    yield return new Trailer(key, digits.Value, "");
            }
            else if ((key == CoAuthor || Kinds.ContainsKey(key)) && NameAndEmail().Match(value) is { Success: true } person)
            {
                yield return new Trailer(key, person.Groups["name"].Value, person.Groups["email"].Value);
            }
        }
    }

    [GeneratedRegex("^[0-9a-f]{8,40}", RegexOptions.CultureInvariant)]
    private static partial Regex CommitDigits();

    [GeneratedRegex(@"^(?<name>[^<>]*)<(?<email>[^<>\s]+@[^<>\s]+)>", RegexOptions.CultureInvariant)]
    private static partial Regex NameAndEmail();
}
