using System.Globalization;
using System.Reflection;

namespace DecentralOrg.Node.Storage;

/// <summary>
/// The numbered SQL texts that make the schema: <c>Migrations/NNN-what.sql</c>. What was released is never changed; a
/// database remembers which of them it has. They are written for SQLite, in words that another database can be told.
/// </summary>
internal static class Migrations
{
    /// <summary>All of them, by number.</summary>
    public static IReadOnlyList<(int Number, string Sql)> All { get; } = [.. Load().OrderBy(migration => migration.Number)];

    /// <summary>The schema that this version of the program makes.</summary>
    public static int Latest => All[^1].Number;

    /// <summary>Refuses a schema that only a newer version knows.</summary>
    /// <exception cref="StorageException">It is one.</exception>
    public static void Check(long version, string name)
    {
        if (version > Latest)
            throw new StorageException(StorageFailure.TooNew, $"{name} was written by a newer version of this program (schema {version}, this one knows {Latest}); install that, or begin with an empty one.");
    }

    private static IEnumerable<(int Number, string Sql)> Load()
    {
        const string folder = ".Storage.Migrations.";
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.IndexOf(folder, StringComparison.Ordinal) is var at and >= 0)
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                yield return (int.Parse(name.AsSpan(at + folder.Length, 3), CultureInfo.InvariantCulture), text.ReadToEnd());
            }
        }
    }
}
