namespace DecentralOrg.Node.Importing;

/// <summary>Tells people apart by e-mail, then by name, and numbers them in order of appearance.</summary>
internal sealed class PeopleRegister
{
    private readonly List<Person> people = [];
    private readonly Dictionary<string, int> byEmail = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> byName = new(StringComparer.Ordinal);

    internal IReadOnlyList<Person> People => people;

    internal int NumberOf(string name, string email)
    {
        name = Clean(name);
        email = email.Trim().ToLowerInvariant();
        var key = name.ToLowerInvariant();
        // Git allows an author without e-mail; two of them are not the same person for that.
        var number = email.Length > 0 && byEmail.TryGetValue(email, out var known) ? known
            : key.Length > 0 && byName.TryGetValue(key, out known) ? known
            : people.Count;
        if (number == people.Count)
            people.Add(new Person(number, name, email));
        if (email.Length > 0)
            byEmail.TryAdd(email, number);
        if (key.Length > 0)
            byName.TryAdd(key, number);
        return number;
    }

    /// <summary>The number of a person known by a pseudonym alone, letter by letter.</summary>
    internal int NumberOf(string pseudonym)
    {
        if (!byName.TryGetValue(pseudonym, out var number))
        {
            byName.Add(pseudonym, number = people.Count);
            people.Add(new Person(number, pseudonym, pseudonym));
        }
        return number;
    }

    private static string Clean(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Trim('"', '\'', ' ');
}
