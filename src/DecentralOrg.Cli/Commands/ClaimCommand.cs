using System.CommandLine;
using System.Text.Json;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Node.Claiming;
using DecentralOrg.Node.Following;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg claim</c>: brings members up to date with the last final settlement. Anyone can do it for anyone; it pays the members, never the sender.</summary>
internal static class ClaimCommand
{
    public static readonly string[] Examples =
    [
        "dorg claim 3 --dry-run",
        "dorg claim 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --keystore key.json --chain-id 1",
        "dorg claim --all --keystore key.json --chain-id 1",
    ];

    public static Command Create(Option<bool> json)
    {
        var members = new Argument<string[]>("MEMBER") { Description = "Members' numbers or accounts", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Claim for every member that something is due to" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what is due, and to whom; sign and send nothing" };
        var chain = new ChainOptions();
        var key = new KeyOptions();
        var command = new Command("claim", "Pay members the rewards of final epochs, and set their reputation; anyone can, for anyone") { members, all, dryRun };
        chain.AddTo(command);
        key.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var dry = parsed.GetValue(dryRun);
            if (!dry)
                key.Require(parsed);
            var names = parsed.GetValue(members) ?? [];
            if (names.Length > 0 == parsed.GetValue(all))
                throw new CommandException(ExitCode.Usage, "For whom? Name members by number or account, or give --all.");
            return (int)await chain.RunAsync(parsed, async (connection, contracts) =>
            {
                var organization = await OrganizationReader.ReadAsync(connection, contracts, stop);
                var due = DueClaims.Of(organization);
                if (names.Length > 0)
                    due = due.For(names.Select(name => MemberName.NumberOf(organization, name)).ToHashSet());
                var sent = dry ? [] : await SendAsync(due, contracts, connection, (await key.ReadAsync(parsed, connection, stop)).Key, stop);
                Write(due, sent, dry, new Terminal(parsed.GetValue(json)));
                return ExitCode.Ok;
            }, stop);
        });
        return command;
    }

    private static async Task<List<Receipt>> SendAsync(DueClaims due, OrganizationContracts contracts, IChain connection, PrivateKey key, CancellationToken stop)
    {
        using var signer = key;
        using var sender = new TransactionSender(connection, signer, OrganizationContracts.Reverts);
        var receipts = new List<Receipt>();
        foreach (var claim in due.Calls(contracts.Settlement))
        {
            receipts.Add(await sender.ExecuteAsync(claim.Call, stop: stop));
            Terminal.Say($"Claimed in transaction {receipts[^1].TransactionHash}.");
        }
        return receipts;
    }

    private static void Write(DueClaims due, List<Receipt> sent, bool dry, Terminal terminal)
    {
        if (terminal.Json)
            Terminal.WriteJson(json => WriteJson(json, due, sent, dry));
        else if (due.Members.Count == 0)
            Console.Out.WriteLine("Nothing is due: rewards and reputation are those of the last final settlement.");
        else
        {
            var table = new Table().Border(TableBorder.Rounded).Title(dry ? "Due; nothing was signed" : "Claimed");
            table.AddColumns("Member", "Account", "Paid", "Reputation now");
            foreach (var column in (int[])[0, 2, 3])
                table.Columns[column].RightAligned();
            table.Columns[1].NoWrap();
            foreach (var member in due.Members)
                table.AddRow($"{member.Member}", member.Account.ToString(), Amounts.Tokens(member.Pays), Amounts.Tokens(member.Reputation));
            terminal.Out.Write(table);
        }
    }

    private static void WriteJson(Utf8JsonWriter json, DueClaims due, List<Receipt> sent, bool dry)
    {
        json.WriteStartObject();
        json.WriteBoolean("dryRun", dry);
        json.WriteStartArray("members");
        foreach (var member in due.Members)
        {
            json.WriteStartObject();
            json.WriteNumber("member", member.Member);
            json.WriteString("account", member.Account.ToString());
            StandingsJson.Decimal(json, "pays", member.Pays);
            StandingsJson.Decimal(json, "reputation", member.Reputation);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("transactions");
        foreach (var receipt in sent)
        {
            json.WriteStartObject();
            json.WriteString("hash", receipt.TransactionHash.ToString());
            StandingsJson.Decimal(json, "gas", receipt.GasUsed);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
