using System.CommandLine;
using System.Globalization;
using System.Numerics;
using DecentralOrg.Cli.Bundles;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Clients;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary>
/// <c>dorg propose</c>: proposes other parameters, a grant or roles, by signature through a node, which costs nothing, or by a
/// transaction of one's own. What past epochs would have been is shown before the wallet is asked, and its hash is part of the
/// description.
/// </summary>
internal static class ProposeCommand
{
    private const int TokenDecimals = 18;
    private const decimal UnitsOfToken = 1_000_000_000m;
    private const decimal MostTokens = EpochTerms.GreatestReward / UnitsOfToken;

    public static readonly string[] Examples =
    [
        "dorg propose dampingBp=8500 --text 'Let credit count for more' --dry-run",
        "dorg propose dampingBp=8500 renewalBp=400 --text 'Faster renewal' --epochs 8 --keystore key.json --chain-id 1",
        "dorg propose --grant 0x70997970C51812dc3A010C7d01b50e0d17dc79C8:250.5 --text 'For the audit' --keystore key.json --chain-id 1",
        "dorg propose --role 'steward of area docs:0x70997970C51812dc3A010C7d01b50e0d17dc79C8:365' --role-influence 2 --role-area docs:10:4 --text 'Docs' --dry-run",
    ];

