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

namespace DecentralOrg.Cli.Demo;

/// <summary>What a quarter of the demonstration came to.</summary>
/// <param name="Label">Its first month.</param>
/// <param name="Contributions">Contributions taken.</param>
/// <param name="Evaluations">Evaluations taken.</param>
/// <param name="Credits">Credits in them.</param>
/// <param name="LeftOut">Credits that were not signed, because the ledger would refuse them.</param>
/// <param name="Newcomers">Members that the credits introduced.</param>
/// <param name="TotalEarned">What all earned together, in units of 2^-60.</param>
/// <param name="MostEarned">What they could have earned if everybody had given all points.</param>
/// <param name="PointsGiven">Points in the credits.</param>
/// <param name="PointsInAll">Points that all members could give.</param>
internal sealed record QuarterSummary(
    string Label, int Contributions, int Evaluations, int Credits, int LeftOut, int Newcomers,
    ulong TotalEarned, ulong MostEarned, ulong PointsGiven, ulong PointsInAll);

/// <summary>
/// Plays quarters of a real history on a devnet: everybody signs with a wallet of his own, and every quarter is closed,
/// computed, settled and claimed. Nothing is simulated but the clock, which is moved forward.
/// </summary>
internal sealed class DemoRun(HttpChain chain, DevChain devChain, TransactionSender sender, DemoOptions options, Action<string> say)
{
    private readonly List<QuarterSummary> quarters = [];

    public StageClock Clock { get; } = new();

    public GasBook Gas { get; } = new();

    public IReadOnlyList<QuarterSummary> Quarters => quarters;

    /// <summary>Plays everything.</summary>
    /// <returns>The organization as its chain tells it, and its contracts.</returns>
    public async Task<(Organization Organization, OrganizationContracts Contracts)> PlayAsync(
        History history, PeopleWallets wallets, CancellationToken stop)
    {
        var records = Clock.Measure("import", () => ImportedRecords.From(history, wallets.Account));
        var first = options.First ?? FirstQuarter(history);
        var charter = DemoCharter.For(history, records, first);
        var (address, gas) = await Clock.MeasureAsync("deploy", () =>
            new OrganizationFounder(chain, sender, name => Repository.Artifact(options.Root, name)).FoundAsync(charter, stop));
        Gas.Add("founding", 1, gas);
        var contracts = await OrganizationContracts.FindAsync(chain, address, stop: stop);
        say($"Founded by {charter.Founders.Count} members: settlement contract {address}.");

        var follower = await Follower.StartAsync(chain, contracts, stop);
        var credits = CreditPlan.For(history, DemoOptions.EpochSeconds, charter.Terms.PointsPerEpoch).ToDictionary(epoch => epoch.Epoch);
        var settled = SettlementVector.Genesis([.. charter.Founders.Select(founder => founder.Reputation)]);
        for (var quarter = 0; quarter < options.Quarters; quarter++)
        {
            var past = first + quarter;
            await FollowAsync(follower, stop);
            var summary = await RelayAsync(history, records, wallets, contracts, follower, past, credits.GetValueOrDefault(past)?.Credits ?? [], stop);
            settled = await SettleAsync(contracts, follower, settled, charter.Terms, stop);
            quarters.Add(summary = summary with
            {
                Newcomers = settled.Members - summary.Newcomers,
                TotalEarned = settled.TotalEarned,
                MostEarned = follower.Organization.Epochs[quarter].KernelTerms.MostEarned,
                PointsInAll = (ulong)settled.Members * charter.Terms.PointsPerEpoch,
            });
            say(Line(quarter, summary, settled.Members));
        }
        await FollowAsync(follower, stop);
        return (follower.Organization, contracts);
    }

