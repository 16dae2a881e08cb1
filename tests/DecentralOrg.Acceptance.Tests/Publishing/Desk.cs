using DecentralOrg.Ethereum;
using DecentralOrg.Ethereum.Tests;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Storage.Sqlite;
using DecentralOrg.Node.Tests.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DecentralOrg.Acceptance.Tests.Publishing;

/// <summary>A publisher of an account of its own on a real chain, with its database on disk. A crash is a new one on the same file.</summary>
internal sealed class Desk : IDisposable
{
    private const ulong Gwei = 1_000_000_000;

    private static readonly HdWallet Wallet = new(HdWallet.DevMnemonic);
    private static int people = 500;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dorg-publishing-");
    private readonly ManualTime time = new();
    private readonly Anvil anvil;
    private readonly Bytes32 genesis;
    private Database database;

    private Desk(Anvil anvil, Bytes32 genesis)
    {
        this.anvil = anvil;
        this.genesis = genesis;
        Key = Wallet.Key(people++);
        Receiver = Wallet.Key(people++).Address;
        database = SqliteDatabase.Open(Path.Combine(folder.FullName, "node.db"));
        Intents = new Intents(database, time);
        Open();
    }

    public PrivateKey Key { get; }

    /// <summary>Gets one wei by each transfer, so that its balance counts them.</summary>
    public Address Receiver { get; }

    public PublishingOptions Options { get; set; } = new() { OfferEvery = TimeSpan.Zero };

    public Dictionary<string, IntentOracle> Oracles { get; } = [];

    public PublishingPoint? CrashAt { get; set; }

    public Intents Intents { get; private set; }

    public Publisher Publisher { get; private set; } = null!;

    public string? Alarm => database.Read(session => session.QueryOne("SELECT sentence FROM alarms", row => row.GetString(0)));

    public Intent this[string key] => Intents.Find(key)!;

    public static async Task<Desk> OpenAsync(Anvil anvil)
    {
        var desk = new Desk(anvil, await anvil.Chain.GetGenesisHashAsync());
        await desk.FundAsync(10_000_000_000 * (UInt128)Gwei);
        return desk;
    }

    /// <summary>Begins with what is on disk.</summary>
    public void Open()
    {
        CrashAt = null;
        database.Dispose();
        database = SqliteDatabase.Open(Path.Combine(folder.FullName, "node.db"));
        Intents = new Intents(database, time);
        Publisher = new Publisher(
            database, Key, new PublishingChain(31_337, genesis), Options, Oracles, time, NullLogger<Publisher>.Instance, null,
            (point, _) =>
            {
                if (point == CrashAt)
                    throw new CrashException();
            });
    }

    public Task FundAsync(UInt128 wei) => anvil.Dev.SetBalanceAsync(Key.Address, wei);

    public Task WantAsync(string key) => WantAsync(key, "transfer", new ContractCall(Receiver, [], 1), null);

    public Task WantAsync(string key, string kind, ContractCall call, ulong? gas) =>
        database.WriteAsync(session => Intents.Want(session, new IntentRequest(key, kind, Key.Address, call, "epoch/1", gas)));

    public Task<PublishingStep> StepAsync() => Publisher.StepAsync(anvil.Chain);

    /// <summary>A step after the time that a transaction may wait.</summary>
    public Task<PublishingStep> LaterAsync()
    {
        time.Advance(Options.ReplaceAfter);
        return StepAsync();
    }

    public Task<UInt128> ReceivedAsync() => anvil.Chain.GetBalanceAsync(Receiver);

    public Attempt[] Attempts(string key) => [.. Intents.Attempts(this[key])];

    /// <summary>Mines until what stands in a block now is final.</summary>
    public async Task FinalizeAsync()
    {
        await anvil.Rpc.CallAsync("anvil_mine", ["0x42"]);
        await StepAsync();
    }

    /// <summary>Steps and mines as long as something happens.</summary>
    public async Task SettleAsync()
    {
        await StepAsync();
        await anvil.Dev.MineAsync();
        await StepAsync();
        await FinalizeAsync();
    }

    public void Dispose()
    {
        database.Dispose();
        Key.Dispose();
        folder.Delete(recursive: true);
    }
}

/// <summary>The process ended.</summary>
internal sealed class CrashException : Exception;
