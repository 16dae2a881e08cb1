using System.Net;
using System.Numerics;
using System.Text.Json;
using DecentralOrg.Ethereum;
using DecentralOrg.Ethereum.Tests;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Founding;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Relaying;
using DecentralOrg.Node.Settling;

namespace DecentralOrg.Acceptance.Tests.Following;

/// <summary>
/// An organization on an anvil of its own, whose chain can be taken back. Its blocks are final eight blocks behind the head.
/// Whoever sends asks for his nonce each time, because the chain may have taken back the one before.
/// </summary>
internal sealed class AnvilOrganization : IDisposable
{
    /// <summary>Blocks behind the head that can be taken back: two of anvil's epochs.</summary>
    public const ulong Window = 8;

    private const int People = 4;
    private const ulong Day = 86_400;
    private const ulong Year = 365 * Day;

    public static readonly Terms UsualTerms = Terms.Default with { PointsPerEpoch = 1_000, IntroductionPoints = 20 };

    private readonly HdWallet wallet = new(HdWallet.DevMnemonic);
    private readonly PrivateKey payer;
    private readonly PrivateKey[] people;
    private OrganizationContracts contracts = null!;
    private SettlementVector settled = null!;

    private AnvilOrganization(Anvil anvil, Terms terms)
    {
        Anvil = anvil;
        Terms = terms;
        payer = wallet.Key(0);
        people = [.. Enumerable.Range(100, People).Select(wallet.Key)];
    }

    public Anvil Anvil { get; }

    public Terms Terms { get; }

    public Address Settlement => contracts.Settlement.Address;

    public OrganizationContracts Contracts => contracts;

    public static Task<AnvilOrganization> FoundAsync() => FoundAsync(UsualTerms);

    /// <summary>Founds one with terms of its own, on a chain that is started with further options.</summary>
    public static async Task<AnvilOrganization> FoundAsync(Terms terms, params string[] anvil)
    {
        var made = new AnvilOrganization(await Anvil.StartAsync(["--slots-in-an-epoch", "4", .. anvil]), terms);
        Founder[] founders = [.. made.people.Select((key, i) => new Founder(key.Address, 1_000_000_000UL * (ulong)(i + 1)))];
        using var sender = made.Sender();
        var founded = await new OrganizationFounder(made.Anvil.Chain, sender, Chains.Artifact).FoundAsync(new Charter(terms, founders, "Test Reward", "TEST"));
        made.contracts = await OrganizationContracts.FindAsync(made.Anvil.Chain, founded.Settlement);
        made.settled = SettlementVector.Genesis([.. founders.Select(founder => founder.Reputation)]);
        return made;
    }

    /// <summary>A contribution in a block of its own.</summary>
    public async Task<Receipt> ContributeAsync(int person, string title) => await RelayAsync(new RecordBatch([await SignAsync(person, title)], []));

    /// <summary>Posts a contribution to a node, which has to accept it.</summary>
    /// <returns>Where the node says what became of it.</returns>
    public async Task<string> PostAsync(HttpClient node, int person, string title)
    {
        var domain = await DomainAsync();
        var signed = await SignAsync(person, title);
        var record = PostedContribution.Of(signed.Record, domain, signed.Signature);
        var (status, answer) = await Posts.PostAsync(node, record, domain);
        Assert.That(status, Is.EqualTo(HttpStatusCode.Accepted), answer.ToJsonString());
        return $"/records/{record.Digest}";
    }

    /// <summary>Points in a block of its own.</summary>
    public Task<Receipt> EvaluateAsync(int person, int to, uint points) => EvaluateAsync(person, points, people[to].Address);

    /// <summary>As many points for each of several accounts, in a block of their own.</summary>
    public async Task<Receipt> EvaluateAsync(int person, uint points, params Address[] recipients)
    {
        var account = people[person].Address;
        var (nonce, _) = await contracts.Ledger.SpendingAsync(account);
        var record = new Evaluation(account, await contracts.Ledger.EpochAsync(), nonce, [.. recipients.Select(recipient => new Credit(Bytes32.Zero, recipient, points))]);
        var signature = people[person].Sign(record.Digest(await DomainAsync())).ToArray();
        return await RelayAsync(new RecordBatch([], [new SignedEvaluation(record, signature)]));
    }

    /// <summary>A close of the epoch, which is an event of the settlement contract alone.</summary>
    public async Task CloseAsync()
    {
        await Anvil.Dev.IncreaseTimeAsync(Terms.EpochSeconds);
        using var sender = Sender();
        await new Settler(contracts.Settlement, sender).CloseAsync();
    }

