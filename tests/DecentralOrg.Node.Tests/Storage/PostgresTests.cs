using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Storage.Postgres;
using DecentralOrg.Node.Tests.Intake;

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
    public async Task A_connection_that_is_lost_is_told_and_never_made_again_because_the_lock_went_with_it()
    {
        var name = Server.NewDatabase();
        using var database = PostgresDatabase.Open(Server.ConnectionTo(name));
        var alarms = new Alarms(database, TimeProvider.System);
        await alarms.RaiseAsync("kept", "Committed before.");
        Server.Execute("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        Assert.That(() => alarms.RaiseAsync("lost", "Not committed."), Refused(StorageFailure.Unreachable, "nothing that was committed is lost"));
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
        Assert.That(world.StopAsync, Refused(StorageFailure.Unreachable, "Start the node again"));
    }

    [Test]
    public void A_server_that_acknowledges_before_it_is_durable_is_told_not_to()
    {
        var name = Server.NewDatabase();
        Server.Execute("postgres", $"ALTER DATABASE {name} SET synchronous_commit = off");
        using var database = PostgresDatabase.Open(Server.ConnectionTo(name));
        var told = database.WriteAsync(session => session.Query("SHOW synchronous_commit", row => row.GetString(0)));
        Assert.That(told.GetAwaiter().GetResult(), Is.EqualTo(new[] { "on" }));
    }

    [TestCase("Host", "/nowhere", StorageFailure.Unreachable, "Is the server running")]
    [TestCase("Password", "wrong", StorageFailure.Unreachable, "PGPASSWORD")]
    [TestCase("Username", "nobody", StorageFailure.Unreachable, "Give the right user")]
    [TestCase("Database", "none", StorageFailure.Unreachable, "Create the database")]
    public void What_does_not_lead_to_a_database_is_said_without_what_is_secret(string key, string value, StorageFailure reason, string advice)
    {
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(Server.ConnectionTo(Server.NewDatabase())) { [key] = value }.ConnectionString;
        Assert.That(() => PostgresDatabase.Open(connection), Refused(reason, advice).And.Message.Not.Contain("secret"));
    }

    [Test]
    public void A_user_who_may_not_write_is_said()
    {
        var name = Server.NewDatabase();
        Server.Execute(name, "CREATE ROLE reader LOGIN PASSWORD 'reads'; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(Server.ConnectionTo(name)) { Username = "reader", Password = "reads" }.ConnectionString;
        Assert.That(() => PostgresDatabase.Open(connection), Refused(StorageFailure.DirectoryUnusable, "the right to write"));
    }

    private static NUnit.Framework.Constraints.EqualConstraint<StorageFailure> Refused(StorageFailure reason, string words) =>
        Throws.TypeOf<StorageException>().With.Message.Contains(words).And.Property("Reason").EqualTo(reason);
}
