using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Voting;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg ballot payouts</c>: what a vote on the weights of metrics pays out, by the rule of Optimism's Retro Funding 4.</summary>
internal static class BallotPayoutsCommand
{
    private const int DefaultBudget = 10_000_000;
    private const int DefaultCapBp = 500;
    private const int DefaultLeast = 1_000;
    private const int MostTokens = 1_000_000_000;
    private const int WholeBp = 10_000;

    public static Command Create(Option<bool> json)
    {
        var folder = new Argument<string>("FOLDER") { Description = "The folder with ballots.csv and metrics.csv, and results.csv if payouts were published" };
        var budget = new Option<int>("--budget") { Description = "Tokens that are paid out", HelpName = "TOKENS", DefaultValueFactory = _ => DefaultBudget };
        var cap = new Option<int>("--cap") { Description = "The most that one project gets of all, in 1/10000", HelpName = "BP", DefaultValueFactory = _ => DefaultCapBp };
        var least = new Option<int>("--least") { Description = "The least payout in tokens; who would get less gets nothing", HelpName = "TOKENS", DefaultValueFactory = _ => DefaultLeast };
        var accept = new Option<string[]>("--accept") { Description = "Count the ballot of this account although its signature cannot be checked here, as that of a contract account; may be repeated", HelpName = "ADDRESS", DefaultValueFactory = _ => [] };
        budget.RequireWithin(1, MostTokens);
        cap.RequireWithin(1, WholeBp);
        least.RequireWithin(0, MostTokens);
        var top = new TopOption("projects");
        var command = new Command("payouts", "Recover the signers of a vote on metrics, and compute what every project is paid") { folder, budget, cap, least, accept };
        top.AddTo(command, json);
        command.Computes((parsed, progress) =>
        {
            progress.Show(() => "counting …");
            var accepted = parsed.GetValue(accept)!.Select(text => BallotCommand.ReadAddress(text, "--accept")).ToHashSet();
            var files = MetricVoteFolder.Read(parsed.GetRequiredValue(folder));
            var unsigned = files.Ballots.Where(ballot => !ballot.IsSigned).ToList();
            foreach (var other in accepted.Where(account => unsigned.TrueForAll(ballot => ballot.Account != account)))
                throw new CommandException(ExitCode.Usage, $"--accept {other}: it has no ballot here, or signed it; leave the option out.");
            MetricBallot[] counted = [.. files.Ballots.Where(ballot => ballot.IsSigned || accepted.Contains(ballot.Account)).Select(ballot => ballot.Ballot)];
            if (counted.Length == 0)
                throw new CommandException(ExitCode.Refused, "NoBallots: no ballot is signed by its account, so there is nothing to pay by. Is the column Payload the text that was signed?");
            var weights = new ulong[counted.Length];
            Array.Fill(weights, 1UL);
            var rule = new PayoutRule((uint)parsed.GetValue(budget) * MetricVote.Unit, parsed.GetValue(cap), (uint)parsed.GetValue(least) * MetricVote.Unit);
            var result = new Result(files, rule, files.Vote.Payouts(counted, weights, rule), counted.Length, unsigned, accepted);
            progress.Dispose();
            foreach (var ballot in unsigned)
                Terminal.Say(Unsigned(ballot, accepted.Contains(ballot.Account)));
            if (parsed.GetValue(json))
                Terminal.WriteJson(writer => WriteJson(writer, result));
            else
                Write(result, top.Of(parsed), new Terminal(Json: false).Out);
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Unsigned(CastBallot ballot, bool accepted) =>
        $"ballots.csv, line {ballot.Line}: SignatureInvalid: the signature is {(ballot.Signer is { } signer ? $"by {signer}, not " : "not ")}by {ballot.Account} over this text."
        + (accepted ? " Counted all the same, as you said." : $" Left out; if it is a contract account that you asked yourself, give --accept {ballot.Account}.");

    private static void Write(Result result, int top, IAnsiConsole console)
    {
        var (files, payouts) = (result.Files, result.Payouts);
        var published = files.Projects.Any(project => project.Published is not null);
        var table = new Table().Border(TableBorder.Rounded).Title($"{Amounts.Of(result.Counted, "ballot")}, {Amounts.Of(payouts.Length, "project")}: payouts in tokens");
        table.AddColumn("Project");
        table.AddColumn(new TableColumn("Payout").RightAligned());
        if (published)
            table.AddColumn(new TableColumn("Published").RightAligned());
        var order = Enumerable.Range(0, payouts.Length).OrderByDescending(project => payouts[project]).ToList();
        foreach (var project in order.Take(top))
        {
            string[] cells = [ShownText.Of(files.Projects[project].Name), Tokens(payouts[project], MetricVoteFolder.Digits)];
            table.AddRow(published ? [.. cells, files.Projects[project].Published is { } payout ? Tokens(payout, files.PublishedDigits) : ""] : cells);
        }
        console.Write(table);
        if (payouts.Length > top)
            Console.Out.WriteLine($"… and {Amounts.Of(payouts.Length - top, "project")} with less; --all shows them.");
        Console.Out.WriteLine($"{files.Ballots.Length - result.Unsigned.Count} of {Amounts.Of(files.Ballots.Length, "ballot")} are signed by their accounts; {result.Counted} count.");
        Console.Out.WriteLine($"Paid out: {Tokens(result.Paid, MetricVoteFolder.Digits)} of {Tokens(result.Rule.Budget, 0)}, to {Amounts.Of(payouts.Count(payout => payout > 0), "project")}.");
        if (published)
        {
            Console.Out.WriteLine(
                $"{result.Equal} of {files.Projects.Count(project => project.Published is not null)} payouts are those published, rounded to {Amounts.Of(files.PublishedDigits, "digit")} as these are; "
                + $"the published ones add up to {Tokens(result.Published, files.PublishedDigits)}.");
        }
    }

    private static void WriteJson(Utf8JsonWriter json, Result result)
    {
        json.WriteStartObject();
        Units(json, "budget", result.Rule.Budget);
        Units(json, "paid", result.Paid);
        json.WriteNumber("ballots", result.Files.Ballots.Length);
        json.WriteNumber("signed", result.Files.Ballots.Length - result.Unsigned.Count);
        json.WriteNumber("counted", result.Counted);
        json.WriteStartArray("unsigned");
        foreach (var ballot in result.Unsigned)
        {
            json.WriteStartObject();
            json.WriteNumber("line", ballot.Line);
            json.WriteString("account", ballot.Account.ToString());
            if (ballot.Signer is { } signer)
                json.WriteString("signer", signer.ToString());
            json.WriteBoolean("accepted", result.Accepted.Contains(ballot.Account));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (result.Files.Projects.Any(project => project.Published is not null))
        {
            json.WriteNumber("equalToPublished", result.Equal);
            Units(json, "publishedSum", result.Published);
        }
        json.WriteStartArray("projects");
        for (var project = 0; project < result.Payouts.Length; project++)
        {
            json.WriteStartObject();
            json.WriteString("id", result.Files.Projects[project].Id);
            json.WriteString("name", result.Files.Projects[project].Name);
            Units(json, "payout", result.Payouts[project]);
            if (result.Files.Projects[project].Published is { } payout)
                Units(json, "published", payout);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Units(Utf8JsonWriter json, string name, UInt128 units) => json.WriteString(name, units.ToString(CultureInfo.InvariantCulture));

    /// <summary>Tokens with thousands separated and so many digits, cut off.</summary>
    private static string Tokens(UInt128 units, int digits)
    {
        var whole = Amounts.Units(units / MetricVote.Unit);
        return digits == 0 ? whole : $"{whole}.{(units % MetricVote.Unit).ToString("D18", CultureInfo.InvariantCulture)[..digits]}";
    }

    /// <summary>What the vote pays.</summary>
    private sealed record Result(MetricVoteFolder Files, PayoutRule Rule, UInt128[] Payouts, int Counted, List<CastBallot> Unsigned, HashSet<Address> Accepted)
    {
        public UInt128 Paid { get; } = Sum(Payouts);

        public UInt128 Published { get; } = Sum(Files.Projects.Select(project => project.Published ?? 0));

        /// <summary>How many payouts are those published, when rounded half up to as many digits.</summary>
        public int Equal => Files.Projects.Where((project, i) => Rounded(Payouts[i]) == project.Published).Count();

        private UInt128 Rounded(UInt128 payout)
        {
            var unit = Enumerable.Range(0, MetricVoteFolder.Digits - Files.PublishedDigits).Aggregate(UInt128.One, (power, _) => power * 10);
            return (payout + (unit / 2)) / unit * unit;
        }

        private static UInt128 Sum(IEnumerable<UInt128> values) => values.Aggregate(UInt128.Zero, (sum, value) => sum + value);
    }
}