    /// <summary>Closes the open epoch, settles it, makes it final, and claims for everybody.</summary>
    public async Task SettleAsync()
    {
        await CloseAsync();
        var vector = await SubmitAsync();
        using var sender = Sender();
        var settler = new Settler(contracts.Settlement, sender);
        await Anvil.Dev.IncreaseTimeAsync(Terms.ChallengeSeconds + 1);
        await settler.FinalizeAsync(await contracts.Ledger.EpochAsync() - 1);
        await settler.ClaimAsync(vector, settled);
        settled = vector;
    }

    /// <summary>Posts the settlement of the closed epoch.</summary>
    /// <param name="units">What it says too much for member 1, in units of 2^-60.</param>
    public async Task<SettlementVector> SubmitAsync(ulong units = 0)
    {
        var closed = (await ReadAsync()).Epochs[^2];
        var right = EpochComputation.Of(closed.KernelTerms, closed.Log!, [.. settled.State]).Settlement;
        ulong[] x = [.. right.Influence];
        x[1] += units;
        Assert.That(SettlementVector.TryDerive(x, settled.State.AsSpan(), closed.KernelTerms, right.TotalEarned + units, out var vector, out var refusal), refusal?.Sentence);
        using var sender = Sender();
        await new Settler(contracts.Settlement, sender)
            .SubmitAsync(closed.Number, closed.KernelTerms.Expected(closed.Number, closed.Log!.Head, closed.Log.Members), vector!, settled, Terms.Bond);
        return vector!;
    }

    /// <summary>A proposal that lowers the reward, in a block of its own.</summary>
    public Task<Receipt> ProposeAsync(int person, string description) => SendAsync(person, contracts.Governor.Propose(
        [contracts.Parameters.Address], [0], [contracts.Parameters.Set((byte)Parameter.RewardPerEpoch, 1).Data], RecordText.From(description)));

    /// <summary>A vote for the last proposal, in a block of its own.</summary>
    public async Task<Receipt> VoteAsync(int person) => await SendAsync(person, contracts.Governor.CastVote((await ReadAsync()).Governance.Proposals[^1].Id, 1));

    /// <summary>A role that asks for all influence, given to a person by a vote; executed in a block of its own.</summary>
    public async Task<Receipt> GiveRoleAsync(int person, string name)
    {
        var now = (await Anvil.Chain.GetBlockAsync())!.Timestamp;
        var grant = contracts.Roles.Grant(RecordText.From(name), people[person].Address, now + Year, new RoleCondition(10_000, RecordText.From(""), 0, 0));
        var (targets, values, data, text) = (new[] { contracts.Roles.Address }, new BigInteger[] { 0 }, new[] { grant.Data }, RecordText.From(name));
        await SendAsync(3, contracts.Governor.Propose(targets, values, data, text));
        await PassAsync(Day + 1);
        await VoteAsync(3);
        await PassAsync(5 * Day);
        await SendAsync(3, contracts.Governor.Queue(targets, values, data, Keccak.Hash(text.Bytes)));
        await PassAsync(2 * Day);
        return await SendAsync(3, contracts.Governor.Execute(targets, values, data, Keccak.Hash(text.Bytes), value: 0));
    }

    /// <summary>Shows whether a person has the influence that a role asks for, in a block of its own.</summary>
    public async Task<Receipt> ShowRoleAsync(int person, string name) => await SendAsync(
        0, contracts.Roles.Show(RecordText.From(name), people[person].Address, RoleReport.PageOf(await ReadAsync(), people[person].Address)));

    /// <summary>A delegation in a block of its own.</summary>
    public Task<Receipt> DelegateAsync(int person, int to) => SendAsync(person, contracts.Reputation.Delegate(people[to].Address));

    /// <summary>Lets time pass, in a block of its own.</summary>
    public async Task PassAsync(ulong seconds)
    {
        await Anvil.Dev.IncreaseTimeAsync(seconds);
        await MineAsync(1);
    }

    /// <summary>Reads the chain again and again until it is as the test waits for.</summary>
    public async Task<Organization> UntilAsync(Func<Organization, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var organization = await ReadAsync();
            if (holds(organization))
                return organization;
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }

    public async Task MineAsync(ulong blocks) => await Anvil.Rpc.CallAsync("anvil_mine", [$"0x{blocks:x}"]);

