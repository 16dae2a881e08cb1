using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg proposals</c>: what was proposed, what it does and where it is; queues and executes what passed.</summary>
internal static class ProposalsCommand
{
    public static readonly string[] Examples =
    [
        "dorg proposals",
        "dorg proposals 30516270 --json",
        "dorg proposals 30516270 --queue --keystore key.json --chain-id 1",
        "dorg proposals 30516270 --execute --keystore key.json --chain-id 1",
    ];

    public static Command Create(Option<bool> json)
    {
        var id = new Argument<string?>("ID") { Description = "The proposal's number, or its first digits, at least six; all if not given", Arity = ArgumentArity.ZeroOrOne };
        var queue = new Option<bool>("--queue") { Description = "Put it into the timelock, once it passed; anybody can" };
        var execute = new Option<bool>("--execute") { Description = "Do what it says, once the timelock's two days are over; anybody can" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check whether that would succeed; sign and send nothing" };
        var (chain, key) = (new ChainOptions(), new KeyOptions());
        var command = new Command("proposals", "List proposals, or show one with what it does; queue and execute what passed") { id, queue, execute, dryRun };
        chain.AddTo(command);
        key.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var (queues, executes, dry) = (parsed.GetValue(queue), parsed.GetValue(execute), parsed.GetValue(dryRun));
            if ((queues || executes) && parsed.GetValue(id) is null)
                throw new CommandException(ExitCode.Usage, "Which proposal? Give its number.");
            if (queues && executes)
                throw new CommandException(ExitCode.Usage, "A proposal is queued two days before it is executed; give one of both.");
            if ((queues || executes) && !dry)
                key.Require(parsed);
            return (int)await chain.RunAsync(parsed, async (connection, contracts) =>
            {
                var organization = await OrganizationReader.ReadAsync(connection, contracts, stop);
                var time = await SeenProposal.TimeAsync(connection, stop);
                var chosen = parsed.GetValue(id) is { } text ? [SeenProposal.Find(organization, text)] : organization.Governance.Proposals;
                var seen = new List<SeenProposal>();
                foreach (var proposal in chosen)
                    seen.Add(await SeenProposal.OnChainAsync(organization, proposal, contracts, time, stop));
                Write(seen, parsed.GetValue(id) is not null, parsed.GetValue(json));
                if (queues || executes)
                    await SendAsync(seen[0], time, queues, contracts, connection, dry ? null : (await key.ReadAsync(parsed, connection, stop)).Key, stop);
                return ExitCode.Ok;
            }, stop);
        });
        return command;
    }

    private static void Write(List<SeenProposal> seen, bool one, bool json)
    {
        if (json)
        {
            Terminal.WriteJson(writer =>
            {
                if (one)
                {
                    ProposalOutput.Write(writer, seen[0]);
                    return;
                }
                writer.WriteStartObject();
                writer.WriteStartArray("proposals");
                seen.ForEach(proposal => ProposalOutput.Write(writer, proposal));
                writer.WriteEndArray();
                writer.WriteEndObject();
            });
        }
        else if (one)
            ProposalOutput.Write(seen[0]);
        else
            ProposalOutput.WriteTable(new Terminal(Json: false).Out, seen);
    }

    private static async Task SendAsync(
        SeenProposal seen, ulong time, bool queues, OrganizationContracts contracts, IChain connection, PrivateKey? key, CancellationToken stop)
    {
        using var signer = key;
        var proposal = seen.Proposal;
        if (queues && seen.State != ProposalState.Succeeded)
            throw new CommandException(ExitCode.Refused, $"NotSucceeded: the proposal is {seen.State}, and only one that has succeeded can be queued. Nothing was sent.");
        if (!queues && seen.State != ProposalState.Queued)
            throw new CommandException(ExitCode.Refused, $"NotQueued: the proposal is {seen.State}, and only one that is queued can be executed. Nothing was sent.");
        var (targets, values, data) = ProposedCall.Split(proposal.Calls);
        var call = queues
            ? contracts.Governor.Queue(targets, values, data, proposal.DescriptionHash)
            : contracts.Governor.Execute(targets, values, data, proposal.DescriptionHash, value: 0);
        try
        {
            if (signer is not null)
            {
                Terminal.Say($"{(queues ? "Queued" : "Executed")} in transaction {await DryCall.OrSendAsync(connection, call, signer, dry: false, stop)}.");
                return;
            }
            await DryCall.RunAsync(connection, call, from: null, stop);
            Terminal.Say("It would succeed; nothing was signed.");
        }
        // The last block of an idle chain can be old, so that only the contract knows whether the next one is late enough.
        catch (RevertException) when (!queues && proposal.Eta is { } eta && time < eta)
        {
            throw new CommandException(
                ExitCode.Refused, $"TimelockNotOver: the proposal waits in the timelock until {ChainTime.Text(eta)}, so that everybody can see what comes; execute it then. Nothing was sent.");
        }
    }
}
