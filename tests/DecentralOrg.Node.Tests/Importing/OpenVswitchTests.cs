using System.Security.Cryptography;
using System.Text;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Importing;
using Map = DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Node.Tests.Importing;

/// <summary>
/// Fifteen years of Open vSwitch against a bundle that another implementation made of them: founders are the first five
/// people, everybody else is numbered by the first credit that names him (evaluator before recipient), and accounts and
/// contribution ids are hashes of the pseudonym and of the commit id.
/// </summary>
internal sealed class OpenVswitchTests
{
    private const int Quarter = 90 * 86_400;
    private const int Founders = 5;
    private const int BundleEpoch = 69;
    private const ulong FounderReputation = 200_000_000_000_000;

    private History history = null!;
    private Bundle bundle = null!;

    [OneTimeSetUp]
    public void Read_the_sample()
    {
        var root = Repository.Root();
        history = CsvHistory.Read(Path.Combine(root, "src", "DecentralOrg.Cli", "Demo", "openvswitch"));
        using var file = File.OpenRead(Path.Combine(root, "tests", "vectors", "influence-openvswitch-q69.jsonl"));
        bundle = BundleReader.Read(file);
    }

    [Test]
    public void All_of_it_is_read()
    {
        Assert.That(history.Commits, Has.Count.EqualTo(20_860));
        Assert.That(history.Commits.Count(commit => commit.Authors.Count > 1), Is.EqualTo(423));
        Assert.That(history.Commits.Count(commit => commit.BuildsOn.Count > 0), Is.EqualTo(1_476));
        Assert.That(history.Scores.Count(score => score.Kind != ScoreKind.Fixes), Is.EqualTo(14_595));
        Assert.That(history.Scores.CountBy(score => score.Kind).Where(count => count.Key != ScoreKind.Fixes), Is.EquivalentTo(new KeyValuePair<ScoreKind, int>[]
        {
            new(ScoreKind.Acked, 10_930),
            new(ScoreKind.Reported, 1_570),
            new(ScoreKind.Reviewed, 1_074),
            new(ScoreKind.Tested, 605),
            new(ScoreKind.Suggested, 416),
        }));
    }

    [Test]
    public void People_are_numbered_in_order_of_appearance() =>
        Assert.That(history.People.Select(person => person.Identity), Is.EqualTo(Enumerable.Range(1, 1_153).Select(number => $"p{number:D4}")));

    [Test]
    public void The_credits_of_epoch_69_are_those_of_the_bundle()
    {
        var plan = CreditPlan.For(history, Quarter, (uint)bundle.Terms.Influence.PointsPerEpoch);
        var members = Members(plan);

        Assert.That(bundle.Credits, Has.Length.EqualTo(64));
        Assert.That(
            plan.Single(epoch => epoch.Epoch == BundleEpoch).Credits.Select(credit => Logged(credit, members)),
            Is.EqualTo(bundle.Credits));
        Assert.That(
            members.OrderBy(member => member.Value).Select(member => "0x" + Hash("account:", history.People[member.Key].Identity)[..40]),
            Is.EqualTo(bundle.Members.Select(member => member.Account)));
    }

    [Test]
    public void The_credits_of_the_epochs_before_lead_to_the_reputation_and_rewards_in_the_bundle()
    {
        var plan = CreditPlan.For(history, Quarter, (uint)bundle.Terms.Influence.PointsPerEpoch);
        var members = Members(plan);
        var state = SettlementVector.Genesis(Enumerable.Repeat(FounderReputation, Founders).ToArray()).State.ToArray();
        foreach (var epoch in plan.TakeWhile(epoch => epoch.Epoch < BundleEpoch))
        {
            var graph = CreditGraph.From(members.Count, [.. epoch.Credits.Select(credit => Logged(credit, members))]);
            var influence = Map.Solve(graph, [.. state.Select(member => member.Reputation)], bundle.Terms.Influence);
            state = [.. SettlementVector.Of(influence, state, bundle.Terms).State];
        }

        Assert.That(state, Is.EqualTo(bundle.Previous()));
    }

