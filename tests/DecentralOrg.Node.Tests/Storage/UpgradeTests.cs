using DecentralOrg.Node.Following;
using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Storage.Sqlite;
using DecentralOrg.Node.Tests.Importing;
using Microsoft.Data.Sqlite;

namespace DecentralOrg.Node.Tests.Storage;

/// <summary>Data that an earlier version of the program wrote.</summary>
internal sealed class UpgradeTests
{
    /// <summary>The last schema that knew no governance.</summary>
    private const int Schema = 4;

    [Test]
    public void What_was_read_without_governance_is_forgotten_and_read_again_and_what_was_accepted_stays()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("node.db");
        Write(file);
        using var database = SqliteDatabase.Open(file);
        var facts = new FactStore(database);
        Assert.Multiple(() =>
        {
            Assert.That((facts.Known(), facts.Cursor(), facts.Finalized(), facts.Logs().Count), Is.EqualTo(((Identity?)null, (ChainPoint?)null, (ChainPoint?)null, 0)));
            Assert.That(database.Read(session => session.Number("SELECT COUNT(*) FROM ledger_records")), Is.Zero);
            Assert.That(database.Read(session => session.Number("SELECT COUNT(*) FROM records")), Is.EqualTo(1));
        });
    }

    private static void Write(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        foreach (var (number, sql) in Migrations.All.Where(migration => migration.Number <= Schema))
            SqliteSchema.Run(connection, $"{sql}; PRAGMA user_version = {number};");
        SqliteSchema.Run(
            connection,
            """
            PRAGMA application_id = 0x646F7267;
            INSERT INTO identity VALUES (1, x'01', x'02', x'03', x'04', x'05', x'06');
            INSERT INTO blocks VALUES (7, x'07', 70);
            INSERT INTO logs VALUES (1, 7, 0, x'03', x'', x'', x'08', 0);
            INSERT INTO finality VALUES (7, x'07');
            INSERT INTO ledger_records VALUES (1, x'09', 7);
            INSERT INTO records (digest, kind, author, epoch, nonce, points, message, signature, accepted_at, place, state, sequence, block, block_hash)
            VALUES (x'09', 0, x'0a', 0, 0, 0, x'', x'', 0, 1, 2, 1, 7, x'07');
            """);
    }
}
