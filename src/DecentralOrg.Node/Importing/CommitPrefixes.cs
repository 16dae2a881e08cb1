namespace DecentralOrg.Node.Importing;

/// <summary>Finds earlier commits by the first digits of their ids.</summary>
internal sealed class CommitPrefixes
{
    // A Fixes line has at least as many digits, so that no search has to look at every commit.
    private const int Digits = 8;

    private readonly Dictionary<string, List<(string Id, int Index)>> byPrefix = new(StringComparer.Ordinal);

    internal void Add(string id, int index)
    {
        if (!byPrefix.TryGetValue(id[..Digits], out var same))
            byPrefix.Add(id[..Digits], same = []);
        same.Add((id, index));
    }

    /// <summary>The index of the only commit whose id begins with eight or more digits; null for none or several.</summary>
    internal int? Find(string digits)
    {
        if (!byPrefix.TryGetValue(digits[..Digits], out var candidates))
            return null;
        var found = candidates.Where(candidate => candidate.Id.StartsWith(digits, StringComparison.Ordinal)).Take(2).ToList();
        return found.Count == 1 ? found[0].Index : null;
    }
}
