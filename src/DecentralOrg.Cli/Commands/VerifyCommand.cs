using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Verifying;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg verify</c>: an organization checked from its chain alone.</summary>
internal static class VerifyCommand
{
    public static readonly string[] Examples =
    [
        "dorg verify --rpc http://127.0.0.1:8545 --settlement 0x5FbDB2315678afecb367f032d93F642f64180aa3",
        "ETH_RPC_URL=https://node.example.org dorg verify --settlement 0x5FbDB2315678afecb367f032d93F642f64180aa3 --json",
    ];

    public static Command Create(Option<bool> json)
    {
        var chain = new ChainOptions();
        var command = new Command("verify", "Check an organization from its chain alone: records, epochs, settlements, rewards, balances");
        chain.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var terminal = new Terminal(parsed.GetValue(json));
            return (int)await chain.RunAsync(parsed, async (connection, contracts) =>
            {
                var progress = new SynchronousProgress(step => Terminal.Say($"{step} …"));
                var root = Repository.Find();
                var (verification, _) = await new Verifier(connection, contracts, name => Repository.Artifact(root, name)).RunAsync(progress, stop);
                if (terminal.Json)
                    Terminal.WriteJson(writer => WriteJson(writer, verification, contracts));
                else
                    WriteText(terminal.Out, verification, contracts);
                return verification.Holds ? ExitCode.Ok : ExitCode.VerificationFailed;
            }, stop);
        });
        return command;
    }

    private static void WriteText(IAnsiConsole console, Verification verification, OrganizationContracts contracts)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"Checked up to block {verification.Block}").HideHeaders();
        table.AddColumns("", "");
        table.Columns[0].RightAligned();
        foreach (var (count, what) in Counts(verification.Counts))
            table.AddRow(count.ToString("#,##0", CultureInfo.InvariantCulture), what);
        console.Write(table);
        // Not through the console: it would fold sentences, and nobody could search for them.
        foreach (var note in verification.Notes)
            Console.Out.WriteLine("Note: " + note);
        foreach (var finding in verification.Findings)
            Console.Out.WriteLine($"{finding.Rule}: {finding.Sentence}");
        foreach (var wrong in verification.Wrong.Where(wrong => wrong.Status == SettlementStatus.Standing))
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"One transaction of anyone to {contracts.Settlement.Address} removes the settlement of epoch {wrong.Epoch} and earns half its bond: challengeRow with");
            Console.Out.WriteLine($"  epoch {wrong.Challenge.Epoch}");
            Console.Out.WriteLine($"  member {wrong.Challenge.Member}");
            foreach (var page in wrong.Challenge.Pages)
                Console.Out.WriteLine($"  page {page.Number} {Hex.Encode(page.Values)}");
            Console.Out.WriteLine($"  previousPage {Hex.Encode(wrong.Challenge.PreviousPage)}");
            Console.Out.WriteLine($"  credits {Hex.Encode(wrong.Challenge.Credits)}");
            Console.Out.WriteLine("which is this calldata:");
            Console.Out.WriteLine(Hex.Encode(wrong.Challenge.Call(contracts.Settlement).Data));
        }
        Console.Out.WriteLine(verification.Findings.Count switch
        {
            0 => "Everything follows from the chain's own records.",
            1 => "One thing does not follow from the chain's own records.",
            var count => $"{count} things do not follow from the chain's own records.",
        });
    }

    private static IEnumerable<(ulong Count, string What)> Counts(CheckedCounts counts) =>
    [
        ((ulong)counts.Contracts, "contracts run the code of this product; every role in its governance was asked for"),
        (counts.Records, "records numbered without a hole, their digests chained to the ledger's head"),
        ((ulong)counts.Contributions, "contributions among them"),
        ((ulong)counts.Evaluations, $"evaluations among them, with {counts.Credits.ToString("#,##0", CultureInfo.InvariantCulture)} credits, each against every rule"),
        ((ulong)counts.Signatures.Recovered, "signatures in calldata recovered to the records' authors"),
        .. Rare(counts.Signatures.Sent, "records sent by their authors themselves, as the endpoint says"),
        .. Rare(counts.Signatures.ByContract, "records of contract accounts, whose signatures only these could judge"),
        .. Rare(counts.Signatures.NotShown, "records brought by other contracts or in unusual calldata: their signatures are not shown, the ledger is believed"),
        ((ulong)counts.Members, "members, registered by these credits"),
        ((ulong)counts.Epochs, "epochs recomputed"),
        ((ulong)counts.Settlements, "settlements compared: vector, root, reputation"),
        .. Rare(counts.Refuted, "settlements that were refuted, with right"),
        ((ulong)counts.Values, "values of influence compared to the last unit"),
        ((ulong)counts.Claims, "claims compared with what was earned"),
        ((ulong)counts.Balances, "token balances compared with all transfers"),
        ((ulong)counts.Reputations, "reputations compared with the last claim"),
        .. Rare(counts.Proposals, "proposals whose count was compared with the votes"),
        .. Rare(counts.Roles, "roles compared with what gave, suspended and restored them"),
    ];

    private static IEnumerable<(ulong Count, string What)> Rare(int count, string what) => count == 0 ? [] : [((ulong)count, what)];

    private static void WriteJson(Utf8JsonWriter json, Verification verification, OrganizationContracts contracts)
    {
        json.WriteStartObject();
        json.WriteBoolean("holds", verification.Holds);
        json.WriteNumber("block", verification.Block);
        json.WritePropertyName("checked");
        JsonSerializer.Serialize(json, verification.Counts, CliJson.Default.CheckedCounts);
        json.WriteStartArray("notes");
        foreach (var note in verification.Notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in verification.Findings)
        {
            json.WriteStartObject();
            json.WriteString("rule", finding.Rule.ToString());
            json.WriteString("sentence", finding.Sentence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("wrong");
        foreach (var wrong in verification.Wrong)
            Write(json, wrong, contracts);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, WrongSettlement wrong, OrganizationContracts contracts)
    {
        var challenge = wrong.Challenge;
        json.WriteStartObject();
        json.WriteNumber("epoch", wrong.Epoch);
        json.WriteString("status", wrong.Status.ToString());
        json.WriteString("submitter", wrong.Submitter.ToString());
        json.WriteNumber("member", wrong.Row.Member);
        json.WriteString("account", wrong.Account.ToString());
        StandingsJson.Decimal(json, "posted", wrong.Row.Posted);
        json.WriteString("found", wrong.Row.Found.ToString(CultureInfo.InvariantCulture));
        json.WriteStartObject("challengeRow");
        json.WriteString("to", contracts.Settlement.Address.ToString());
        json.WriteNumber("epoch", challenge.Epoch);
        json.WriteNumber("member", challenge.Member);
        json.WriteStartArray("pages");
        foreach (var page in challenge.Pages)
        {
            json.WriteStartObject();
            json.WriteNumber("number", page.Number);
            json.WriteString("values", Hex.Encode(page.Values));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("previousPage", Hex.Encode(challenge.PreviousPage));
        json.WriteString("credits", Hex.Encode(challenge.Credits));
        json.WriteString("data", Hex.Encode(challenge.Call(contracts.Settlement).Data));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
