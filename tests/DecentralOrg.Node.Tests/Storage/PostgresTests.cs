using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Storage.Postgres;
using DecentralOrg.Node.Tests.Intake;
using Npgsql;

namespace DecentralOrg.Node.Tests.Storage;

/// <summary>What only a server can do to a node.</summary>
internal sealed class PostgresTests
{
    private static PostgresServer Server => PostgresServer.Shared;

    [Test]
    public void One_node_writes_and_another_gets_its_turn_when_that_has_ended()
    {
        var name = Server.NewDatabase();
        using (PostgresDatabase.Open(Server.ConnectionTo(name)))
        {
            Assert.That(() => PostgresDatabase.Open(Server.ConnectionTo(name)), Refused(StorageFailure.InUse, "in use by another node"));
            Server.Execute(name, "CREATE SCHEMA other");
            using var beside = PostgresDatabase.Open(Server.ConnectionTo(name) + ";Search Path=other");
        }
        using var next = PostgresDatabase.Open(Server.ConnectionTo(name));
    }

    [Test]
    public async Task A_node_that_is_started_while_the_one_before_it_ends_waits_for_it()
    {
        var name = Server.NewDatabase();
        var before = PostgresDatabase.Open(Server.ConnectionTo(name));
        var after = Task.Run(() => PostgresDatabase.Open(Server.ConnectionTo(name)));
        using (var looking = Server.Connect("postgres"))
        using (var waits = new NpgsqlCommand($"SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = '{name}' AND NOT granted)", looking))
            Assert.That(() => waits.ExecuteScalar(), Is.True.After(5).Seconds.PollEvery(20).MilliSeconds);
        before.Dispose();
        using var database = await after;
        await new Alarms(database, TimeProvider.System).RaiseAsync("kept", "By the next one.");
    }

