using DecentralOrg.Node.Following;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Relaying;
using DecentralOrg.Node.Tests.Importing;
using DecentralOrg.Node.Tests.Intake;
using DecentralOrg.Node.Tests.Organizations;
using DecentralOrg.Node.Tests.Publishing;

namespace DecentralOrg.Node.Tests.Simulation;

/// <summary>
/// A node's life beside a chain, all of it drawn from one seed: records come in, blocks are mined and taken back, endpoints
/// fail and lie, clocks jump, others settle first, and the process ends at any question to the chain. Then it gets quiet, and
/// what the node has made of it is compared with the Kernel's ledger of the chain as it stands.
/// </summary>
internal sealed class Simulation : IAsyncDisposable
{
    private const int Happenings = 300;
    private const int MostQuietRounds = 400;
    private const int Founders = 4;
    private const int People = 8;

    private static readonly NodeOptions Options = new()
    {
        Settlement = LedgerLogs.Part(0),
        Following = new FollowingOptions { Window = SimulatedChain.Window },
        Intake = new IntakeOptions { RecordsPerMinute = 1_000_000, PostsPerMinute = 1_000_000 },
        Relaying = new RelayingOptions { Records = 3, Batches = 3 },
        Publishing = new PublishingOptions { OfferEvery = TimeSpan.Zero },
        Keys = new Dictionary<NodeRole, KeySource> { [NodeRole.Relay] = new(null, 18), [NodeRole.Settle] = new(null, 18) },
    };

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly Random random;
    private readonly SimulatedChain chain;
    private readonly FaultyEndpoint[] endpoints;
    private readonly List<PostedRecord> accepted = [];
    private SimulatedNode node = null!;
    private ulong finalized;

    public Simulation(int seed)
    {
        random = new Random(seed);
        using var accounts = NodeAccounts.Open(Options);
        chain = new SimulatedChain(accounts.Of(NodeRole.Relay)!.Value, [.. Enumerable.Range(1, Founders).Select(IntakeWorld.Account)], time);
        endpoints = [new FaultyEndpoint(chain, random), new FaultyEndpoint(chain, random)];
    }

    /// <summary>How often the process ended, and was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Records that were accepted.</summary>
    public int Accepted => accepted.Count;

    /// <summary>Epochs with a final settlement.</summary>
    public int Settled => chain.Contracts.Settled.Values.Count(epoch => epoch.Final > 0);

    /// <summary>Lives the life and judges it.</summary>
    public async Task RunAsync()
    {
        chain.Mine(0);
        await StartAsync();
        for (var i = 0; i < Happenings; i++)
        {
            await HappenAsync();
            var known = node.Finalized ?? 0;
            Assert.That(known, Is.GreaterThanOrEqualTo(finalized), "what is final stays final");
            finalized = known;
        }
        await QuietAsync();
        Judge();
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        folder.Dispose();
    }

    private async Task StartAsync()
    {
        node = new SimulatedNode(folder.Combine("node.db"), Options, endpoints, random, time);
        await node.StartAsync();
    }

    private async Task RestartAsync()
    {
        foreach (var endpoint in endpoints)
            endpoint.Crash = -1;
        await node.DisposeAsync();
        Restarts++;
        await StartAsync();
    }

    private async Task HappenAsync()
    {
        switch (random.Next(100))
        {
            case < 45:
                await StepAsync(random.Next(node.Loops));
                break;
            case < 62:
                time.Advance(TimeSpan.FromSeconds(12));
                chain.Mine(random.Next(4));
                break;
            case < 74:
                await PostAsync();
                break;
            case < 79:
                chain.Reorganize(random.Next(1, SimulatedChain.Window + 1), lost: random.Next(2) == 0);
                break;
            case < 82:
                chain.Drop();
                break;
            case < 87:
                time.Advance(TimeSpan.FromSeconds(random.Next(600)));
                break;
            case < 89:
                time.Advance(TimeSpan.FromDays(random.Next(1, 5)));
                break;
            case < 91:
                time.Set(TimeSpan.FromDays(random.Next(2) == 0 ? 1 : -1));
                break;
            case < 94:
                endpoints[random.Next(endpoints.Length)].Crash = random.Next(25);
                break;
            case < 96:
                endpoints[random.Next(endpoints.Length)].Faults = random.Next(4) * 10;
                break;
            case < 98:
                SettleByOthers();
                break;
            default:
                await RestartAsync();
                break;
        }
    }

