using System.Globalization;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Founding;
using DecentralOrg.Node.Importing;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Relaying;
using DecentralOrg.Node.Settling;
using DecentralOrg.Node.Verifying;

namespace DecentralOrg.Cli.Demo;

/// <summary>
/// Plays quarters of a real history on a devnet: everybody signs with a wallet of his own, and every quarter is closed,
/// computed, settled and claimed. Nothing is simulated but the clock, which is moved forward.
/// </summary>
internal sealed class DemoRun(HttpChain chain, DevChain devChain, TransactionSender sender, DemoOptions options, StageClock clock, Action<string> say)
{
    private readonly List<QuarterSummary> quarters = [];

    public StageClock Clock => clock;

    public GasBook Gas { get; } = new();

    public IReadOnlyList<QuarterSummary> Quarters => quarters;

    /// <summary>Plays everything.</summary>
    /// <returns>What a verification from the chain alone gives, and the organization as the chain tells it.</returns>
    public async Task<(Verification Verification, Organization Organization, OrganizationContracts Contracts)> PlayAsync(
        History history, PeopleWallets wallets, CancellationToken stop)
    {
        var records = clock.Measure("records", () => ImportedRecords.From(history, wallets.Account));
        var (first, count) = Choose(history);
        var charter = DemoCharter.For(history, records, first);
        var founded = await clock.MeasureAsync("deploy", () =>
            new OrganizationFounder(chain, sender, Artifact).FoundAsync(charter, stop: stop));
        Gas.Add("founding", 1, founded.Gas);
        var contracts = await OrganizationContracts.FindAsync(chain, founded.Settlement, stop: stop);
        say($"Founded by the {Amounts.Of(charter.Founders.Count, "author")} with most contributions {(first > 0 ? $"before {Label(history, first)}" : "in the first quarter")}; settlement contract {founded.Settlement}.");

        var follower = await Follower.StartAsync(chain, contracts, stop);
        var credits = CreditPlan.For(history, DemoOptions.EpochSeconds, charter.Terms.PointsPerEpoch).ToDictionary(epoch => epoch.Epoch);
        var settled = SettlementVector.Genesis([.. charter.Founders.Select(founder => founder.Reputation)]);
        for (var quarter = 0; quarter < count; quarter++)
        {
            var past = first + quarter;
            var before = settled;
            await FollowAsync(follower, stop);
            Contribution[] contributions = [.. Enumerable.Range(0, history.Commits.Count)
                .Where(commit => history.EpochOf(history.Commits[commit].Time, DemoOptions.EpochSeconds) == past)
                .Select(commit => records.Contributions[commit])];
            var plan = EpochPlanner.Plan(
                follower.Organization.Ledger, credits.GetValueOrDefault(past)?.Credits ?? [], records,
                account => follower.Organization.Reputation[account], follower.Organization.Reputation.Total);
            await RelayAsync(contributions, plan.Evaluations, wallets, contracts, follower.Organization.Ledger.Domain, stop);
            settled = await SettleAsync(contracts, follower, before, charter.Terms, stop);
            quarters.Add(new QuarterSummary(
                Label(history, past), contributions.Length, plan, settled.Members - before.Members, follower.Organization.Epochs[quarter], settled));
            say($"Quarter {quarter + 1} of {count} {quarters[^1]}");
        }
        var (verification, organization) = await clock.MeasureAsync("verify", () => new Verifier(chain, contracts, Artifact).RunAsync(stop: stop));
        return (verification, organization, contracts);
    }

    private ContractArtifact Artifact(string contract) => Repository.Artifact(options.Root, contract);