    public async Task<ulong> HeadAsync() => (await Anvil.Chain.GetBlockAsync())!.Number;

    /// <summary>Takes the last blocks back and mines as many others.</summary>
    /// <param name="depth">How many.</param>
    /// <param name="kept">Transactions that the new branch has, too, in its first block.</param>
    public async Task ReorganizeAsync(ulong depth, params Receipt[] kept)
    {
        var raw = new List<object>();
        foreach (var receipt in kept)
            raw.Add(new object[] { (await Anvil.Rpc.CallAsync("eth_getRawTransactionByHash", [receipt.TransactionHash.ToString()])).GetString()!, 0 });
        await Anvil.Rpc.CallAsync("anvil_reorg", [depth, raw]);
    }

    /// <summary>What an independent reading of the whole chain gives.</summary>
    public async Task<string> TruthAsync() => Describe(await ReadAsync());

    /// <summary>All that is known of an organization, to be compared.</summary>
    public static string Describe(Organization organization) => JsonSerializer.Serialize(new
    {
        Head = organization.Ledger.Head.ToString(),
        organization.Ledger.Sequence,
        organization.Ledger.Epoch,
        Members = organization.Ledger.Members.Select(member => $"{member} {organization.Ledger.SpendingOf(member)} {organization.Reputation[member]}"),
        Contributions = organization.ContributionLog.Select(id => organization.Contributions[id].Title.ToString()),
        Credits = organization.Ledger.Credits.Select(credit => credit.ToString()),
        Epochs = organization.Epochs.Select(epoch => $"{epoch.Number} {epoch.Confirmed} {string.Join(',', epoch.Settlements.Select(posted => $"{posted.Root} {posted.Status} {posted.Influence.Count}"))}"),
        Claims = organization.Claims.Select(claim => claim.ToString()),
        Balances = organization.Token.Balances.Select(balance => $"{balance.Key} {balance.Value}"),
        Minted = organization.Token.Minted.ToString(System.Globalization.CultureInfo.InvariantCulture),
        organization.Counts,
        Proposals = organization.Governance.Proposals.Select(proposal => $"{proposal.Id} {proposal.Tally} {proposal.Deadline} {proposal.Eta} {proposal.IsExecuted} {proposal.IsCanceled}"),
        Delegations = organization.Governance.Delegations.Select(pair => $"{pair.Key} {pair.Value} {organization.Governance.VotesOf(pair.Value)}"),
        Roles = organization.Governance.Roles.All.Select(role => role.ToString()),
        Settings = organization.Governance.Settings.Select(setting => setting.ToString()),
        Findings = organization.Findings.Select(finding => finding.Sentence),
    });

    public TransactionSender Sender() => new(Anvil.Chain, payer, OrganizationContracts.Reverts, pollInterval: TimeSpan.FromMilliseconds(5));

    public void Dispose()
    {
        foreach (var key in people)
            key.Dispose();
        payer.Dispose();
        wallet.Dispose();
        Anvil.Dispose();
    }

    /// <summary>Sends something that only a member can, who gets the ether for it.</summary>
    private async Task<Receipt> SendAsync(int person, ContractCall call)
    {
        await Anvil.Dev.SetBalanceAsync(people[person].Address, 1_000_000_000_000_000_000);
        using var sender = new TransactionSender(Anvil.Chain, people[person], OrganizationContracts.Reverts, pollInterval: TimeSpan.FromMilliseconds(5));
        return await sender.ExecuteAsync(call);
    }

    private async Task<SignedContribution> SignAsync(int person, string title)
    {
        var record = new Contribution(people[person].Address, RecordText.From("docs"), RecordText.From(title), RecordText.From(""), default, [], [], 0);
        return new SignedContribution(record, people[person].Sign(record.Digest(await DomainAsync())).ToArray());
    }

    private async Task<Organization> ReadAsync()
    {
        var follower = await Follower.StartAsync(Anvil.Chain, contracts);
        await follower.ReadToAsync(await HeadAsync());
        return follower.Organization;
    }

    private async Task<RecordDomain> DomainAsync() => new(await Anvil.Chain.GetChainIdAsync(), contracts.Ledger.Address);

    private async Task<Receipt> RelayAsync(RecordBatch batch)
    {
        using var sender = Sender();
        var relayed = await new Relayer(contracts.Ledger, sender).RelayAsync(batch);
        Assert.That(relayed.Skipped, Is.Empty);
        return relayed.Receipt;
    }
}
