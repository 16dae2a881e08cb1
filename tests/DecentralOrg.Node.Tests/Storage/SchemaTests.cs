using System.Data.Common;

namespace DecentralOrg.Node.Tests.Storage;

/// <summary>The migrations make the same of every database.</summary>
internal sealed class SchemaTests
{
    private const string Columns =
        """
        SELECT tables.name, columns.name, columns.type, columns."notnull" <> 0 OR columns.pk <> 0
        FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'
        """;

    private const string ServerColumns =
        """
        SELECT table_name, column_name, CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB' ELSE upper(data_type) END, is_nullable = 'NO'
        FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'dorg_schema'
        """;

    private const string Indexes =
        """
        SELECT tables.name, indexes."unique" <> 0, indexes.partial <> 0, group_concat(columns.name, ',')
        FROM sqlite_schema AS tables JOIN pragma_index_list(tables.name) AS indexes JOIN pragma_index_info(indexes.name) AS columns
        WHERE tables.type = 'table' AND indexes.origin <> 'pk' GROUP BY indexes.name
        """;

    private const string ServerIndexes =
        """
        SELECT indrelid::regclass::text, indisunique, indpred IS NOT NULL,
            (SELECT string_agg(attname, ',' ORDER BY place) FROM unnest(indkey) WITH ORDINALITY AS keys (number, place) JOIN pg_attribute ON attrelid = indrelid AND attnum = number)
        FROM pg_index JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace = current_schema()::regnamespace AND NOT indisprimary
        """;

    [Test]
    public void Both_have_the_same_tables_columns_and_indexes()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Lines(StorageKind.Postgres, ServerColumns), Is.EquivalentTo(Lines(StorageKind.Sqlite, Columns)).And.Not.Empty);
            Assert.That(Lines(StorageKind.Postgres, ServerIndexes), Is.EquivalentTo(Lines(StorageKind.Sqlite, Indexes)).And.Not.Empty);
        });
    }

    private static List<string> Lines(StorageKind kind, string sql)
    {
        using var storage = TestStorage.New(kind);
        using var database = storage.Open();
        return database.Read(session => session.Query(sql, Line));
    }

    private static string Line(DbDataReader row) =>
        string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(column => row[column] is bool truth ? (truth ? 1L : 0L) : row[column]));
}
