namespace DecentralOrg.Node.Storage;

/// <summary>What an operator has to know until it is disproven.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RaisedAt">When it was raised first.</param>
/// <param name="Sentence">What happened and what to do.</param>
public sealed record Alarm(string Name, DateTimeOffset RaisedAt, string Sentence);

/// <summary>
/// Alarms, kept with the data: a restart lowers none. Whoever raises one says what disproves it and lowers it then; quiet
/// alone disproves nothing.
/// </summary>
/// <param name="database">The node's database.</param>
/// <param name="time">The clock.</param>
public sealed class Alarms(Database database, TimeProvider time)
{
    /// <summary>
    /// A block that was final is not on the chain that an endpoint shows. Nothing may be published while it is raised: what
    /// the node knows may be taken back.
    /// </summary>
    public const string FinalityViolated = "finality_violated";

    /// <summary>All that are raised, the oldest first.</summary>
    public IReadOnlyList<Alarm> All() => database.Read(session => session.Query(
        "SELECT name, raised_at, sentence FROM alarms ORDER BY raised_at, name",
        row => new Alarm(row.GetString(0), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(1)), row.GetString(2))));

    /// <summary>Whether one is raised.</summary>
    public bool IsRaised(string name) => database.Read(session => session.Number("SELECT COUNT(*) FROM alarms WHERE name = @name", ("@name", name))) > 0;

    /// <summary>Raises one. If it is raised already, it keeps its time and takes the new sentence.</summary>
    /// <exception cref="StorageException">The database could not be written.</exception>
    public Task RaiseAsync(string name, string sentence, CancellationToken stop = default) =>
        database.WriteAsync(session => Raise(session, name, sentence, time.GetUtcNow()), stop);

    /// <summary>Raises one in the same commit as what shows it.</summary>
    internal static void Raise(Session session, string name, string sentence, DateTimeOffset now) => session.Execute(
        "INSERT INTO alarms (name, raised_at, sentence) VALUES (@name, @at, @sentence) ON CONFLICT (name) DO UPDATE SET sentence = excluded.sentence",
        ("@name", name), ("@at", now.ToUnixTimeSeconds()), ("@sentence", sentence));

    /// <summary>Lowers one, because it is disproven.</summary>
    /// <returns>Whether it was raised.</returns>
    /// <exception cref="StorageException">The database could not be written.</exception>
    public async Task<bool> LowerAsync(string name, CancellationToken stop = default) =>
        await database.WriteAsync(session => session.Execute("DELETE FROM alarms WHERE name = @name", ("@name", name)), stop) > 0;
}