    private async Task RelayAsync(
        IReadOnlyList<Contribution> contributions, IReadOnlyList<Evaluation> evaluations, PeopleWallets wallets,
        OrganizationContracts contracts, RecordDomain domain, CancellationToken stop)
    {
        var batches = clock.Measure("sign", () => RecordBatch.Plan(domain, wallets.Sign(contributions, domain), wallets.Sign(evaluations, domain)).ToList());
        var relayer = new Relayer(contracts.Ledger, sender);
        foreach (var batch in batches)
        {
            var relayed = await clock.MeasureAsync("relay", () => relayer.RelayAsync(batch, stop));
            if (relayed.Skipped.Count > 0)
            {
                var skipped = relayed.Skipped[0];
                throw new CommandException(ExitCode.Internal, $"The ledger skipped record {skipped.Digest}. {skipped.Reason.Sentence()}");
            }
            if (batch.Contributions.Count > 0)
                Gas.Add("contribution", batch.Contributions.Count, relayed.Receipt.GasUsed);
            if (batch.Evaluations.Count > 0)
            {
                Gas.Add("evaluation", batch.Evaluations.Count, relayed.Receipt.GasUsed);
                Gas.Add(GasBook.Credit, batch.Evaluations.Sum(signed => signed.Record.Credits.Count), relayed.Receipt.GasUsed);
            }
        }
    }

    private async Task<SettlementVector> SettleAsync(
        OrganizationContracts contracts, Follower follower, SettlementVector before, Terms terms, CancellationToken stop)
    {
        var settler = new Settler(contracts.Settlement, sender);
        await devChain.IncreaseTimeAsync(terms.EpochSeconds, stop);
        Gas.Add("closeEpoch", 1, (await clock.MeasureAsync("settle", () => settler.CloseAsync(stop))).GasUsed);
        await FollowAsync(follower, stop);

        var epoch = follower.Organization.Epochs[^2];
        var log = epoch.Log ?? throw new InvalidOperationException("An epoch that was closed has its log.");
        var vector = clock.Measure("compute", () => EpochComputation.Of(epoch.KernelTerms, log, [.. before.State]).Settlement);
        var expected = epoch.KernelTerms.Expected(epoch.Number, log.Head, log.Members);
        var receipts = await clock.MeasureAsync("settle", () =>
            settler.SubmitAsync(epoch.Number, expected, vector, before, terms.Bond, stop));
        Gas.Add("settlementPerMember", vector.Members, Sum(receipts));

        await devChain.IncreaseTimeAsync(terms.ChallengeSeconds + 1, stop);
        Gas.Add("finalize", 1, (await clock.MeasureAsync("settle", () => settler.FinalizeAsync(epoch.Number, stop))).GasUsed);
        var claims = await clock.MeasureAsync("claim", () => settler.ClaimAsync(vector, before, stop));
        Gas.Add("claimPerMember", claims.Sum(claim => claim.Members), Sum(claims.Select(claim => claim.Receipt)));
        return vector;
    }

    private Task<bool> FollowAsync(Follower follower, CancellationToken stop) => clock.MeasureAsync("follow", async () =>
    {
        var head = await chain.GetBlockAsync(BlockTag.Latest, stop);
        await follower.ReadToAsync(head?.Number ?? 0, stop: stop);
        return true;
    });

    private static ulong Sum(IEnumerable<Receipt> receipts) => receipts.Aggregate(0UL, (sum, receipt) => sum + receipt.GasUsed);

    /// <summary>The first quarter to play, and how many there are from it on, at most as many as were asked for.</summary>
    private (int First, int Count) Choose(History history)
    {
        var all = (int)history.Commits.Max(commit => history.EpochOf(commit.Time, DemoOptions.EpochSeconds)) + 1;
        var first = options.First ?? (options.GitPath is null ? DemoOptions.FirstOfSample : Math.Max(0, all - options.Quarters));
        return first < all
            ? (first, Math.Min(options.Quarters, all - first))
            : throw new CommandException(ExitCode.Usage, $"This history has {all} quarters, numbered from 0; it has no quarter {first} to begin with.");
    }

    private static string Label(History history, int quarter) =>
        DateTimeOffset.FromUnixTimeSeconds(history.Earliest + (long)quarter * DemoOptions.EpochSeconds).ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
