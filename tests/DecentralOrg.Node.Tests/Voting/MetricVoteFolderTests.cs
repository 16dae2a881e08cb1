using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Importing;
using DecentralOrg.Node.Tests.Importing;
using DecentralOrg.Node.Voting;

namespace DecentralOrg.Node.Tests.Voting;

/// <summary>The ballots of Optimism's Retro Funding 4, and files that break a rule.</summary>
public sealed class MetricVoteFolderTests
{
    private const string Metrics = "project_name,application_id,is_oss,users\nOne,0x01,true,3\nTwo,0x02,false,1.5e-01\n";
    private const string BallotsHeader = "Address,Signature,Payload\n";

    private static readonly string Data = Path.Combine(Repository.Root(), "tests", "data", "optimism-rf4");
    private static readonly string Account = "0x" + new string('a', 40);
    private static readonly PayoutRule Rule = new(10_000_000 * MetricVote.Unit, 500, 1_000 * MetricVote.Unit);

    private readonly TemporaryFolder folder = new();

    [OneTimeTearDown]
    public void End() => folder.Dispose();

    [Test]
    public void All_but_one_of_108_real_ballots_are_signed_by_their_accounts()
    {
        var files = MetricVoteFolder.Read(Data);
        Assert.That((files.Ballots.Length, files.Ballots.Count(ballot => ballot.IsSigned), files.Projects.Length, files.PublishedDigits), Is.EqualTo((108, 107, 230, 1)));
    }

    [Test]
    public void A_ballot_whose_text_was_changed_is_not_signed_by_its_account()
    {
        foreach (var file in (string[])["ballots.csv", "metrics.csv"])
        {
            var text = File.ReadAllText(Path.Combine(Data, file));
            folder.Write(file, file == "ballots.csv" ? text.Replace("\"\"os_multiplier\"\":1.8}", "\"\"os_multiplier\"\":1.7}", StringComparison.Ordinal) : text);
        }
        // Two of 108 have this multiplier.
        Assert.That(MetricVoteFolder.Read(folder.Path).Ballots.Count(ballot => ballot.IsSigned), Is.EqualTo(105));
    }

    [Test]
    public void Every_published_payout_is_reached_and_the_sum_is_the_budget_to_the_last_unit()
    {
        var files = MetricVoteFolder.Read(Data);
        var payouts = files.Vote.Payouts([.. files.Ballots.Select(ballot => ballot.Ballot)], [.. files.Ballots.Select(_ => 1UL)], Rule);
        var tenth = MetricVote.Unit / 10;
        Assert.Multiple(() =>
        {
            Assert.That(payouts.Select(payout => (payout + (tenth / 2)) / tenth * tenth), Is.EqualTo(files.Projects.Select(project => project.Published)), "rounded half up to 0.1, as published");
            Assert.That(payouts.Aggregate(UInt128.Zero, (sum, payout) => sum + payout), Is.EqualTo(Rule.Budget));
            Assert.That(files.Projects.Aggregate(UInt128.Zero, (sum, project) => sum + project.Published!.Value), Is.EqualTo(Rule.Budget + (3 * tenth)), "what was published");
        });
    }

    [TestCase("{\"\"allocations\"\":[],\"\"os_only\"\":false,\"\"os_multiplier\"\":1", "Payload is not a JSON object")]
    [TestCase("{\"\"allocations\"\":[],\"\"os_only\"\":false}", "Payload is not a JSON object")]
    [TestCase("{\"\"allocations\"\":[],\"\"os_only\"\":1,\"\"os_multiplier\"\":1}", "Payload is not a JSON object")]
    [TestCase("{\"\"allocations\"\":[{\"\"users\"\":1},{\"\"users\"\":2}],\"\"os_only\"\":false,\"\"os_multiplier\"\":1}", "named before")]
    [TestCase("{\"\"allocations\"\":[{}],\"\"os_only\"\":false,\"\"os_multiplier\"\":1}", "not one metric")]
    [TestCase("{\"\"allocations\"\":[{\"\"likes\"\":1}],\"\"os_only\"\":false,\"\"os_multiplier\"\":1}", "no metric 'likes'")]
    [TestCase("{\"\"allocations\"\":[{\"\"users\"\":100.1}],\"\"os_only\"\":false,\"\"os_multiplier\"\":1}", "users is not a number from 0 to 100")]
    [TestCase("{\"\"allocations\"\":[{\"\"users\"\":-1}],\"\"os_only\"\":false,\"\"os_multiplier\"\":1}", "users is not a number from 0 to 100")]
    [TestCase("{\"\"allocations\"\":[{\"\"users\"\":1e-19}],\"\"os_only\"\":false,\"\"os_multiplier\"\":1}", "users is not a number from 0 to 100")]
    [TestCase("{\"\"allocations\"\":[],\"\"os_only\"\":false,\"\"os_multiplier\"\":\"\"2\"\"}", "os_multiplier is not a number")]
    public void A_ballot_that_says_nothing_clear_is_refused_with_its_line(string payload, string words) =>
        Refused(Metrics, $"{BallotsHeader}{Account},0x,\"{payload}\"\n", ImportRefusal.BadRow, "ballots.csv, line 2: ", words);

    [TestCase("0xaa,0x,{}", "is not 0x and 40 hex digits")]
    [TestCase("0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,0xabc,{}", "even number of hex digits")]
    [TestCase("0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,0x", "2 fields")]
    public void A_bad_line_of_ballots_is_refused_with_its_number(string line, string words) =>
        Refused(Metrics, $"{BallotsHeader}{line}\n", ImportRefusal.BadRow, "ballots.csv, line 2: ", words);

    [TestCase("Three,0x01,true,3", "earlier line as well")]
    [TestCase("Three,0x03,yes,3", "is_oss 'yes'")]
    [TestCase("Three,0x03,true,-3", "users '-3'")]
    [TestCase("Three,0x03,true,NaN", "users 'NaN'")]
    [TestCase("Three,,true,3", "application_id is empty")]
    public void A_bad_line_of_metrics_is_refused_with_its_number(string line, string words) =>
        Refused($"{Metrics}{line}\n", BallotsHeader, ImportRefusal.BadRow, "metrics.csv, line 4: ", words);

    [Test]
    public void Files_without_what_is_needed_are_refused()
    {
        var line = $"{Account},0x,\"{{\"\"allocations\"\":[],\"\"os_only\"\":false,\"\"os_multiplier\"\":1}}\"\n";
        Refused("project_name,is_oss\n", BallotsHeader, ImportRefusal.WrongHeader, "metrics.csv, line 1: ", "'application_id'");
        Refused("project_name,application_id,is_oss,users,users\n", BallotsHeader, ImportRefusal.WrongHeader, "metrics.csv, line 1: ", "twice");
        Refused(Metrics, "Address,Payload\n", ImportRefusal.WrongHeader, "ballots.csv, line 1: ", "'Signature'");
        Refused(Metrics, BallotsHeader, ImportRefusal.EmptyHistory, "ballots.csv has a header", "nothing to count");
        Refused(Metrics, BallotsHeader + line + line, ImportRefusal.BadRow, "ballots.csv, line 3: ", "ballot on an earlier line");
    }

    private void Refused(string metrics, string ballots, ImportRefusal reason, params string[] words)
    {
        folder.Write("metrics.csv", metrics);
        folder.Write("ballots.csv", ballots);
        var refused = Assert.Throws<ImportException>(() => MetricVoteFolder.Read(folder.Path));
        Assert.That(refused!.Reason, Is.EqualTo(reason));
        foreach (var each in words)
            Assert.That(refused.Message, Does.Contain(each));
    }
}
