using System.Data.Common;
using System.Text;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Storage;

/// <summary>SQL within one transaction. Statements are prepared once for a connection; their texts are constants of the program.</summary>
internal sealed class Session(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> prepared = [];

    /// <summary>The transaction that every statement is part of.</summary>
    public DbTransaction? Transaction { get; set; }

    /// <summary>Runs a statement and gives the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>All rows of a query.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var rows = Prepare(sql, parameters).ExecuteReader();
        var all = new List<T>();
        while (rows.Read())
            all.Add(read(rows));
        return all;
    }

    /// <summary>The only row of a query, or nothing.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public T? QueryOne<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where T : class => Query(sql, read, parameters).SingleOrDefault();

    /// <summary>A number, or null where the query gives none.</summary>
    public long? Number(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Prepare(sql, parameters).ExecuteScalar() switch
        {
            null or DBNull => null,
            var value => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }
            prepared.Add(sql, command);
        }
        command.Transaction = Transaction;
        for (var i = 0; i < parameters.Length; i++)
            command.Parameters[i].Value = Stored(parameters[i].Value);
        return command;
    }

    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        // SQL has no unsigned numbers; a block number or time beyond 2^63 is no such thing.
        ulong number => checked((long)number),
        uint number => (long)number,
        Bytes32 hash => hash.ToArray(),
        Address account => account.ToArray(),
        // Sentences hold what endpoints say; PostgreSQL takes neither half a character nor NUL.
        string text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD'),
        _ => value,
    };
}
