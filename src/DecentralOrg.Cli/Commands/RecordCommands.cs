using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Clients;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg contribute</c> and <c>dorg evaluate</c>: sign a record with the key in a keystore file and post it to a node.</summary>
internal static class RecordCommands
{
    public static readonly string[] ContributeExamples =
    [
        "dorg contribute --area docs --title 'A guide for newcomers' --uri https://example.org/guide --keystore key.json --chain-id 1",
        "dorg contribute --area code --title 'Parser' --co-author 0x70997970C51812dc3A010C7d01b50e0d17dc79C8:2500 --dev-account 0 --dry-run",
    ];

    public static readonly string[] EvaluateExamples =
    [
        "dorg evaluate --credit 0x70997970C51812dc3A010C7d01b50e0d17dc79C8:300 --keystore key.json --chain-id 1",
        "dorg evaluate --credit 0x70997970C51812dc3A010C7d01b50e0d17dc79C8:300:0x5b1c…9e --dev-account 0 --dry-run",
    ];

    public static Command Contribute(Option<bool> json)
    {
        var area = new Option<string>("--area") { Description = "The kind of work, such as docs or sales; up to 32 bytes", HelpName = "TEXT", Required = true };
        var title = new Option<string>("--title") { Description = "What was done; up to 140 bytes", HelpName = "TEXT", Required = true };
        var uri = new Option<string>("--uri") { Description = "Where it is; up to 256 bytes", HelpName = "URI", DefaultValueFactory = _ => "" };
        var hash = new Option<string?>("--content-hash") { Description = "A hash of its content: 0x and 64 hex digits", HelpName = "HASH" };
        var authors = new Option<string[]>("--co-author") { Description = "Somebody who did part of it, with the share in hundredths of a percent; may be repeated", HelpName = "ACCOUNT:SHARE" };
        var builds = new Option<string[]>("--builds-on") { Description = "The id of a contribution that it builds on; may be repeated", HelpName = "ID" };
        var nonce = new Option<uint?>("--nonce") { Description = "Tells equal contributions apart; drawn if not given", HelpName = "N" };
        nonce.RequireWithin(0, uint.MaxValue);
        return Create("contribute", "Sign a contribution and post it to a node", [area, title, uri, hash, authors, builds, nonce], json, (parsed, key, _, client, domain, dryRun, stop) =>
        {
            var record = new Contribution(
                key.Address, Text(parsed.GetValue(area)!), Text(parsed.GetValue(title)!), Text(parsed.GetValue(uri)!),
                parsed.GetValue(hash) is { } given ? ReadHash(given) : default, [.. (parsed.GetValue(authors) ?? []).Select(ReadAuthor)],
                [.. (parsed.GetValue(builds) ?? []).Select(ReadHash)], parsed.GetValue(nonce) ?? (uint)RandomNumberGenerator.GetInt32(int.MaxValue));
            if (record.Check() is var refusal and not Refusal.None)
                throw new CommandException(ExitCode.Refused, $"{refusal}: {refusal.Sentence()} Nothing was signed.");
            var shown = new SignedRecord("contribution", record.Id, record.Digest(domain), null, null);
            return dryRun ? Task.FromResult(shown) : Posted(shown, client.PostAsync(record, domain, key.Sign(shown.Digest), stop));
        });
    }

    public static Command Evaluate(Option<bool> json)
    {
        var credits = new Option<string[]>("--credit")
        {
            Description = "Who gets how many points, and for which contribution if for one; may be repeated", HelpName = "ACCOUNT:POINTS[:ID]", Required = true,
        };
        var nonce = new Option<uint?>("--nonce") { Description = "Replaces your evaluation with this nonce that waits at the node; the next one if not given", HelpName = "N" };
        nonce.RequireWithin(0, uint.MaxValue);
        return Create("evaluate", "Sign credits out of your points of the open epoch and post them to a node", [credits, nonce], json, async (parsed, key, organization, client, domain, dryRun, stop) =>
        {
            var given = parsed.GetValue(credits)!.Select(ReadCredit).ToList();
            var account = await client.AccountAsync(key.Address, stop);
            if (!account.IsMember)
                throw new CommandException(ExitCode.Refused, $"{key.Address} is no member, and only members give credit: a member's credit that is large enough makes one of it. Nothing was signed.");
            var record = new Evaluation(key.Address, organization.Epoch, parsed.GetValue(nonce) ?? account.Nonce, given);
            var shown = new SignedRecord("evaluation", record.Id, record.Digest(domain), record.Nonce, account.Points);
            return dryRun ? shown : await Posted(shown, client.PostAsync(record, domain, key.Sign(shown.Digest), stop));
        });
    }

