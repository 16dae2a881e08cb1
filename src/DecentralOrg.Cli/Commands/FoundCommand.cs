using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Founding;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Verifying;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg found</c>: a whole organization from its charter, with every role asserted at the end.</summary>
internal static class FoundCommand
{
    public static readonly string[] Examples =
    [
        "dorg found docs/examples/charter.json --rpc http://127.0.0.1:8545 --dev-account 0 --dry-run",
        "dorg found charter.json --rpc https://node.example.org --chain-id 1 --keystore key.json",
        "dorg found charter.json --rpc http://127.0.0.1:8545 --dev-account 0 --json > organization.json",
    ];

    public static Command Create(Option<bool> json)
    {
        var path = new Argument<string>("CHARTER") { Description = "A charter: token, founders and terms as JSON; - for standard input" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything and show the addresses; sign and send nothing" };
        var chain = new ChainOptions();
        var key = new KeyOptions();
        var command = new Command("found", "Found an organization: create its contracts, with its governor, and assert every role") { path, dryRun, chain.Rpc };
        key.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var charter = ReadCharter(parsed.GetRequiredValue(path));
            using var rpc = new JsonRpcClient(chain.EndpointOf(parsed));
            var connection = new HttpChain(rpc);
            var (signer, id) = await key.ReadAsync(parsed, connection, stop);
            using (signer)
            {
                using var sender = new TransactionSender(connection, signer, OrganizationContracts.Reverts);
                var root = Repository.Find();
                Func<string, ContractArtifact> artifacts = name => Repository.Artifact(root, name);
                var founder = new OrganizationFounder(connection, sender, artifacts);
                var terminal = new Terminal(parsed.GetValue(json));
                Terminal.Say($"{signer.Address} founds {charter.TokenName} on chain {id}, with {Amounts.Of(charter.Founders.Count, "founder")}.");
                if (parsed.GetValue(dryRun))
                    await PlanAsync(founder, id, signer.Address, terminal, stop);
                else
                {
                    await RequireEtherAsync(connection, signer.Address, id, stop);
                    var founded = await founder.FoundAsync(charter, new SynchronousProgress(name => Terminal.Say($"{name} created")), stop);
                    await CheckCodeAsync(connection, founded.Settlement, artifacts, stop);
                    WriteFounded(founded, id, signer.Address, terminal);
                }
            }
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Charter ReadCharter(string path)
    {
        using var stream = InputFile.Open(path, "charter");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return CharterReader.Read(buffer.ToArray());
    }

    private static async Task PlanAsync(OrganizationFounder founder, ulong chainId, Address deployer, Terminal terminal, CancellationToken stop)
    {
        var plan = await founder.PlanAsync(stop);
        if (terminal.Json)
            Terminal.WriteJson(json => WriteJson(json, chainId, deployer, plan.Select(part => new FoundedContract(part.Name, part.Address, 0)), planned: true));
        else
            WriteTable(terminal.Out, "These contracts would be created", plan.Select(part => (part.Name, part.Address.ToString(), "")), gas: false);
        Terminal.Say("Nothing was signed. The addresses hold until the account sends something.");
    }

    private static async Task RequireEtherAsync(HttpChain chain, Address deployer, ulong chainId, CancellationToken stop)
    {
        if (await chain.GetBalanceAsync(deployer, stop: stop) == 0)
            throw new CommandException(ExitCode.Refused, $"{deployer} has no ether on chain {chainId} to pay for the creation; send it some.");
    }

    /// <summary>The node that was asked to create the contracts says what it created.</summary>
    private static async Task CheckCodeAsync(HttpChain chain, Address settlement, Func<string, ContractArtifact> artifacts, CancellationToken stop)
    {
        var contracts = await OrganizationContracts.FindAsync(chain, settlement, stop: stop);
        var ours = new ContractVerifier(chain, contracts, artifacts);
        await ours.RunAsync(BlockTag.Latest, stop);
        if (ours.Findings.Count > 0)
            throw new CommandException(ExitCode.VerificationFailed, $"The organization must not be used. {ours.Findings[0].Sentence}");
    }

    private static void WriteFounded(FoundedOrganization founded, ulong chainId, Address deployer, Terminal terminal)
    {
        if (terminal.Json)
        {
            Terminal.WriteJson(json => WriteJson(json, chainId, deployer, founded.Contracts, planned: false));
            return;
        }
        WriteTable(
            terminal.Out, "Founded", founded.Contracts.Select(contract => (contract.Name, contract.Address.ToString(), Amounts.Count((long)contract.Gas))), gas: true);
        Console.Out.WriteLine($"{Amounts.Count((long)founded.Gas)} gas in all.");
        Console.Out.WriteLine("Every contract runs the code that was compiled, and every assertion holds:");
        foreach (var (_, sentence) in Assertions.OfOrganization.Concat(Assertions.OfFounding))
            Console.Out.WriteLine("  " + sentence);
        Console.Out.WriteLine("Check it at any time, or look into it:");
        Console.Out.WriteLine($"  export DORG_SETTLEMENT={founded.Settlement}");
        Console.Out.WriteLine("  scripts/dorg verify");
    }

    private static void WriteTable(IAnsiConsole console, string title, IEnumerable<(string Name, string Address, string Gas)> contracts, bool gas)
    {
        var table = new Table().Border(TableBorder.Rounded).Title(title);
        table.AddColumns("Contract", "Address");
        table.Columns[1].NoWrap();
        if (gas)
            table.AddColumn(new TableColumn("Gas").RightAligned());
        foreach (var contract in contracts)
            table.AddRow(gas ? [contract.Name, contract.Address, contract.Gas] : [contract.Name, contract.Address]);
        console.Write(table);
    }

    private static void WriteJson(Utf8JsonWriter json, ulong chainId, Address deployer, IEnumerable<FoundedContract> contracts, bool planned)
    {
        var all = contracts.ToList();
        json.WriteStartObject();
        json.WriteBoolean("dryRun", planned);
        json.WriteString("chainId", chainId.ToString(CultureInfo.InvariantCulture));
        json.WriteString("deployer", deployer.ToString());
        json.WriteString("settlement", all[^1].Address.ToString());
        json.WriteStartArray("contracts");
        foreach (var contract in all)
        {
            json.WriteStartObject();
            json.WriteString("name", contract.Name);
            json.WriteString("address", contract.Address.ToString());
            if (!planned)
                json.WriteNumber("gas", contract.Gas);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("assertions");
        foreach (var (error, sentence) in planned ? [] : Assertions.OfOrganization.Concat(Assertions.OfFounding))
        {
            json.WriteStartObject();
            json.WriteString("name", error);
            json.WriteString("sentence", sentence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