    [Test]
    public void On_a_chain_the_ledger_takes_what_is_planned_and_the_rest_is_counted()
    {
        var records = ImportedRecords.From(history, Accounts.Of);
        var terms = EpochTerms.Of(Terms.Default, rewardsBefore: 0);
        var ledger = new LedgerState(new RecordDomain(31337, Accounts.Of(99_999)));
        ledger.Found(records.Accounts.Take(Founders), Terms.Default.PointsPerEpoch, Terms.Default.IntroductionPoints);
        var state = SettlementVector.Genesis(Enumerable.Repeat(FounderReputation, Founders).ToArray()).State.ToArray();
        var evaluations = 0;
        var credits = 0;
        var leftOut = new List<LeftOutCredit>();
        foreach (var epoch in CreditPlan.For(history, Quarter, Terms.Default.PointsPerEpoch))
        {
            // An epoch without credits earns nobody anything and leaves the state as it was.
            while (ledger.Epoch < epoch.Epoch)
                ledger.Turn(Terms.Default.PointsPerEpoch, Terms.Default.IntroductionPoints);
            var total = state.Aggregate(0UL, (sum, member) => sum + member.Reputation);
            ulong Reputation(Address account) => ledger.TryGetMember(account, out var number) && number < state.Length ? state[number].Reputation : 0;

            var plan = EpochPlanner.Plan(ledger, epoch.Credits, records, Reputation, total);
            foreach (var evaluation in plan.Evaluations)
            {
                Assert.That(ledger.Check(evaluation, Reputation(evaluation.Evaluator), total), Is.EqualTo(Refusal.None));
                ledger.Apply(evaluation);
            }
            evaluations += plan.Evaluations.Count;
            credits += ledger.Credits.Count;
            leftOut.AddRange(plan.LeftOut);
            var influence = Map.Solve(CreditGraph.From(ledger.Members.Count, ledger.Credits), [.. state.Select(member => member.Reputation)], terms.Influence);
            state = [.. SettlementVector.Of(influence, state, terms).State];
        }

        Assert.That((evaluations, credits, ledger.Members.Count), Is.EqualTo((892, 9_235, 129)));
        Assert.That(leftOut.CountBy(left => left.Reason), Is.EquivalentTo(new Dictionary<Refusal, int>
        {
            [Refusal.UnknownMember] = 5_535,
            [Refusal.NotIntroduced] = 1_543,
        }));
    }

    [Test]
    public void Every_commit_becomes_a_contribution_that_the_ledger_takes()
    {
        var records = ImportedRecords.From(history, Accounts.Of);

        Assert.That(records.Contributions.Select(contribution => contribution.Check()), Is.All.EqualTo(Refusal.None));
        Assert.That(records.Ids, Is.Unique);
        Assert.That(records.Contributions[0].Title.ToString(), Is.EqualTo("Commit 064af42167bf4fc9 in lib"));
        Assert.That(records.Contributions[0].ContentHash, Is.EqualTo(Bytes32.Parse("0x" + new string('0', 48) + "064af42167bf4fc9")));
    }

    private LogCredit Logged(PlannedCredit credit, Dictionary<int, int> members) => new(
        members[credit.Evaluator],
        members[credit.Recipient],
        credit.Points,
        Bytes32.Parse("0x" + Hash("contribution:", history.Commits[credit.Commit].Id)));

    private static Dictionary<int, int> Members(IReadOnlyList<EpochCredits> plan) =>
        Enumerable.Range(0, Founders)
            .Concat(plan.TakeWhile(epoch => epoch.Epoch <= BundleEpoch)
                .SelectMany(epoch => epoch.Credits)
                .SelectMany(credit => new[] { credit.Evaluator, credit.Recipient }))
            .Distinct()
            .Index()
            .ToDictionary(member => member.Item, member => member.Index);

    private static string Hash(string kind, string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kind + name)));
}