    private static Command Create(
        string name, string does, Option[] options, Option<bool> json,
        Func<ParseResult, PrivateKey, NodeOrganization, NodeClient, RecordDomain, bool, CancellationToken, Task<SignedRecord>> sign)
    {
        var node = new NodeAddress();
        var key = new KeyOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Check it and show what would be signed; sign and post nothing" };
        var command = new Command(name, does) { dryRun, node.Node };
        foreach (var option in options)
            command.Options.Add(option);
        key.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            key.Require(parsed);
            using var client = new NodeClient(node.Of(parsed));
            var organization = await client.OrganizationAsync(stop);
            using var signer = await key.ReadAsync(parsed, organization.Domain.ChainId, stop);
            var dry = parsed.GetValue(dryRun);
            var signed = await sign(parsed, signer, organization, client, organization.Domain, dry, stop);
            Write(signed, signer.Address, organization, dry, new Terminal(parsed.GetValue(json)));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static async Task<SignedRecord> Posted(SignedRecord shown, Task<NodeReceipt> posted)
    {
        await posted;
        return shown;
    }

    private static void Write(SignedRecord record, Address author, NodeOrganization organization, bool dry, Terminal terminal)
    {
        if (terminal.Json)
        {
            Terminal.WriteJson(json => WriteJson(json, record, author, organization, dry));
            return;
        }
        Console.Out.WriteLine($"{(dry ? "Would sign" : "Signed and accepted")}: {record.Kind} {record.Id}");
        Console.Out.WriteLine($"  by {author}, for the ledger {organization.Domain.Ledger} on chain {organization.Domain.ChainId}, epoch {organization.Epoch}");
        if (record.PointsBefore is { } points)
            Console.Out.WriteLine($"  nonce {record.Nonce}; {Amounts.Of(points, "point")} left before it");
        Console.Out.WriteLine(dry ? "Nothing was signed." : $"What becomes of it: /records/{record.Digest} at the node.");
    }

    private static void WriteJson(Utf8JsonWriter json, SignedRecord record, Address author, NodeOrganization organization, bool dry)
    {
        json.WriteStartObject();
        json.WriteBoolean("dryRun", dry);
        json.WriteString("kind", record.Kind);
        json.WriteString("id", record.Id.ToString());
        json.WriteString("digest", record.Digest.ToString());
        json.WriteString("author", author.ToString());
        json.WriteString("ledger", organization.Domain.Ledger.ToString());
        json.WriteString("chainId", organization.Domain.ChainId.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("epoch", organization.Epoch);
        if (record.Nonce is { } nonce)
            json.WriteNumber("nonce", nonce);
        json.WriteEndObject();
    }

    private static RecordText Text(string text)
    {
        try
        {
            return RecordText.From(text);
        }
        catch (ArgumentException)
        {
            throw new CommandException(ExitCode.Usage, "A text holds half a character (a lone surrogate); type it again.");
        }
    }

    private static Bytes32 ReadHash(string text) =>
        Bytes32.TryParse(text, out var hash) ? hash : throw new CommandException(ExitCode.Usage, $"'{text}' is no hash: 0x and 64 hex digits.");

    private static Author ReadAuthor(string text) =>
        text.Split(':') is [var account, var share] && Address.TryParse(account, out var who) && ushort.TryParse(share, NumberStyles.None, CultureInfo.InvariantCulture, out var basisPoints)
            ? new Author(who, basisPoints)
            : throw new CommandException(ExitCode.Usage, $"'{text}' is no co-author: ACCOUNT:SHARE, with 2500 for a quarter.");

    private static Credit ReadCredit(string text)
    {
        var parts = text.Split(':');
        return parts.Length is 2 or 3 && Address.TryParse(parts[0], out var who) && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var points)
            ? new Credit(parts.Length == 3 ? ReadHash(parts[2]) : Bytes32.Zero, who, points)
            : throw new CommandException(ExitCode.Usage, $"'{text}' is no credit: ACCOUNT:POINTS, or ACCOUNT:POINTS:ID for a contribution.");
    }

    /// <summary>What is shown of a record.</summary>
    private sealed record SignedRecord(string Kind, Bytes32 Id, Bytes32 Digest, uint? Nonce, uint? PointsBefore);
}