    [Test]
    public async Task A_connection_that_is_lost_is_told_and_never_made_again_because_the_lock_went_with_it()
    {
        var name = Server.NewDatabase();
        using var database = PostgresDatabase.Open(Server.ConnectionTo(name));
        var alarms = new Alarms(database, TimeProvider.System);
        await alarms.RaiseAsync("kept", "Committed before.");
        Server.Execute("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        Assert.That(() => alarms.RaiseAsync("lost", "Not committed."), Refused(StorageFailure.Unreachable, "Start the node again when the server is there; nothing that was committed is lost"));
        using var other = PostgresDatabase.Open(Server.ConnectionTo(name));
        Assert.That(() => alarms.RaiseAsync("late", "The other one has the lock."), Refused(StorageFailure.Unreachable, "was lost"));
        Assert.That(new Alarms(other, TimeProvider.System).All().Select(alarm => alarm.Name), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public async Task One_that_only_reads_sees_what_is_committed_beside_the_one_that_writes_and_writes_nothing()
    {
        var name = Server.NewDatabase();
        Assert.That(() => PostgresDatabase.OpenReplica(Server.ConnectionTo(name)), Refused(StorageFailure.TooOld, "Start the one that writes first"));
        using var writer = PostgresDatabase.Open(Server.ConnectionTo(name));
        using var replica = PostgresDatabase.OpenReplica(Server.ConnectionTo(name));
        using var another = PostgresDatabase.OpenReplica(Server.ConnectionTo(name));
        await new Alarms(writer, TimeProvider.System).RaiseAsync("seen", "By both.");
        foreach (var each in (Database[])[replica, another])
            Assert.That(new Alarms(each, TimeProvider.System).All().Select(alarm => alarm.Name), Is.EqualTo(new[] { "seen" }));
        Assert.That(() => new Alarms(replica, TimeProvider.System).LowerAsync("seen"), Throws.InvalidOperationException);
    }

    [Test]
    public async Task An_intake_that_may_not_write_any_more_refuses_and_ends_so_that_the_process_does()
    {
        using var storage = TestStorage.New(StorageKind.Postgres);
        await using var world = IntakeWorld.Open(storage);
        storage.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        var answer = await world.PostAsync(IntakeWorld.Contribution(1));
        Assert.That((answer as Refused)?.Name, Is.EqualTo(nameof(IntakeRefusal.StorageUnavailable)));
        Assert.That(world.StopAsync, Refused(StorageFailure.Unreachable, "Start the node again when the server is there; nothing that was committed is lost"));
    }

    [Test]
    public void What_the_server_is_set_to_endangers_neither_a_commit_nor_the_lock()
    {
        var name = Server.NewDatabase();
        foreach (var setting in (string[])["synchronous_commit = off", "idle_session_timeout = '1s'", "lock_timeout = 0", "default_transaction_isolation = serializable"])
            Server.Execute("postgres", $"ALTER DATABASE {name} SET {setting}");
        using var database = PostgresDatabase.Open(Server.ConnectionTo(name) + ";Options=-c work_mem=1MB");
        string[] asked = ["synchronous_commit", "idle_session_timeout", "lock_timeout", "transaction_isolation", "work_mem"];
        var told = database.WriteAsync(session => asked.SelectMany(setting => session.Query($"SHOW {setting}", row => row.GetString(0))).ToList());
        Assert.That(told.GetAwaiter().GetResult(), Is.EqualTo(new[] { "on", "0", "5s", "read committed", "1MB" }), "the last is the operator's own");
    }

    [Test]
    public async Task Of_several_servers_the_one_that_is_written_to_is_used()
    {
        var connection = new NpgsqlConnectionStringBuilder(Server.ConnectionTo(Server.NewDatabase()));
        connection.Host = $"/nowhere,{connection.Host}";
        using var database = PostgresDatabase.Open(connection.ConnectionString);
        var alarms = new Alarms(database, TimeProvider.System);
        await alarms.RaiseAsync("kept", "On the one that answers.");
        Assert.That(alarms.IsRaised("kept"));
    }

    [TestCase("53100", StorageFailure.DiskFull, "Make room on the server's disk; nothing that was accepted is lost. Then start the node again", false)]
    [TestCase("53200", StorageFailure.InUse, "use the server up", false)]
    [TestCase("40P01", StorageFailure.InUse, "hold a lock", true)]
    [TestCase("57014", StorageFailure.InUse, "let them end", true)]
    [TestCase("58030", StorageFailure.DiskFailed, "the server's log", false)]
    [TestCase("25006", StorageFailure.DirectoryUnusable, "the right to write, on the primary server", false)]
    [TestCase("57P01", StorageFailure.Unreachable, "Start the node again", false)]
    [TestCase("25P03", StorageFailure.Unreachable, "Start the node again", false)]
    [TestCase("XX001", StorageFailure.Damaged, "Restore the last backup", false)]
    public async Task What_a_server_refuses_is_told_with_what_to_do_and_leaves_nothing(string code, StorageFailure reason, string advice, bool mayPass)
    {
        var name = Server.NewDatabase();
        using (var database = PostgresDatabase.Open(Server.ConnectionTo(name)))
        {
            Server.Execute(name, $"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'As the test says' USING ERRCODE = '{code}'; END $$");
            Server.Execute(name, "CREATE TRIGGER refuses AFTER INSERT ON alarms FOR EACH ROW EXECUTE FUNCTION refuse()");
            Assert.That(
                () => new Alarms(database, TimeProvider.System).RaiseAsync("refused", "Not committed."),
                Refused(reason, advice).With.Message.Contains("As the test says").With.Property("MayPass").EqualTo(mayPass));
        }
        Server.Execute(name, "DROP TRIGGER refuses ON alarms");
        using var again = PostgresDatabase.Open(Server.ConnectionTo(name));
        await new Alarms(again, TimeProvider.System).RaiseAsync("kept", "Afterwards.");
        Assert.That(new Alarms(again, TimeProvider.System).All().Select(alarm => alarm.Name), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public void A_server_that_takes_too_long_is_waited_for()
    {
        using var database = PostgresDatabase.Open(Server.ConnectionTo(Server.NewDatabase()) + ";Command Timeout=1");
        Assert.That(() => database.WriteAsync(session => session.Number("SELECT 1 FROM pg_sleep(600)")), Refused(StorageFailure.InUse, "did not answer in time"));
        Assert.That(() => database.Read(session => session.Number("SELECT 1 FROM pg_sleep(600)")), Refused(StorageFailure.InUse, "did not answer in time"));
        Assert.That(database.WriteAsync(session => session.Number("SELECT 1")).GetAwaiter().GetResult(), Is.EqualTo(1));
    }

    [TestCase("Host", "/nowhere", StorageFailure.Unreachable, "Is the server running")]
    [TestCase("Password", "wrong", StorageFailure.Unreachable, "PGPASSWORD")]
    [TestCase("Password", "", StorageFailure.Unreachable, "PGPASSWORD")]
    [TestCase("Options", "-c unknown_to_this_version=1", StorageFailure.Unreachable, "PostgreSQL 15 or later")]
    [TestCase("Username", "nobody", StorageFailure.Unreachable, "Give the right user")]
    [TestCase("Database", "none", StorageFailure.Unreachable, "Create the database")]
    public void What_does_not_lead_to_a_database_is_said_without_what_is_secret(string key, string value, StorageFailure reason, string advice)
    {
        var connection = new NpgsqlConnectionStringBuilder(Server.ConnectionTo(Server.NewDatabase())) { [key] = value }.ConnectionString;
        Assert.That(() => PostgresDatabase.Open(connection), Refused(reason, advice).And.Message.Not.Contain("secret"));
    }

    [Test]
    public void What_an_extension_made_is_no_other_programs()
    {
        var name = Server.NewDatabase();
        Server.Execute(name, "CREATE EXTENSION pg_stat_statements");
        using var database = PostgresDatabase.Open(Server.ConnectionTo(name));
    }

    [Test]
    public void Another_programs_tables_are_seen_also_by_a_user_who_may_not_touch_them()
    {
        var name = Server.NewDatabase();
        Server.Execute(name, "CREATE ROLE guest LOGIN PASSWORD 'visits'; GRANT CREATE ON SCHEMA public TO guest; CREATE TABLE customers (name TEXT)");
        var connection = new NpgsqlConnectionStringBuilder(Server.ConnectionTo(name)) { Username = "guest", Password = "visits" }.ConnectionString;
        Assert.That(() => PostgresDatabase.Open(connection), Refused(StorageFailure.Damaged, "the tables of another program"));
    }

    [Test]
    public void A_backup_that_was_restored_without_its_rows_is_refused()
    {
        var name = Server.NewDatabase();
        PostgresDatabase.Open(Server.ConnectionTo(name)).Dispose();
        Server.Execute(name, "DELETE FROM dorg_schema");
        Assert.That(() => PostgresDatabase.Open(Server.ConnectionTo(name)), Refused(StorageFailure.Damaged, "restore all of the backup"));
    }

    [Test]
    public void A_user_who_may_not_write_is_said()
    {
        var name = Server.NewDatabase();
        Server.Execute(name, "CREATE ROLE reader LOGIN PASSWORD 'reads'; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        var connection = new NpgsqlConnectionStringBuilder(Server.ConnectionTo(name)) { Username = "reader", Password = "reads" }.ConnectionString;
        Assert.That(() => PostgresDatabase.Open(connection), Refused(StorageFailure.DirectoryUnusable, "the right to write"));
    }

    [TestCase("Host=db.example.org;Username=dorg;Password=secret;Database=dorg", "pg_dump --format=custom --file=node.dump 'host=db.example.org user=dorg dbname=dorg'")]
    [TestCase("Host=::1;Port=5433;Database=two words;SSL Mode=VerifyFull;Search Path=one, two", "pg_dump --format=custom --file=node.dump --schema=one 'host=::1 port=5433 dbname='\\''two words'\\'' sslmode=verify-full'")]
    public void The_command_of_a_backup_reaches_what_the_node_does_without_the_password(string connection, string command) =>
        Assert.That(PostgresBackup.Command(connection, "node.dump"), Is.EqualTo(command));

    private static NUnit.Framework.Constraints.EqualConstraint<StorageFailure> Refused(StorageFailure reason, string words) =>
        Throws.TypeOf<StorageException>().With.Message.Contains(words).And.Property("Reason").EqualTo(reason);
}
