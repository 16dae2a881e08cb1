using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Clients;
using DecentralOrg.Node.Governing;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg delegate</c>: votes through another account from now on, by signature through a node or by a transaction of one's own.</summary>
internal static class DelegateCommand
{
    private const string Self = "self";

    public static readonly string[] Examples =
    [
        "dorg delegate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --keystore key.json --chain-id 1",
        "dorg delegate self --keystore key.json --chain-id 1",
        "dorg delegate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --transaction --rpc http://127.0.0.1:8545 --settlement 0x… --dev-account 0",
    ];

    public static Command Create(Option<bool> json)
    {
        var to = new Argument<string>("ACCOUNT") { Description = "Who votes for you from now on; self to take it back" };
        var term = new SignatureTerm();
        var own = new Option<bool>("--transaction") { Description = "Delegate by a transaction that you pay for, instead of by signature through a node" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be signed; sign and send nothing" };
        var (node, chain, key) = (new NodeAddress(), new ChainOptions(), new KeyOptions());
        var command = new Command("delegate", "Vote through another account: it votes with your reputation, and cannot move it") { to, term.Days, own, dryRun, node.Node };
        chain.AddTo(command);
        key.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            key.Require(parsed);
            var (text, dry, asJson) = (parsed.GetValue(to)!, parsed.GetValue(dryRun), parsed.GetValue(json));
            if (text != Self && !Address.TryParse(text, out _))
                throw new CommandException(ExitCode.Usage, $"'{text}' is neither an account nor self: 0x and 40 hex digits.");
            if (parsed.GetValue(own))
            {
                return (int)await chain.RunAsync(parsed, async (connection, contracts) =>
                {
                    using var signer = (await key.ReadAsync(parsed, connection, stop)).Key;
                    var chosen = Chosen(text, signer.Address);
                    Tell(signer.Address, chosen, dry, asJson, null, await DryCall.OrSendAsync(connection, contracts.Reputation.Delegate(chosen), signer, dry, stop));
                    return ExitCode.Ok;
                }, stop);
            }
            using var client = new NodeClient(node.Of(parsed));
            var organization = await client.ContractsAsync(stop);
            using var account = await key.ReadAsync(parsed, organization.ChainId, stop);
            var voter = await client.VoterAsync(account.Address, stop);
            var delegation = new SignedDelegation(account.Address, Chosen(text, account.Address), voter.DelegationNonce, term.EndOf(parsed, voter));
            var domain = GovernanceDomain.OfDelegations(organization.ChainId, organization.Contracts.Reputation);
            if (!dry)
                await client.PostAsync(delegation, domain, account.Sign(delegation.Digest(domain)), stop);
            Tell(account.Address, delegation.Delegatee, dry, asJson, delegation.Digest(domain), null);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The zero address delegates to oneself: nobody can vote as it.</summary>
    private static Address Chosen(string text, Address self) => text == Self || Address.Parse(text) == Address.Zero ? self : Address.Parse(text);

    private static void Tell(Address from, Address to, bool dry, bool asJson, Bytes32? digest, Bytes32? transaction)
    {
        if (asJson)
        {
            Terminal.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("dryRun", dry);
                json.WriteString("account", from.ToString());
                json.WriteString("delegate", to.ToString());
                if (digest is { } signed)
                    json.WriteString("digest", signed.ToString());
                if (transaction is { } sent)
                    json.WriteString("transaction", sent.ToString());
                json.WriteEndObject();
            });
            return;
        }
        var who = from == to ? $"{from} {(dry ? "would vote" : "votes")} for itself" : $"{to} {(dry ? "would vote" : "votes")} for {from}";
        Console.Out.WriteLine(dry
            ? $"{who}. Nothing was signed."
            : $"{who}, for proposals whose votes are counted after this is on the chain. {(transaction is null ? $"What becomes of it: /delegations/{digest}" : $"Transaction {transaction}.")}");
    }
}
