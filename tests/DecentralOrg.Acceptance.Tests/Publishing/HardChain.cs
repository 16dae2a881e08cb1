using System.Globalization;
using System.Text.Json.Nodes;
using DecentralOrg.Acceptance.Tests.Following;
using DecentralOrg.Ethereum;
using DecentralOrg.Ethereum.Tests;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Tests.Storage;

namespace DecentralOrg.Acceptance.Tests.Publishing;

/// <summary>An organization on a chain that mines when the test says so, and the nodes that bring records to it.</summary>
internal sealed class HardChain : IDisposable
{
    /// <summary>The relaying account: one that anvil has given ether, and that nobody else here uses.</summary>
    private const int RelayerNumber = 9;

    private const int MostLooks = 1_000;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly string[] database;

    private HardChain(AnvilOrganization organization, StorageKind kind)
    {
        Organization = organization;
        database = Storages.New(kind);
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        Relayer = wallet.Key(RelayerNumber);
    }

    public AnvilOrganization Organization { get; }

    public Anvil Anvil => Organization.Anvil;

    public PrivateKey Relayer { get; }

    public DataFolder Data { get; } = new();

    /// <summary>Founds an organization on a chain of its own.</summary>
    /// <param name="kind">What its nodes keep their data in.</param>
    public static async Task<HardChain> FoundAsync(StorageKind kind = StorageKind.Sqlite) => new(await AnvilOrganization.FoundAsync(), kind);

    public static List<string> Sentences(JsonNode status) => [.. status["sentences"]!.AsArray().Select(sentence => sentence!.GetValue<string>())];

    public async Task<NodeProcess> StartAsync(Uri endpoint, params string[] more)
    {
        var node = await NodeProcess.StartAsync(
            endpoint, Organization.Settlement.ToString(), Data.Path, ["--relay-age", "0", "--relay-key", $"dev:{RelayerNumber}", .. database, .. more]);
        await node.ReadyAsync();
        return node;
    }

    /// <summary>Posts a record while nobody mines, and waits for its transaction.</summary>
    public async Task<string> PostUnminedAsync(NodeProcess node)
    {
        await Anvil.Rpc.CallAsync("evm_setAutomine", [false]);
        var record = await Organization.PostAsync(node.Http, 0, "Waits");
        for (var looks = 0; (await PendingAsync()).Count == 0; looks++)
        {
            Assert.That(looks, Is.LessThan(MostLooks), "nothing was sent");
            await Task.Delay(Pace);
        }
        return record;
    }

    public async Task<List<(Bytes32 Hash, ulong Nonce)>> PendingAsync()
    {
        var pool = await Anvil.Rpc.CallAsync("txpool_content", []);
        return
        [
            .. pool.GetProperty("pending").EnumerateObject()
                .Where(sender => Address.Parse(sender.Name) == Relayer.Address)
                .SelectMany(sender => sender.Value.EnumerateObject())
                .Select(entry => (Bytes32.Parse(entry.Value.GetProperty("hash").GetString()!), ulong.Parse(entry.Name, CultureInfo.InvariantCulture))),
        ];
    }

    public async Task<ulong> NonceAsync() => await Anvil.Chain.GetTransactionCountAsync(Relayer.Address);

    /// <summary>Mines block after block until the record is where it belongs.</summary>
    public async Task MineUntilAnchoredAsync(NodeProcess node, string record)
    {
        for (var looks = 0; (await node.GetAsync(record))["state"]!.GetValue<string>() != "Anchored"; looks++)
        {
            Assert.That(looks, Is.LessThan(MostLooks), "it does not come to the chain");
            await Organization.MineAsync(1);
            await Task.Delay(Pace);
        }
    }

    public async Task AssertOnceAsync(int records = 1) =>
        Assert.That(await Organization.TruthAsync(), Does.Contain($"\"Sequence\":{records},").And.Contain("Waits"));

    public void Dispose()
    {
        Data.Dispose();
        Relayer.Dispose();
        Organization.Dispose();
    }
}