    public static Command Create(Option<bool> json)
    {
        var changes = new Argument<string[]>("PARAMETER=VALUE") { Description = "Parameters to set, as `dorg params` names them", Arity = ArgumentArity.ZeroOrMore };
        var grants = new Option<string[]>("--grant") { Description = "Who gets how many reward tokens of the treasury; may be repeated", HelpName = "ACCOUNT:TOKENS", DefaultValueFactory = _ => [] };
        var text = new Option<string>("--text") { Description = "What it is about, for everybody to read", HelpName = "TEXT", Required = true };
        var count = new Option<int>("--epochs") { Description = $"How many final epochs are simulated, 1 to {PastSimulation.MostEpochs}", HelpName = "N", DefaultValueFactory = _ => 4 };
        var term = new SignatureTerm();
        var own = new Option<bool>("--transaction") { Description = "Propose by a transaction that you pay for, instead of by signature through a node" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the simulation and the proposal; sign and send nothing" };
        count.RequireWithin(1, PastSimulation.MostEpochs);
        var roles = new ProposedRoles();
        var (node, chain, key, top) = (new NodeAddress(), new ChainOptions(), new KeyOptions(), new TopOption("members"));
        var command = new Command("propose", "Propose other parameters, a grant or roles; shows what past epochs would have been before it signs") { changes, grants, text, count, term.Days, own, dryRun, node.Node };
        roles.AddTo(command);
        chain.AddTo(command);
        key.AddTo(command);
        top.AddTo(command, json);
        command.SetAction(async (parsed, stop) =>
        {
            var (dry, asJson) = (parsed.GetValue(dryRun), parsed.GetValue(json));
            if (!dry)
                key.Require(parsed);
            var words = ReadText(parsed.GetValue(text)!);
            var wanted = ReadChanges(parsed.GetValue(changes)!);
            return (int)await chain.RunAsync(parsed, async (connection, contracts) =>
            {
                ProposedCall[] calls =
                [
                    .. wanted.Select(change => ChangeOf(change, contracts)), .. parsed.GetValue(grants)!.Select(grant => ReadGrant(grant, contracts)),
                    .. await roles.ReadAsync(parsed, connection, contracts, stop),
                ];
                if (calls.Length == 0)
                    throw new CommandException(ExitCode.Usage, "What do you propose? Name parameters with their values, such as dampingBp=8500, or give --grant, --role or --revoke-role.");
                var actions = await Treasury.WarnAsync(calls, [.. calls.Select(call => ProposalAction.Of(call, contracts.Places))], contracts, stop);
                var organization = await OrganizationReader.ReadAsync(connection, contracts, stop);
                var shown = Simulate(organization, actions, parsed.GetValue(count));
                if (!asJson)
                    Show(actions, shown, top.Of(parsed));
                using var signer = dry ? null : (await key.ReadAsync(parsed, connection, stop)).Key;
                var description = RecordText.From(ProposalDescription.Compose(words, shown?.Claimed, signer?.Address));
                var made = signer is null ? null
                    : !parsed.GetValue(own) ? await PostAsync(node.Of(parsed), connection, contracts, signer, calls, description, voter => term.EndOf(parsed, voter), stop)
                    : await DryCall.OrSendAsync(connection, CallOf(contracts, calls, description), signer, dry: false, stop) is { } sent ? new Made("transaction", sent) : null;
                Tell(calls, actions, shown, description, made, asJson);
                return ExitCode.Ok;
            }, stop);
        });
        return command;
    }

    private static ContractCall CallOf(OrganizationContracts contracts, ProposedCall[] calls, RecordText description)
    {
        var (targets, values, data) = ProposedCall.Split(calls);
        return contracts.Governor.Propose(targets, values, data, description);
    }

    private static async Task<Made> PostAsync(
        Uri node, IChain connection, OrganizationContracts contracts, PrivateKey signer, ProposedCall[] calls, RecordText description, Func<NodeVoter, ulong> deadline, CancellationToken stop)
    {
        using var client = new NodeClient(node);
        var voter = await client.VoterAsync(signer.Address, stop);
        var proposal = new SignedProposal(signer.Address, calls, description, voter.VoteNonce, deadline(voter));
        var domain = GovernanceDomain.OfVotes(await connection.GetChainIdAsync(stop), contracts.Governor.Address);
        return new Made("digest", await client.PostAsync(proposal, domain, signer.Sign(proposal.Digest(domain)), stop));
    }

    private static Simulated? Simulate(Organization organization, IEnumerable<ProposalAction> actions, int count)
    {
        if (PastSimulation.Latest(organization, count) is not { } range)
            return null;
        var change = PastSimulation.ChangeOf(actions);
        SimulatedPast past;
        try
        {
            past = PastSimulation.Take(organization, range.First, range.Last)!.Run(change);
        }
        catch (OverflowException overflow)
        {
            throw new CommandException(ExitCode.Refused, $"With this change: {overflow.Message}");
        }
        return new Simulated(
            change, [.. past.Epochs.Select(epoch => new SimulatedEpoch(epoch.Header, epoch.Before, epoch.After))],
            new ClaimedSimulation(range.First, range.Last, past.Summary.Hash));
    }

    private static void Show(IEnumerable<ProposalAction> actions, Simulated? simulated, int top)
    {
        Console.Out.WriteLine("The proposal does:");
        ProposalOutput.WriteActions(actions);
        if (simulated is null)
            Console.Out.WriteLine("No epoch is final yet, so there is nothing to simulate it over.");
        else if (simulated.Change == new ParameterChange())
            Console.Out.WriteLine("Nothing of it enters influence, rewards or reputation of an epoch: past epochs would have been the same.");
        else
            SimulationTables.Write(simulated.Epochs, attack: null, top, new Terminal(Json: false).Out);
    }

    private static void Tell(
        ProposedCall[] calls, ProposalAction[] actions, Simulated? simulated, RecordText description, Made? made, bool asJson)
    {
        var id = Proposal.IdOf(calls, Keccak.Hash(description.Bytes)).ToString(CultureInfo.InvariantCulture);
        if (asJson)
        {
            Terminal.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("dryRun", made is null);
                if (made is not null)
                {
                    json.WriteString("id", id);
                    json.WriteString(made.By, made.Hash.ToString());
                }
                json.WriteString("description", description.ToString());
                ProposalOutput.WriteActions(json, calls, actions);
                if (simulated is not null)
                {
                    json.WriteString("simulationHash", simulated.Claimed.Hash.ToString());
                    json.WritePropertyName("simulation");
                    SimulationJson.Write(json, simulated.Change, simulated.Epochs, attack: null);
                }
                json.WriteEndObject();
            });
            return;
        }
        Console.Out.WriteLine(made switch
        {
            null => "It would say:",
            { By: "transaction" } => $"Proposed in transaction {made.Hash} as {id}. It says:",
            _ => $"Proposed as {id}; the node brings it to the chain. What becomes of it: /proposals/{made.Hash}. It says:",
        });
        foreach (var line in description.ToString().Split('\n'))
            Console.Out.WriteLine($"  | {ShownText.Plain(line)}");
        Console.Out.WriteLine(made is null ? "Nothing was signed." : "Votes count as of a day from now, and are taken for five days after that.");
    }

    /// <summary>A text that members could not tell from another one is refused here, too: the governor takes any.</summary>
    private static string ReadText(string text) => ProposalDescription.Check(RecordText.From(text.Trim())) is var refusal and not IntakeRefusal.None
        ? throw new CommandException(ExitCode.Refused, $"{refusal}: {refusal.Sentence()} Nothing was signed.")
        : text;

    private static Preference[] ReadChanges(string[] texts)
    {
        var changes = ParameterValues.Read(texts);
        return changes.DistinctBy(change => change.Parameter).Count() == changes.Length
            ? changes
            : throw new CommandException(ExitCode.Refused, $"{BallotRefusal.ParameterRepeated}: a parameter is named twice, and only the last value would stand; name each once. Nothing was signed.");
    }

    private static ProposedCall ChangeOf(Preference change, OrganizationContracts contracts)
    {
        var (parameter, value) = change;
        if (Terms.BoundsOf(parameter) is var bounds && !bounds.Hold(value))
            throw new CommandException(ExitCode.Refused, $"OutOfBounds: {new ParameterViolation(parameter, value, bounds).Sentence} Nothing was signed.");
        return new ProposedCall(contracts.Parameters.Address, 0, contracts.Parameters.Set((byte)parameter, value).Data);
    }

    private static ProposedCall ReadGrant(string text, OrganizationContracts contracts)
    {
        if (text.Split(':') is not [var account, var amount] || !Address.TryParse(account, out var to)
            || !decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var tokens)
            || tokens <= 0 || tokens > MostTokens || !decimal.IsInteger(tokens * UnitsOfToken))
            throw new CommandException(ExitCode.Usage, $"'{text}' is no grant: an account, : and a number of tokens with up to 9 digits behind the point.");
        var units = new BigInteger(tokens * UnitsOfToken) * BigInteger.Pow(10, TokenDecimals - 9);
        return new ProposedCall(contracts.Token.Address, 0, contracts.Token.Transfer(to, units).Data);
    }

    /// <summary>How a proposal was made.</summary>
    /// <param name="By">By what: the name in JSON of its hash.</param>
    /// <param name="Hash">The transaction's hash, or what was signed.</param>
    private sealed record Made(string By, Bytes32 Hash);

    /// <summary>What past epochs would have been, and the hash of it.</summary>
    private sealed record Simulated(ParameterChange Change, IReadOnlyList<SimulatedEpoch> Epochs, ClaimedSimulation Claimed);
}