    private async Task<QuarterSummary> RelayAsync(
        History history, ImportedRecords records, PeopleWallets wallets, OrganizationContracts contracts, Follower follower,
        int past, IReadOnlyList<PlannedCredit> credits, CancellationToken stop)
    {
        var organization = follower.Organization;
        var domain = organization.Ledger.Domain;
        Contribution[] contributions = [.. Enumerable.Range(0, history.Commits.Count)
            .Where(commit => history.EpochOf(history.Commits[commit].Time, DemoOptions.EpochSeconds) == past)
            .Select(commit => records.Contributions[commit])];
        var plan = EpochPlanner.Plan(
            organization.Ledger, credits, records, account => organization.Reputation[account], organization.Reputation.Total);
        var batches = Clock.Measure("sign", () => RecordBatch.Plan(wallets.Sign(contributions, domain), wallets.Sign(plan.Evaluations, domain)).ToList());

        var relayer = new Relayer(contracts.Ledger, sender);
        foreach (var batch in batches)
        {
            var relayed = await Clock.MeasureAsync("relay", () => relayer.RelayAsync(batch, stop));
            if (relayed.Skipped.Count > 0)
            {
                var skipped = relayed.Skipped[0];
                throw new CommandException(ExitCode.Internal, $"The ledger skipped record {skipped.Digest}. {skipped.Reason.Sentence()}");
            }
            Gas.Add("contribution", batch.Contributions.Count, batch.Contributions.Count > 0 ? relayed.Receipt.GasUsed : 0);
            Gas.Add("credit", batch.Evaluations.Sum(signed => signed.Record.Credits.Count), batch.Evaluations.Count > 0 ? relayed.Receipt.GasUsed : 0);
        }
        return new QuarterSummary(
            Label(history, past), contributions.Length, plan.Evaluations.Count, plan.Evaluations.Sum(evaluation => evaluation.Credits.Count),
            plan.LeftOut.Count, organization.Ledger.Members.Count, 0, 0,
            plan.Evaluations.SelectMany(evaluation => evaluation.Credits).Aggregate(0UL, (sum, credit) => sum + credit.Points), 0);
    }

    private async Task<SettlementVector> SettleAsync(
        OrganizationContracts contracts, Follower follower, SettlementVector before, Terms terms, CancellationToken stop)
    {
        var settler = new Settler(contracts.Settlement, sender);
        await devChain.IncreaseTimeAsync(terms.EpochSeconds, stop);
        Gas.Add("closing an epoch", 1, (await Clock.MeasureAsync("settle", () => settler.CloseAsync(stop))).GasUsed);
        await FollowAsync(follower, stop);

        var epoch = follower.Organization.Epochs[^2];
        var log = epoch.Log ?? throw new InvalidOperationException("An epoch that was closed has its log.");
        var vector = Clock.Measure("compute", () => EpochComputation.Of(epoch.KernelTerms, log, [.. before.State]).Settlement);
        var expected = epoch.KernelTerms.Expected(epoch.Number, log.Head, log.Members);
        var receipts = await Clock.MeasureAsync("settle", () =>
            settler.SubmitAsync(epoch.Number, expected, vector, before, terms.Bond, stop));
        Gas.Add("submitting, a member", vector.Members, Sum(receipts));

        await devChain.IncreaseTimeAsync(terms.ChallengeSeconds + 1, stop);
        Gas.Add("finalizing", 1, (await Clock.MeasureAsync("settle", () => settler.FinalizeAsync(epoch.Number, stop))).GasUsed);
        var claims = await Clock.MeasureAsync("claim", () => settler.ClaimAsync(vector, before, stop));
        Gas.Add("claim", claims.Sum(claim => claim.Members), Sum(claims.Select(claim => claim.Receipt)));
        return vector;
    }

    private Task<bool> FollowAsync(Follower follower, CancellationToken stop) => Clock.MeasureAsync("follow", async () =>
    {
        var head = await chain.GetBlockAsync(BlockTag.Latest, stop);
        await follower.ReadToAsync(head?.Number ?? 0, stop: stop);
        return true;
    });

    private static ulong Sum(IEnumerable<Receipt> receipts) => receipts.Aggregate(0UL, (sum, receipt) => sum + receipt.GasUsed);

    private int FirstQuarter(History history)
    {
        if (options.GitPath is null)
            return DemoOptions.FirstOfSample;
        var last = history.Commits.Max(commit => history.EpochOf(commit.Time, DemoOptions.EpochSeconds));
        return (int)Math.Max(0, last + 1 - options.Quarters);
    }

    private static string Label(History history, int quarter) =>
        DateTimeOffset.FromUnixTimeSeconds(history.Earliest + (long)quarter * DemoOptions.EpochSeconds).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private string Line(int quarter, QuarterSummary summary, int members) => string.Create(CultureInfo.InvariantCulture,
        $"""
        Quarter {quarter + 1} of {options.Quarters}, from {summary.Label}: {summary.Contributions} contributions, {summary.Evaluations} evaluations with {summary.Credits} credits ({summary.LeftOut} left out: from or to people who are not members yet), {summary.Newcomers} newcomers.
            Settled for {members} members: {Amounts.Percent(summary.TotalEarned, summary.MostEarned)} of the reward earned, {Amounts.Percent(summary.PointsInAll - summary.PointsGiven, summary.PointsInAll)} of all points unspent.
        """);
}
