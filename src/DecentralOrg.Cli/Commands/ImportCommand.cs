using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DecentralOrg.Cli.Demo;
using DecentralOrg.Cli.Output;
using DecentralOrg.Node.Importing;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg import</c>: the contributions, evaluations and credits of a project's past.</summary>
internal static class ImportCommand
{
    private const uint LongestEpoch = 31_536_000;

    public static readonly string[] Examples =
    [
        "dorg import git ../some-project",
        "dorg import git . --epoch-days 7 --json > records.json",
        "dorg import csv src/DecentralOrg.Cli/Demo/openvswitch",
    ];

    public static Command Create(Option<bool> json)
    {
        var repository = new Argument<string>("PATH") { Description = "A folder in a git repository" };
        var folder = new Argument<string>("FOLDER") { Description = $"A folder with {CsvHistory.ContributionsFile} and {CsvHistory.EvaluationsFile}" };
        return new Command("import", "Read contributions, evaluations and credits from a project's past; nothing is signed or sent")
        {
            Sub("git", "From a local git repository: commits, co-authors, review trailers, fixes", json, repository,
                (parsed, stop) => GitHistory.ReadAsync(parsed.GetRequiredValue(repository), stop)),
            Sub("csv", "From two CSV files", json, folder,
                (parsed, _) => Task.FromResult(CsvHistory.Read(parsed.GetRequiredValue(folder)))),
        };
    }

    private static Command Sub(
        string name, string description, Option<bool> json, Argument argument, Func<ParseResult, CancellationToken, Task<History>> read)
    {
        var days = new Option<uint>("--epoch-days") { Description = "Days of an epoch", HelpName = "N", DefaultValueFactory = _ => 90 };
        var points = new Option<uint>("--points") { Description = "Points that everybody can give in an epoch", HelpName = "N", DefaultValueFactory = _ => 1_000_000 };
        days.RequireWithin(1, LongestEpoch / 86_400);
        points.RequireWithin(1, 1 << 20);
        var command = new Command(name, description) { argument, days, points };
        command.SetAction(async (parsed, stop) =>
        {
            Terminal.Say("reading the history …");
            var history = await read(parsed, stop);
            var seconds = 86_400L * parsed.GetValue(days);
            var credits = CreditPlan.For(history, seconds, parsed.GetValue(points));
            var terminal = new Terminal(parsed.GetValue(json));
            if (terminal.Json)
                WriteJson(history, credits, seconds);
            else
                WriteTables(terminal.Out, history, credits, seconds);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void WriteTables(IAnsiConsole console, History history, IReadOnlyList<EpochCredits> credits, long seconds)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{history.Commits.Count:#,##0} contributions and {history.Scores.Count:#,##0} evaluations by {history.People.Count:#,##0} people; {credits.Sum(epoch => epoch.Credits.Count):#,##0} credits."));
        var byEpoch = credits.ToDictionary(epoch => epoch.Epoch, epoch => epoch.Credits);
        var table = new Table().Border(TableBorder.Rounded).Title("Epochs");
        table.AddColumns("Epoch", "From", "Contributions", "Evaluators", "Credits", "Most in");
        foreach (var column in (int[])[0, 2, 3, 4])
            table.Columns[column].RightAligned();
        foreach (var epoch in history.Commits.GroupBy(commit => history.EpochOf(commit.Time, seconds)).OrderBy(epoch => epoch.Key))
        {
            var given = byEpoch.GetValueOrDefault(epoch.Key) ?? [];
            table.AddRow(
                $"{epoch.Key}",
                DateTimeOffset.FromUnixTimeSeconds(history.Earliest + epoch.Key * seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Amounts.Count(epoch.Count()),
                Amounts.Count(given.Select(credit => credit.Evaluator).Distinct().Count()),
                Amounts.Count(given.Count),
                ShownText.Of(string.Join(", ", epoch.CountBy(commit => commit.Area).OrderByDescending(area => area.Value).ThenBy(area => area.Key, StringComparer.Ordinal).Take(3).Select(area => area.Key))));
        }
        console.Write(table);
        Console.Out.WriteLine("--json writes all of it; `dorg demo --git PATH` plays a repository on a devnet, signed and settled.");
    }

    private static void WriteJson(History history, IReadOnlyList<EpochCredits> credits, long seconds)
    {
        using var wallets = new PeopleWallets(history.People);
        var records = ImportedRecords.From(history, wallets.Account);
        Terminal.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("people");
            foreach (var person in history.People)
            {
                json.WriteStartObject();
                json.WriteNumber("number", person.Number);
                json.WriteString("name", person.Name);
                json.WriteString("identity", person.Identity);
                json.WriteString("account", records.Accounts[person.Number].ToString());
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("contributions");
            for (var i = 0; i < history.Commits.Count; i++)
            {
                json.WriteStartObject();
                json.WriteString("commit", history.Commits[i].Id);
                json.WriteNumber("epoch", history.EpochOf(history.Commits[i].Time, seconds));
                json.WriteNumber("time", history.Commits[i].Time);
                ContributionJson.WriteMembers(json, records.Ids[i], records.Contributions[i]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteScores(json, history, records, seconds);
            WriteCredits(json, credits, records);
            json.WriteEndObject();
        });
    }

    private static void WriteScores(Utf8JsonWriter json, History history, ImportedRecords records, long seconds)
    {
        json.WriteStartArray("evaluations");
        foreach (var score in history.Scores)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", history.EpochOf(history.Commits[score.Source].Time, seconds));
            json.WriteNumber("evaluator", score.Evaluator);
            json.WriteString("contribution", records.Ids[score.Commit].ToString());
            json.WriteString("kind", score.Kind.ToString());
            json.WriteNumber("score", score.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteCredits(Utf8JsonWriter json, IReadOnlyList<EpochCredits> credits, ImportedRecords records)
    {
        json.WriteStartArray("credits");
        foreach (var epoch in credits)
        {
            foreach (var credit in epoch.Credits)
            {
                json.WriteStartObject();
                json.WriteNumber("epoch", epoch.Epoch);
                json.WriteNumber("from", credit.Evaluator);
                json.WriteNumber("to", credit.Recipient);
                json.WriteNumber("points", credit.Points);
                json.WriteString("contribution", records.Ids[credit.Commit].ToString());
                json.WriteEndObject();
            }
        }
        json.WriteEndArray();
    }
}
