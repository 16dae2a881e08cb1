using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Tests.Storage;

/// <summary>Facts of the chain in every database that can keep them.</summary>
[TestFixture(StorageKind.Sqlite)]
[TestFixture(StorageKind.Postgres)]
internal sealed class FactStoreTests(StorageKind kind)
{
    private static readonly Identity Ours = new(31_337, Hash(1), Account(1), Account(2), Account(3), Account(4), Account(5), Account(6), Account(7), Account(8));

    private TestStorage storage = null!;
    private Database database = null!;
    private FactStore facts = null!;

    [SetUp]
    public void Open()
    {
        storage = TestStorage.New(kind);
        database = storage.Open();
        facts = new FactStore(database);
    }

    [TearDown]
    public void Close()
    {
        database.Dispose();
        storage.Dispose();
    }

    [Test]
    public async Task Logs_come_back_as_the_chain_wrote_them_in_its_order_also_after_a_restart()
    {
        Log[] logs =
        [
            Log(10, 0, [], []),
            Log(10, 7, [Hash(1), Hash(2), Hash(3), Hash(4)], [0, 255, 0]),
            Log(10, uint.MaxValue, [Hash(5)], [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i % 256))]),
            Log(11, 1, [default], new byte[32]) with { TransactionIndex = uint.MaxValue },
        ];
        await facts.AppendAsync([Block(10, logs[2], logs[0], logs[1]), Block(11, logs[3])]);
        database.Dispose();
        database = storage.Open();
        facts = new FactStore(database);
        Assert.That(facts.Logs().Select(Text), Is.EqualTo(logs.Select(Text)));
        Assert.That(facts.Cursor(), Is.EqualTo(new ChainPoint(11, Hash(11))));
        Assert.That(facts.Since(new ChainPoint(10, Hash(10))).Logs.Select(Text), Is.EqualTo(new[] { Text(logs[3]) }));
    }

    [Test]
    public async Task Blocks_are_added_all_or_not_at_all()
    {
        await facts.AppendAsync([Block(1)]);
        Assert.That(() => facts.AppendAsync([Block(2, Log(2, 0, [], [])), Block(1)]), Throws.InstanceOf<System.Data.Common.DbException>());
        Assert.That((facts.Cursor(), facts.Logs().Count), Is.EqualTo(((ChainPoint?)new ChainPoint(1, Hash(1)), 0)));
    }

    [Test]
    public async Task What_the_chain_takes_back_goes_with_its_logs_and_the_ledgers_records()
    {
        await facts.AppendAsync([Block(1, Log(1, 0, [], [])), Block(2, Log(2, 0, [], []), Log(2, 1, [], [])), Block(3, Log(3, 0, [], []))]);
        await database.WriteAsync(session =>
        {
            foreach (var block in (long[])[1, 2, 3])
                session.Execute("INSERT INTO ledger_records (sequence, digest, block) VALUES (@sequence, @digest, @block)", ("@sequence", block), ("@digest", Hash(9)), ("@block", block));
        });
        Assert.That(await facts.UndoAsync(1), Is.EqualTo(3));
        Assert.That((facts.Cursor()?.Number, facts.Logs().Single().BlockNumber), Is.EqualTo(((ulong?)1, 1UL)));
        Assert.That(database.Read(session => session.Number("SELECT SUM(sequence) FROM ledger_records")), Is.EqualTo(1));
        Assert.That((facts.Since(new ChainPoint(3, Hash(3))).Stands, facts.Since(new ChainPoint(1, Hash(1))).Stands), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task What_is_final_never_falls_and_blocks_before_it_stay_where_something_stands_in_them()
    {
        await facts.AppendAsync([Block(1, Log(1, 0, [], [])), Block(2), Block(3), Block(4)]);
        await facts.FinalizeAsync(new ChainPoint(3, Hash(3)));
        await facts.FinalizeAsync(new ChainPoint(2, Hash(2)));
        Assert.That(facts.Finalized(), Is.EqualTo(new ChainPoint(3, Hash(3))));
        Assert.That(new ulong[] { 1, 2, 3, 4 }.Where(number => facts.HashOf(number) is not null), Is.EqualTo(new ulong[] { 1, 3, 4 }));
        Assert.That((facts.Before(3)?.Number, facts.Before(1)), Is.EqualTo(((ulong?)1, (ChainPoint?)null)));
    }

    [Test]
    public async Task The_last_close_is_the_settlements_own_event()
    {
        Assert.That(facts.LastClose(Account(7), Hash(8)), Is.Null);
        await facts.AppendAsync(
        [
            Block(5, Log(5, 0, [Hash(8), Hash(1)], []) with { Address = Account(7) }),
            Block(6, Log(6, 0, [Hash(8)], [])),
            Block(7, Log(7, 0, [Hash(1), Hash(8)], []) with { Address = Account(7) }),
        ]);
        Assert.That(facts.LastClose(Account(7), Hash(8)), Is.EqualTo(5));
    }

    [Test]
    public async Task Data_is_about_one_organization()
    {
        Assert.That(facts.Known(), Is.Null);
        await facts.ClaimAsync(Ours);
        await facts.ClaimAsync(Ours);
        Assert.That(
            () => facts.ClaimAsync(Ours with { Genesis = Hash(2) }),
            Throws.TypeOf<StorageException>().With.Property("Reason").EqualTo(StorageFailure.OtherOrganization).With.Message.Contains("its block 0 is another one"));
        Assert.That(facts.Known(), Is.EqualTo(Ours));
    }

    private static FactBlock Block(ulong number, params Log[] logs) => new(new ChainPoint(number, Hash((byte)number)), number, logs);

    private static Log Log(ulong block, uint index, Bytes32[] topics, byte[] data) => new(Account(6), topics, data, block, Hash((byte)block), Hash(77), 0, index);

    private static string Text(Log log) =>
        $"{log.Address} {string.Join(',', log.Topics)} {Convert.ToHexString(log.Data)} {log.BlockNumber} {log.BlockHash} {log.TransactionHash} {log.TransactionIndex} {log.Index}";

    private static Bytes32 Hash(byte number) => new([.. Enumerable.Repeat(number, Bytes32.Length)]);

    private static Address Account(int number) => Chronicle.Account(number);
}
