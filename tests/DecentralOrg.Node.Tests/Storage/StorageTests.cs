using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Tests.Storage;

/// <summary>What every database of a node has to keep.</summary>
[TestFixture(StorageKind.Sqlite)]
[TestFixture(StorageKind.Postgres)]
internal sealed class StorageTests(StorageKind kind)
{
    private TestStorage storage = null!;
    private Database database = null!;

    [SetUp]
    public void Open()
    {
        storage = TestStorage.New(kind);
        database = storage.Open();
    }

    [TearDown]
    public void Close()
    {
        database.Dispose();
        storage.Dispose();
    }

    [Test]
    public async Task What_was_committed_is_there_after_a_restart_and_what_threw_is_not()
    {
        await RaiseAsync("kept");
        Assert.That(
            () => database.WriteAsync(session =>
            {
                Alarms.Raise(session, "lost", "Never committed.", DateTimeOffset.UnixEpoch);
                throw new InvalidOperationException("a defect");
            }),
            Throws.InvalidOperationException);
        database.Dispose();
        database = storage.Open();
        Assert.That(Names(), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public async Task A_refused_statement_leaves_nothing_and_the_next_transaction_works()
    {
        await RaiseAsync("first");
        Assert.That(
            () => database.WriteAsync(session =>
            {
                Alarms.Raise(session, "second", "Goes with the refusal.", DateTimeOffset.UnixEpoch);
                session.Execute("INSERT INTO alarms (name, raised_at, sentence) VALUES ('first', 0, 'Twice.')");
            }),
            Throws.InstanceOf<System.Data.Common.DbException>(), "a defect of ours is no fault of the storage");
        await RaiseAsync("third");
        Assert.That(Names(), Is.EqualTo(new[] { "first", "third" }));
    }

    [Test]
    public async Task Whoever_reads_sees_one_moment_beside_whoever_writes()
    {
        await RaiseAsync("before");
        using var reading = new SemaphoreSlim(0);
        using var written = new SemaphoreSlim(0);
        var read = Task.Run(() => database.Read(session =>
        {
            var first = session.Number("SELECT COUNT(*) FROM alarms");
            reading.Release();
            written.Wait();
            return (first, Second: session.Number("SELECT COUNT(*) FROM alarms"));
        }));
        await reading.WaitAsync();
        await RaiseAsync("meanwhile");
        written.Release();
        Assert.That(await read, Is.EqualTo(((long?)1, (long?)1)));
        Assert.That(Names(), Has.Count.EqualTo(2));
    }

    [Test]
    public void Whoever_reads_cannot_write() =>
        Assert.That(() => database.Read(session => session.Execute("DELETE FROM alarms")), Throws.InstanceOf<Exception>());

    [Test]
    public async Task Many_who_write_at_once_take_turns()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() => RaiseAsync($"{number:00}"))));
        Assert.That(Names(), Is.EqualTo(Enumerable.Range(0, 50).Select(number => $"{number:00}")));
    }

    [Test]
    public async Task What_another_program_holds_is_told_in_time_and_goes_on_when_it_lets_go()
    {
        using (storage.Hold())
            Assert.That(() => RaiseAsync("held"), Throws.TypeOf<StorageException>().With.Property("Reason").EqualTo(StorageFailure.InUse).With.Property("MayPass").True);
        await RaiseAsync("kept");
        Assert.That(Names(), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public async Task Every_kind_of_value_comes_back()
    {
        const string odd = "Zwölf Boxkämpfer 🥊 \"; DROP TABLE alarms; --";
        await RaiseAsync(odd);
        Assert.That(Names(), Is.EqualTo(new[] { odd }));
        await database.WriteAsync(session => session.Execute(
            "INSERT INTO blocks (number, hash, timestamp) VALUES (@number, @hash, @time)",
            ("@number", (ulong)long.MaxValue), ("@hash", new Kernel.Bytes32([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 8))])), ("@time", uint.MaxValue)));
        var block = database.Read(session => session.Query("SELECT number, hash, timestamp FROM blocks", row => (row.GetInt64(0), ((byte[])row[1])[31], row.GetInt64(2))));
        Assert.That(block, Is.EqualTo(new[] { (long.MaxValue, (byte)248, (long)uint.MaxValue) }));
        Assert.That(
            () => database.WriteAsync(session => session.Number("SELECT 1 FROM blocks WHERE number = @n", ("@n", ulong.MaxValue))),
            Throws.TypeOf<OverflowException>(), "never another number instead");
    }

    [Test]
    public async Task What_an_endpoint_says_can_be_kept_whatever_it_is()
    {
        await RaiseAsync("half \ud83d and nothing \0");
        Assert.That(Names(), Is.EqualTo(new[] { "half \ufffd and nothing \ufffd" }));
    }

    [Test]
    public async Task Data_of_a_newer_version_is_refused_and_stays()
    {
        await RaiseAsync("kept");
        database.Dispose();
        storage.Execute(kind == StorageKind.Sqlite ? "PRAGMA user_version = 999" : "UPDATE dorg_schema SET version = 999");
        Assert.That(() => storage.Open(), Throws.TypeOf<StorageException>().With.Property("Reason").EqualTo(StorageFailure.TooNew).With.Message.Contains("999"));
        storage.Execute(kind == StorageKind.Sqlite ? $"PRAGMA user_version = {Migrations.Latest}" : $"UPDATE dorg_schema SET version = {Migrations.Latest}");
        database = storage.Open();
        Assert.That(Names(), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public void Data_of_another_program_is_refused()
    {
        using var foreign = TestStorage.New(kind);
        foreign.Execute("CREATE TABLE customers (name TEXT)");
        Assert.That(() => foreign.Open(), Throws.TypeOf<StorageException>().With.Property("Reason").EqualTo(StorageFailure.Damaged).With.Message.Contains("another program"));
        foreign.Execute("INSERT INTO customers (name) VALUES ('still there')");
    }

    [Test]
    public async Task A_backup_is_all_of_it()
    {
        await RaiseAsync("before");
        var backup = storage.Backup();
        await RaiseAsync("after");
        database.Dispose();
        storage.Restore(backup);
        database = storage.Open();
        Assert.That(Names(), Is.EqualTo(new[] { "before" }));
    }

    private Task RaiseAsync(string name) => new Alarms(database, TimeProvider.System).RaiseAsync(name, "A sentence.");

    private List<string> Names() => database.Read(session => session.Query("SELECT name FROM alarms ORDER BY name", row => row.GetString(0)));
}