    private async Task<bool> StepAsync(int loop)
    {
        try
        {
            return await node.StepAsync(loop);
        }
        catch (CrashException)
        {
            await RestartAsync();
            return false;
        }
    }

    /// <summary>Another settler does what is due, if anything is.</summary>
    private void SettleByOthers()
    {
        var settlement = LedgerLogs.Contracts(chain).Settlement;
        var call = chain.Contracts.StandingEpoch is { } epoch ? settlement.Finalize(epoch)
            : chain.Contracts.Right is not null ? chain.Contracts.Submission(settlement)
            : settlement.CloseEpoch();
        chain.Mine(random.Next(4), call);
    }

    private async Task PostAsync()
    {
        var author = random.Next(1, People + 1);
        var account = IntakeWorld.Account(author);
        if (node.Door.Service is not { } intake)
            return;
        PostedRecord record = intake.BudgetOf(account) is { Member: not null, Points: > 0 } budget && random.Next(2) == 0
            ? IntakeWorld.Evaluation(author, budget.Epoch, budget.Nonce, (1 + ((author + random.Next(People - 1)) % People), (uint)random.Next(1, (int)Math.Min(450, budget.Points) + 1)))
            : IntakeWorld.Contribution(author, $"Work {accepted.Count}", (uint)random.Next());
        if (await intake.AcceptAsync(RecordWriter.Post(record, IntakeWorld.Domain)) is Accepted)
            accepted.Add(record);
    }

    /// <summary>Nothing fails any more, until nothing is left to do.</summary>
    private async Task QuietAsync()
    {
        foreach (var endpoint in endpoints)
            (endpoint.Faults, endpoint.Crash) = (0, -1);
        for (var round = 0; round < MostQuietRounds; round++)
        {
            for (var loop = 0; loop < node.Loops; loop++)
            {
                for (var steps = 0; await StepAsync(loop); steps++)
                    Assert.That(steps, Is.LessThan(1_000), "a loop goes on for ever");
            }
            if (IsQuiet())
                return;
            time.Advance(TimeSpan.FromSeconds(30));
            chain.Mine(100);
        }
        Assert.Fail($"It does not get quiet. Of the records: {string.Join(", ", accepted.GroupBy(StateOf).Select(group => $"{group.Count()} {group.Key}"))}. Of the transactions: {string.Join("; ", node.Intents.Page(count: 1_000).Where(intent => !intent.Ended).Select(intent => $"{intent.Request.Key} {intent.State} {intent.Reason}"))}");
    }

    private bool IsQuiet() =>
        accepted.All(record => StateOf(record) is RecordState.Anchored or RecordState.Skipped) && node.Intents.Page(count: 1_000).All(intent => intent.Ended);

    private RecordState? StateOf(PostedRecord record) => node.Door.Service?.Find(record.Digest)?.State;

    private void Judge()
    {
        var truth = chain.Contracts.Ledger;
        var events = new OrganizationEvents(LedgerLogs.Contracts(chain), IntakeWorld.Domain);
        foreach (var log in chain.Logs)
            events.Apply(log);
        node.View!.Read(organization =>
        {
            Assert.That(organization.Ledger.Head, Is.EqualTo(truth.Head), "the ledger");
            Assert.That(organization.Ledger.Members, Is.EqualTo(truth.Members), "the members");
            Assert.That(organization.Ledger.Credits, Is.EqualTo(truth.Credits), "the credits");
            Assert.That(organization.Findings, Is.Empty);
            Assert.That(StandingsText.Of(new LiveStandings().Of(organization)), Is.EqualTo(StandingsText.Of(Standings.Of(events.Organization))), "influence");
            return 0;
        });
        var taken = chain.Contracts.Taken.CountBy(digest => digest).ToDictionary();
        foreach (var record in accepted)
            Assert.That(taken.GetValueOrDefault(record.Digest), Is.EqualTo(StateOf(record) == RecordState.Skipped ? 0 : 1), $"{record} on the chain");
        Assert.That(taken.Keys, Is.SubsetOf(accepted.Select(record => record.Digest)), "nothing that was not accepted");
        Assert.That(chain.Contracts.Settled.Values, Has.All.Matches<(int Posted, int Final)>(epoch => epoch is { Posted: 1, Final: <= 1 }), "each epoch is settled once");
        Assert.That(node.Alarms.All(), Is.Empty);
    }
}
