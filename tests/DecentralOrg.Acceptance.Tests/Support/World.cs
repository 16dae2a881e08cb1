using System.Runtime.InteropServices;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Founding;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Relaying;
using DecentralOrg.Node.Settling;
using DecentralOrg.Node.Verifying;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>
/// An organization on the shared devnet. Its people sign with wallets of their own; records are relayed, epochs closed,
/// settled and claimed as anyone would, through the node's library.
/// </summary>
internal sealed class World : IDisposable
{
    /// <summary>The number of the first person's account among those of a chain for development.</summary>
    public const int FirstPerson = 100;

    public static readonly Terms Terms = Terms.Default with { PointsPerEpoch = 1_000, IntroductionPoints = 20 };

    private readonly PrivateKey[] people;
    private readonly Follower follower;
    private readonly Settler settler;
    private readonly Relayer relayer;

    private World(PrivateKey[] people, OrganizationContracts contracts, Follower follower, SettlementVector genesis)
    {
        this.people = people;
        this.follower = follower;
        Contracts = contracts;
        Settled = genesis;
        settler = new Settler(contracts.Settlement, Chains.Payer);
        relayer = new Relayer(contracts.Ledger, Chains.Payer);
    }

    public OrganizationContracts Contracts { get; }

    public Address Settlement => Contracts.Settlement.Address;

    public Organization Organization => follower.Organization;

    /// <summary>The last final settlement.</summary>
    public SettlementVector Settled { get; private set; }

    /// <summary>The closed epoch that waits for its settlement.</summary>
    public EpochHistory Closed => Organization.Epochs[^2];

    public PrivateKey this[int person] => people[person];

    /// <summary>Founds an organization; whoever is no founder of its people is a stranger to it.</summary>
    public static async Task<World> FoundAsync(int founders = 4, int people = 8)
    {
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        PrivateKey[] keys = [.. Enumerable.Range(FirstPerson, people).Select(wallet.Key)];
        Founder[] founding = [.. keys.Take(founders).Select((key, i) => new Founder(key.Address, 1_000_000_000UL * (ulong)(i + 1)))];
        var founded = await new OrganizationFounder(Chains.Chain, Chains.Payer, Chains.Artifact)
            .FoundAsync(new Charter(Terms, founding, "Test Reward", "TEST"));
        var contracts = await OrganizationContracts.FindAsync(Chains.Chain, founded.Settlement);
        var follower = await Follower.StartAsync(Chains.Chain, contracts);
        var world = new World(keys, contracts, follower, SettlementVector.Genesis([.. founding.Select(founder => founder.Reputation)]));
        await world.FollowAsync();
        return world;
    }

    public async Task FollowAsync() => await follower.ReadToAsync((await Chains.Chain.GetBlockAsync())!.Number);

    public SignedContribution Sign(int person, string area, string title)
    {
        var record = new Contribution(people[person].Address, RecordText.From(area), RecordText.From(title), RecordText.From(""), default, [], [], 0);
        return new SignedContribution(record, people[person].Sign(record.Digest(Organization.Ledger.Domain)).ToArray());
    }

    public async Task<Bytes32> ContributeAsync(int person, string area, string title)
    {
        var signed = Sign(person, area, title);
        await RelayAsync(new RecordBatch([signed], []));
        return signed.Record.Id;
    }

    public Task EvaluateAsync(int person, params (int To, uint Points)[] credits) =>
        EvaluateAsync(person, Bytes32.Zero, credits);

    public Task EvaluateAsync(int person, Bytes32 contribution, params (int To, uint Points)[] credits) =>
        CreditAsync(person, [.. credits.Select(credit => new Credit(contribution, people[credit.To].Address, credit.Points))]);

    /// <summary>The same to accounts that need not be any person's.</summary>
    public async Task CreditAsync(int person, params Credit[] credits)
    {
        await FollowAsync();
        var record = new Evaluation(people[person].Address, Organization.Ledger.Epoch, Organization.Ledger.SpendingOf(people[person].Address).Nonce, credits);
        var signature = people[person].Sign(record.Digest(Organization.Ledger.Domain)).ToArray();
        await RelayAsync(new RecordBatch([], [new SignedEvaluation(record, signature)]));
    }

    /// <summary>Credits in a ring and to one newcomer, so that every epoch has something to compute.</summary>
    public async Task PlayAsync(int newcomer)
    {
        var guide = await ContributeAsync(1, "docs", $"A guide for {newcomer}");
        await EvaluateAsync(0, guide, (1, 310), (2, 77));
        await EvaluateAsync(1, (2, 501));
        await EvaluateAsync(2, (0, 433), (newcomer, 300));
    }

    public Task<Receipt> CloseNowAsync() => settler.CloseAsync();

    public async Task CloseAsync()
    {
        await Chains.Dev.IncreaseTimeAsync(Terms.EpochSeconds);
        await CloseNowAsync();
        await FollowAsync();
    }

    /// <summary>The right settlement of the closed epoch.</summary>
    public SettlementVector Compute() => EpochComputation.Of(Closed.KernelTerms, Closed.Log!, [.. Settled.State]).Settlement;

    /// <summary>A settlement that differs from another by <paramref name="units"/> in one value, and is derived as the contract derives it.</summary>
    public SettlementVector Change(SettlementVector right, int member, int units)
    {
        var x = ImmutableCollectionsMarshal.AsArray(right.Influence)!.ToArray();
        x[member] = (ulong)((long)x[member] + units);
        var earned = (ulong)((long)right.TotalEarned + units);
        Assert.That(
            SettlementVector.TryDerive(x, Settled.State.AsSpan(), Closed.KernelTerms, earned, out var wrong, out var refusal),
            Is.True, refusal?.Sentence);
        return wrong!;
    }

    public Task SubmitAsync(SettlementVector vector) => settler.SubmitAsync(
        Closed.Number, Closed.KernelTerms.Expected(Closed.Number, Closed.Log!.Head, Closed.Log.Members), vector, Settled, Terms.Bond);

    public async Task FinalizeAsync(SettlementVector vector, bool claim = true)
    {
        await Chains.Dev.IncreaseTimeAsync(Terms.ChallengeSeconds + 1);
        await settler.FinalizeAsync(Closed.Number);
        if (claim)
            await settler.ClaimAsync(vector, Settled);
        Settled = vector;
        await FollowAsync();
    }

    /// <summary>Closes the open epoch, settles it honestly and claims for everybody.</summary>
    public async Task SettleAsync()
    {
        await CloseAsync();
        var vector = Compute();
        await SubmitAsync(vector);
        await FinalizeAsync(vector);
    }

    public async Task<Verification> VerifyAsync(IChain? chain = null)
    {
        var contracts = chain is null ? Contracts : await OrganizationContracts.FindAsync(chain, Settlement);
        var (result, _) = await new Verifier(chain ?? Chains.Chain, contracts, Chains.Artifact).RunAsync();
        return result;
    }

    public Task<DorgResult> DorgAsync(string command, params string[] more) => DorgAtAsync(Chains.Url, command, more);

    public Task<DorgResult> DorgAtAsync(Uri endpoint, string command, params string[] more) =>
        Dorg.RunAsync([.. command.Split(' '), "--rpc", endpoint.ToString(), "--settlement", Settlement.ToString(), .. more]);

    public void Dispose()
    {
        foreach (var key in people)
            key.Dispose();
    }

    private async Task RelayAsync(RecordBatch batch) =>
        Assert.That((await relayer.RelayAsync(batch)).Skipped, Is.Empty);
}
