using System.Text;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Storage.Sqlite;
using DecentralOrg.Node.Tests.Following;
using DecentralOrg.Node.Tests.Importing;
using DecentralOrg.Node.Tests.Publishing;
using DecentralOrg.Node.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DecentralOrg.Node.Tests.Intake;

/// <summary>An organization of four founders with keys 1 to 4, its logs in a database, and an intake beside it.</summary>
internal sealed class IntakeWorld : IAsyncDisposable
{
    public static readonly RecordDomain Domain = new(31_337, LedgerLogs.Part(1));

    private readonly TemporaryFolder? temporary;
    private readonly CancellationTokenSource closing = new();
    private readonly List<Log> logs = [];
    private Task running = Task.CompletedTask;
    private ulong block;

    public IntakeWorld(IntakeOptions? options = null, string? folder = null, bool founded = true, TestStorage? storage = null)
    {
        temporary = folder is null ? new TemporaryFolder() : null;
        File = Path.Combine(folder ?? temporary!.Path, "node.db");
        Options = options ?? new IntakeOptions { RecordsPerMinute = 1_000_000, PostsPerMinute = 1_000_000 };
        Database = storage?.Open() ?? SqliteDatabase.Open(File);
        Facts = new FactStore(Database);
        View = new OrganizationView(LedgerLogs.Contracts(Chain), Domain);
        Store = new RecordStore(Database);
        Queue = new RecordQueue(Domain, Store, View, Time, NullLogger.Instance);
        Sync = new RecordSync(Domain, Store, View, NullLogger.Instance);
        Service = new IntakeService(Domain, Store, View, Chain, Options, TimeProvider.System, NullLogger.Instance);
        if (founded)
            View.Rebuild(LedgerLogs.Found([.. Enumerable.Range(1, 4).Select(Account)]));
    }

    public IntakeOptions Options { get; }

    public string File { get; }

    public Database Database { get; }

    public FactStore Facts { get; }

    public OrganizationView View { get; }

    public RecordStore Store { get; }

    /// <summary>The clock of the queue.</summary>
    public ManualTime Time { get; } = new();

    public RecordQueue Queue { get; }

    public RecordSync Sync { get; }

    public IntakeService Service { get; }

    public FakeChain Chain { get; } = new([], (_, _) => { });

    /// <summary>An intake that runs.</summary>
    public static IntakeWorld Open(IntakeOptions? options = null) => new IntakeWorld(options).Run();

    /// <summary>The same, in a database of another kind.</summary>
    public static IntakeWorld Open(TestStorage storage) => new IntakeWorld(storage: storage).Run();

