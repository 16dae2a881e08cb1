namespace DecentralOrg.Node.Importing;

/// <summary>Sums the changed lines of one commit by top folder.</summary>
internal sealed class ChangedFiles
{
    private const string Root = "root";

    private readonly OrderedDictionary<string, long> folders = new(StringComparer.Ordinal);

    internal void Add(string path, long lines)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var folder = slash > 0 ? path[..slash] : Root;
        folders[folder] = folders.GetValueOrDefault(folder) + lines;
    }

    /// <summary>The folder with most lines, the first in the order of adding if several have as many.</summary>
    internal string Area()
    {
        var area = Root;
        var most = -1L;
        foreach (var (folder, lines) in folders)
        {
            if (lines > most)
                (area, most) = (folder, lines);
        }
        return area;
    }
}
