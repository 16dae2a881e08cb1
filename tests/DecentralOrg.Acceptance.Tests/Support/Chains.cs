using DecentralOrg.Cli.Demo;
using DecentralOrg.Ethereum;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>One devnet for all tests: each founds an organization of its own on it, and time only moves forward.</summary>
[SetUpFixture]
internal sealed class Chains
{
    private static Devnet devnet = null!;
    private static JsonRpcClient rpc = null!;
    private static PrivateKey payerKey = null!;
    private static PrivateKey challengerKey = null!;

    public static string Root { get; } = Cli.Repository.Find();

    public static Uri Url => devnet.Url;

    public static HttpChain Chain { get; private set; } = null!;

    public static DevChain Dev { get; private set; } = null!;

    /// <summary>Pays for everything that anyone may do.</summary>
    public static TransactionSender Payer { get; private set; } = null!;

    /// <summary>Has no part in any organization.</summary>
    public static TransactionSender Stranger { get; private set; } = null!;

    public static ContractArtifact Artifact(string contract) => Cli.Repository.Artifact(Root, contract);

    public static TransactionSender SenderOf(ISigner signer) =>
        new(Chain, signer, OrganizationContracts.Reverts, pollInterval: TimeSpan.FromMilliseconds(5));

    [OneTimeSetUp]
    public async Task Start()
    {
        devnet = await Devnet.StartAsync(Root, port: 0, CancellationToken.None);
        rpc = new JsonRpcClient(devnet.Url);
        Chain = new HttpChain(rpc);
        Dev = new DevChain(rpc);
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        Payer = SenderOf(payerKey = wallet.Key(0));
        Stranger = SenderOf(challengerKey = wallet.Key(1));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        Payer.Dispose();
        Stranger.Dispose();
        payerKey.Dispose();
        challengerKey.Dispose();
        rpc.Dispose();
        await devnet.DisposeAsync();
    }
}