    public static PrivateKey Key(int number) => new([.. new byte[28], .. BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(number))]);

    public static Address Account(int number)
    {
        using var key = Key(number);
        return key.Address;
    }

    public static PostedContribution Contribution(int by, string title = "A guide", uint nonce = 0) => Sign(by, new Contribution(
        Account(by), RecordText.From("docs"), RecordText.From(title), RecordText.From("https://example.org/1"), default, [], [], nonce));

    public static PostedContribution Sign(int by, Contribution record)
    {
        using var key = Key(by);
        return PostedContribution.Of(record, Domain, key.Sign(record.Digest(Domain)).ToArray());
    }

    public static PostedEvaluation Evaluation(int by, uint nonce, params (int To, uint Points)[] credits) => Evaluation(by, 0, nonce, credits);

    public static PostedEvaluation Evaluation(int by, uint epoch, uint nonce, params (int To, uint Points)[] credits)
    {
        using var key = Key(by);
        var record = new Evaluation(key.Address, epoch, nonce, [.. credits.Select(credit => new Credit(default, Account(credit.To), credit.Points))]);
        return PostedEvaluation.Of(record, Domain, key.Sign(record.Digest(Domain)).ToArray());
    }

    /// <summary>The post of a record as JSON that a test can change.</summary>
    public static JsonObject Json(PostedRecord record) => JsonNode.Parse(RecordWriter.Post(record, Domain))!.AsObject();

    public IntakeWorld Run()
    {
        running = Service.RunAsync(closing.Token);
        return this;
    }

    public Task<IntakeAnswer> PostAsync(PostedRecord record) => Service.AcceptAsync(RecordWriter.Post(record, Domain));

    public Task<IntakeAnswer> PostAsync(string json) => Service.AcceptAsync(Encoding.UTF8.GetBytes(json));

    public Task<IntakeAnswer> PostAsync(JsonObject json) => PostAsync(json.ToJsonString());

    public RecordState? StateOf(PostedRecord record) => Service.Find(record.Digest)?.State;

    /// <summary>A block in which the ledger took these records.</summary>
    public Task TakeAsync(params PostedRecord[] records)
    {
        var sequence = View.Read(organization => organization.Ledger.Sequence);
        return BlockAsync([.. records.Select(record => record is PostedContribution made
            ? LedgerLogs.Take(++sequence, made.Record)
            : LedgerLogs.Take(++sequence, ((PostedEvaluation)record).Record))]);
    }

    public Task SkipAsync(PostedRecord record, Refusal reason) => BlockAsync(LedgerLogs.Skip(record.Digest, reason));

    public async Task TurnAsync()
    {
        var (closed, next) = View.Read(organization => (LedgerLogs.Close(organization.Ledger), organization.Ledger.Epoch + 1));
        await BlockAsync(closed, LedgerLogs.Open(next));
    }

    /// <summary>The chain takes back its last blocks.</summary>
    public async Task TakeBackAsync(ulong above)
    {
        await Facts.UndoAsync(above);
        logs.RemoveAll(log => log.BlockNumber > above);
        View.Rebuild([.. LedgerLogs.Found([.. Enumerable.Range(1, 4).Select(Account)]), .. logs]);
        block = above;
    }

    public Task<SyncStep> SyncAsync(bool ours = true) => Sync.RunAsync(_ => ours);

    /// <summary>Gives out all that waits, and the digests in order.</summary>
    public async Task<(IReadOnlyList<string> Keys, List<Bytes32> Digests)> BatchAsync()
    {
        var digests = new List<Bytes32>();
        var keys = await Queue.BatchAsync((_, batch, _) => digests.AddRange(
            [.. batch.Contributions.Select(made => made.Record.Digest(Domain)), .. batch.Evaluations.Select(given => given.Record.Digest(Domain))]));
        return (keys, digests);
    }

    /// <summary>Leaves no room for another record: SQLite says that the disk is full (SQLITE_FULL), and means its own bound.</summary>
    public Task FillAsync() => Database.WriteAsync(session =>
    {
        session.Execute("CREATE TABLE ballast (bytes BLOB)");
        session.Execute("CREATE TRIGGER weighs BEFORE INSERT ON records BEGIN INSERT INTO ballast VALUES (zeroblob(1000000)); END");
        // The bound is never less than what the file has.
        session.Execute("PRAGMA max_page_count = 1");
    });

    public Task MakeRoomAsync() => Database.WriteAsync(session => session.Execute("PRAGMA max_page_count = 1000000"));

    public async Task StopAsync()
    {
        await closing.CancelAsync();
        // How it ended is told once, to whoever stops it first.
        var ending = running;
        running = Task.CompletedTask;
        await ending;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Service.Dispose();
        Store.Dispose();
        View.Dispose();
        Database.Dispose();
        closing.Dispose();
        temporary?.Dispose();
    }

    private async Task BlockAsync(params Log[] written)
    {
        block++;
        var hash = Keccak.Hash([.. BitConverter.GetBytes(block), .. written.SelectMany(log => log.Data)]);
        Log[] placed = [.. written.Select((log, i) => log with { BlockNumber = block, BlockHash = hash, Index = (uint)i })];
        Assert.That(View.Apply(placed, _ => null, () => logs), Is.Null);
        logs.AddRange(placed);
        await Facts.AppendAsync([new FactBlock(new ChainPoint(block, hash), block, placed)]);
    }
}
