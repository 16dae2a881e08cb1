using DecentralOrg.Node.Following;
using DecentralOrg.Node.Publishing;
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

    /// <summary>The last schema whose budgets had no purse.</summary>
    private const int WithoutPurse = 6;

    private const string Read =
        """
        INSERT INTO identity VALUES (1, x'01', x'02', x'03', x'04', x'05', x'06');
        INSERT INTO blocks VALUES (7, x'07', 70);
        INSERT INTO logs VALUES (1, 7, 0, x'03', x'', x'', x'08', 0);
        INSERT INTO finality VALUES (7, x'07');
        INSERT INTO ledger_records VALUES (1, x'09', 7);
        INSERT INTO records (digest, kind, author, epoch, nonce, points, message, signature, accepted_at, place, state, sequence, block, block_hash)
        VALUES (x'09', 0, x'0a', 0, 0, 0, x'', x'', 0, 1, 2, 1, 7, x'07');
        """;

    [Test]
    public void What_was_read_without_governance_is_forgotten_and_read_again_and_what_was_accepted_stays()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("node.db");
        Write(file, Schema, Read);
        using var database = SqliteDatabase.Open(file);
        var facts = new FactStore(database);
        Assert.Multiple(() =>
        {
            Assert.That((facts.Known(), facts.Cursor(), facts.Finalized(), facts.Logs().Count), Is.EqualTo(((Identity?)null, (ChainPoint?)null, (ChainPoint?)null, 0)));
            Assert.That(database.Read(session => session.Number("SELECT COUNT(*) FROM ledger_records")), Is.Zero);
            Assert.That(database.Read(session => session.Number("SELECT COUNT(*) FROM records")), Is.EqualTo(1));
        });
    }

    [Test]
    public void Votes_that_were_accepted_before_there_was_a_purse_count_against_it()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("node.db");
        Write(file, WithoutPurse, """
            INSERT INTO governance_messages VALUES (1, x'01', 0, x'02', 0, x'03', 7, 0, 'vote/1'), (2, x'04', 0, x'05', 0, x'03', 8, 0, 'vote/2');
            INSERT INTO intents (key, kind, budget, state, sender, calldata, value, fee, created_at, changed_at)
            VALUES ('vote/1', 'vote', 'govern/7/2', 'Final', x'06', x'', '0', '30', 0, 0), ('vote/2', 'vote', 'govern/8/5', 'Wanted', x'06', x'', '0', NULL, 0, 0),
                ('close/7', 'close', 'close/7', 'Final', x'06', x'', '0', '50', 0, 0);
            """);
        using var database = SqliteDatabase.Open(file);
        Assert.Multiple(() =>
        {
            Assert.That(database.Read(session => Intents.Purse(session, "govern/7")), Is.EqualTo(((UInt128)30, 0L)));
            Assert.That(database.Read(session => Intents.Purse(session, "govern/8")), Is.EqualTo((UInt128.Zero, 1L)));
            Assert.That(database.Read(session => session.Number("SELECT COUNT(*) FROM intents WHERE purse IS NULL")), Is.EqualTo(1));
        });
    }

    private static void Write(string file, int schema, string rows)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        foreach (var (number, sql) in Migrations.All.Where(migration => migration.Number <= schema))
            SqliteSchema.Run(connection, $"{sql}; PRAGMA user_version = {number};");
        SqliteSchema.Run(connection, $"PRAGMA application_id = 0x646F7267; {rows}");
    }
}
