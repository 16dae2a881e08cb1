using System.CommandLine;
using System.Text.Json;
using DecentralOrg.Cli.Bundles;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Node.Comparing;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg compare</c>: what other systems would make of the same credits, member by member.</summary>
internal static class CompareCommand
{
    public static readonly string[] Examples =
    [
        "dorg compare epoch-12.jsonl",
        "dorg compare epoch-12.jsonl --top 10",
        "dorg compare epoch-12.jsonl --without-proof-of-value --json",
    ];

    public static Command Create(Option<bool> json)
    {
        var path = new Argument<string>("BUNDLE") { Description = "A bundle; - for standard input" };
        var threads = Computation.Threads();
        var without = new Option<bool>("--without-proof-of-value") { Description = "Leave Proof of Value out, which takes memory for every evaluation and contribution" };
        var top = new TopOption("members");
        var command = new Command("compare", "Show influence beside EigenTrust, PageRank and Backfeed's Proof of Value over the same credits") { path, without, threads };
        top.AddTo(command, json);
        command.Computes((parsed, progress) =>
        {
            ProofOfValueCredits? proofOfValue = null;
            var bundle = ReadBundle.From(
                parsed.GetRequiredValue(path), progress,
                parsed.GetValue(without) ? null : header => (proofOfValue = new ProofOfValueCredits(header.Reputation())).Add);
            var influence = bundle.Solve(parsed.GetValue(threads), progress);
            progress.Show(() => "comparing …");
            var damping = bundle.Header.Terms.Influence.DampingBp;
            List<Ranked> rankings =
            [
                Ranked.Of("influence", "Influence", influence.Values),
                Ranked.Of("eigenTrust", "EigenTrust", TrustRanking.EigenTrust(bundle.Graph, bundle.Header.Reputation(), damping)),
                Ranked.Of("pageRank", "PageRank", TrustRanking.PageRank(bundle.Graph, damping)),
            ];
            if (proofOfValue is not null)
            {
                rankings.Add(Ranked.Of("proofOfValueReputation", "Proof of Value, reputation", proofOfValue.Reputation));
                rankings.Add(Ranked.Of("proofOfValueTokens", "Proof of Value, tokens", proofOfValue.Tokens));
            }
            progress.Dispose();
            if (parsed.GetValue(json))
                Terminal.WriteJson(writer => WriteJson(writer, bundle, influence, rankings));
            else
                Write(bundle, rankings, proofOfValue is not null, top.Of(parsed), new Terminal(Json: false).Out);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(ReadBundle bundle, List<Ranked> rankings, bool proofOfValue, int top, IAnsiConsole console)
    {
        var members = bundle.Header.Members;
        var table = new Table().Border(TableBorder.Rounded).Title($"Epoch {bundle.Header.Epoch}, {Amounts.Of(members.Length, "member")}: share of all, and rank");
        table.AddColumn(new TableColumn("Number").RightAligned());
        table.AddColumn(new TableColumn("Account").NoWrap());
        foreach (var ranking in rankings)
            table.AddColumn(new TableColumn(ranking.Title).RightAligned());
        foreach (var member in rankings[0].Order.Take(top))
        {
            table.AddRow([
                $"{member}", ShownText.Of(members[member].Account),
                .. rankings.Select(ranking => $"{Amounts.Percent(ranking.Shares[member])}  {Amounts.Count(ranking.Ranks[member])}"),
            ]);
        }
        console.Write(table);
        TopOption.SayRest(members.Length, top, "with less influence");
        Console.Out.WriteLine("Shares are of what all members have together, by each system; dorg influence shows parts of all influence there can be.");
        Console.Out.WriteLine("EigenTrust and PageRank share out all that a giver has, however few points he gave.");
        if (proofOfValue)
            Console.Out.WriteLine("Proof of Value takes each credit as one evaluation, whatever its points.");
    }

    private static void WriteJson(Utf8JsonWriter json, ReadBundle bundle, Influence influence, List<Ranked> rankings)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", bundle.Header.Epoch);
        json.WriteStartArray("members");
        for (var member = 0; member < bundle.Header.Members.Length; member++)
        {
            json.WriteStartObject();
            json.WriteNumber("number", member);
            json.WriteString("account", bundle.Header.Members[member].Account);
            StandingsJson.Decimal(json, "units", influence.Values[member]);
            foreach (var ranking in rankings)
            {
                json.WriteStartObject(ranking.Name);
                json.WriteNumber("share", ranking.Shares[member]);
                json.WriteNumber("rank", ranking.Ranks[member]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            Terminal.FlushIfMuch(json);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
