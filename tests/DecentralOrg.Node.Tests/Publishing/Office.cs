using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DecentralOrg.Node.Tests.Publishing;

/// <summary>A publisher with its database on disk and a scripted chain. It can crash at any point and come back.</summary>
internal sealed class Office : IDisposable
{
    private static readonly Address Contract = Chronicle.Account(900);

    private readonly TestStorage storage;
    private readonly PrivateKey key = new([.. Enumerable.Repeat((byte)7, 32)]);
    private readonly IReadOnlyDictionary<string, IntentOracle> oracles;

    public Office(PublishingOptions? options = null, IntentOracle? oracle = null, StorageKind kind = StorageKind.Sqlite)
    {
        storage = TestStorage.New(kind);
        Options = options ?? new PublishingOptions { OfferEvery = TimeSpan.Zero };
        oracles = oracle is null ? new Dictionary<string, IntentOracle>() : new Dictionary<string, IntentOracle> { ["asked"] = oracle };
        Chain = new ScriptedChain(key.Address);
        Open();
    }

    public ManualTime Time { get; } = new();

    public PublishingOptions Options { get; set; }

    public ScriptedChain Chain { get; }

    public ISigner? Signer { get; set; }

    public Address Account => key.Address;

    public Database Database { get; private set; } = null!;

    public Intents Intents { get; private set; } = null!;

    public Publisher Publisher { get; private set; } = null!;

    /// <summary>Where the process ends; it comes back at the next <see cref="Open"/>.</summary>
    public PublishingPoint? CrashAt { get; set; }

    /// <summary>Begins with what is on disk, as after a crash.</summary>
    public void Open()
    {
        CrashAt = null;
        Database?.Dispose();
        Database = storage.Open();
        Intents = new Intents(Database, Time);
        Publisher = NewPublisher();
    }

    public Publisher NewPublisher() => new(
        Database, Signer ?? key, new PublishingChain(31_337, Keccak.Hash([0])), Options, oracles, Time, NullLogger<Publisher>.Instance, null, Probe);

    public void Restore(string backup)
    {
        Database.Dispose();
        storage.Restore(backup);
        Open();
    }

    public string Backup() => storage.Backup();

    public Task<WantResult> WantAsync(string name, byte[]? data = null, string kind = "told", string budget = "epoch/1", ulong? gas = null, string? purse = null) =>
        Database.WriteAsync(session => Intents.Want(session, Request(name, data, kind, budget, gas) with { Purse = purse }));

    public IntentRequest Request(string name, byte[]? data = null, string kind = "told", string budget = "epoch/1", ulong? gas = null) =>
        new(name, kind, key.Address, new ContractCall(Contract, data ?? System.Text.Encoding.ASCII.GetBytes(name)), budget, gas);

    public Task<PublishingStep> StepAsync() => Publisher.StepAsync(Chain);

    public Intent this[string name] => Intents.Find(name)!;

    public string? Alarm() => Database.Read(session => session.QueryOne("SELECT sentence FROM alarms WHERE name = 'foreign_transaction'", row => row.GetString(0)));

    /// <summary>Steps and mines until everything has ended.</summary>
    public async Task SettleAsync()
    {
        for (var i = 0; i < 60 && !Intents.Page(count: 1_000).All(intent => intent.Ended); i++)
        {
            await StepAsync();
            Chain.Mine();
            Time.Advance(TimeSpan.FromSeconds(50));
        }
    }

    public void Dispose()
    {
        Database.Dispose();
        key.Dispose();
        storage.Dispose();
    }

    private void Probe(PublishingPoint point, Intent intent)
    {
        if (point == CrashAt)
            throw new CrashException();
    }
}

/// <summary>The process ended.</summary>
internal sealed class CrashException : Exception;
