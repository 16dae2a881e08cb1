using DecentralOrg.Cli;
using DecentralOrg.Cli.Demo;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Founding;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Relaying;

namespace DecentralOrg.Benchmarks.Node;

/// <summary>An organization on a devnet of its own, and signed contributions for it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    /// <summary>How many people there are, whose accounts are numbered from 1,000 on.</summary>
    public const int People = 250;

    /// <summary>As many of them as can found an organization.</summary>
    public const int Founders = SettlementVector.MostFounders;

    private const int FirstPerson = 1_000;

    private readonly Devnet devnet;
    private readonly JsonRpcClient rpc;
    private readonly PrivateKey payer;

    private Bench(Devnet devnet)
    {
        this.devnet = devnet;
        rpc = new JsonRpcClient(devnet.Url);
        Chain = new HttpChain(rpc);
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        payer = wallet.Key(0);
    }

    public HttpChain Chain { get; }

    public Uri Endpoint => devnet.Url;

    public OrganizationContracts Contracts { get; private set; } = null!;

    public RecordDomain Domain { get; private set; } = null!;

    /// <summary>Founds it. Its founders have equally much reputation.</summary>
    public static async Task<Bench> FoundAsync()
    {
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        var people = Keys(wallet);
        var root = Repository.Find();
        var bench = new Bench(await Devnet.StartAsync(root, port: 0, CancellationToken.None));
        using var sender = bench.Sender();
        var founded = await new OrganizationFounder(bench.Chain, sender, name => Repository.Artifact(root, name))
            .FoundAsync(new Charter(Terms.Default, [.. people.Take(Founders).Select(person => new Founder(person.Address, 1_000_000_000))], "Bench Reward", "BENCH"));
        bench.Contracts = await OrganizationContracts.FindAsync(bench.Chain, founded.Settlement);
        foreach (var person in people)
            person.Dispose();
        bench.Domain = new RecordDomain(await bench.Chain.GetChainIdAsync(), bench.Contracts.Ledger.Address);
        return bench;
    }

    /// <summary>Contributions with texts as people write them, in turn by different authors.</summary>
    public PostedContribution[] Sign(int count)
    {
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        var keys = Keys(wallet);
        var signed = new PostedContribution[count];
        Parallel.For(0, count, i =>
        {
            var key = keys[i % People];
            var record = new Contribution(
                key.Address, RecordText.From("docs"), RecordText.From($"Explain how the queue of work item {i} is emptied"),
                RecordText.From($"https://example.org/work/{i}"), default, [], [], (uint)i);
            signed[i] = PostedContribution.Of(record, Domain, key.Sign(record.Digest(Domain)).ToArray());
        });
        foreach (var key in keys)
            key.Dispose();
        return signed;
    }

    /// <summary>Brings records to the ledger.</summary>
    public async Task RelayAsync(IEnumerable<PostedContribution> records)
    {
        using var sender = Sender();
        var relayer = new Relayer(Contracts.Ledger, sender);
        foreach (var batch in RecordBatch.Plan(Domain, records.Select(posted => new SignedContribution(posted.Record, posted.Signature)), []))
        {
            var relayed = await relayer.RelayAsync(batch);
            if (relayed.Skipped.Count > 0)
                throw new InvalidOperationException($"The ledger left out {relayed.Skipped.Count} records: {relayed.Skipped[0].Reason}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        payer.Dispose();
        rpc.Dispose();
        await devnet.DisposeAsync();
    }

    /// <summary>The keys of all people, which are the caller's.</summary>
    public static PrivateKey[] Keys(HdWallet wallet) => [.. Enumerable.Range(FirstPerson, People).Select(wallet.Key)];

    private TransactionSender Sender() => new(Chain, payer, OrganizationContracts.Reverts, pollInterval: TimeSpan.FromMilliseconds(2));
}
