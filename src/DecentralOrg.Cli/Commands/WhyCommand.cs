using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Clients;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg why</c>: where a member's influence comes from, credit by credit, as a node says or a bundle.</summary>
internal static class WhyCommand
{
    public static readonly string[] Examples =
    [
        "dorg why 0",
        "dorg why 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --epoch 3",
        "dorg why 0 --json --node https://node.example.org",
        "dorg why 0 --bundle epoch-12.jsonl --top 10",
        "dorg why 0x5d8e…c1 --bundle epoch-12.jsonl",
    ];

    public static Command Create(Option<bool> json)
    {
        var node = new NodeAddress();
        var what = new Argument<string>("MEMBER") { Description = "A member's number or account; with --bundle also the id of a contribution" };
        var epoch = new Option<uint?>("--epoch") { Description = "The epoch, of a node; the open one if not given", HelpName = "N" };
        var bundle = new Option<string?>("--bundle") { Description = "Ask no node but a bundle, and trace whose reputation it came from; - for standard input", HelpName = "FILE" };
        epoch.RequireWithin(0, uint.MaxValue);
        var threads = Computation.Threads();
        var top = new TopOption("parts");
        var command = new Command("why", "Say why a member has the influence he has: ask a node, as of the last record, or compute it from a bundle") { what, bundle, epoch, node.Node, threads };
        top.AddTo(command, json);
        command.Refuse(node.Node, result => result.Has(bundle), "A bundle is explained without a node: leave --node or --bundle out.");
        command.Refuse(epoch, result => result.Has(bundle), "A bundle is of one epoch: leave --epoch out.");
        foreach (var option in (Option[])[threads, .. top.Options])
            command.Refuse(option, result => !result.Has(bundle), $"A node has solved already, and its answer is shown whole: leave {option.Name} out, or give --bundle FILE.");
        command.SetAction(async (parsed, stop) =>
        {
            var terminal = new Terminal(parsed.GetValue(json));
            var name = parsed.GetRequiredValue(what);
            var contribution = Bytes32.TryParse(name, out var id);
            if (parsed.GetValue(bundle) is not { } path)
            {
                return contribution
                    ? throw new CommandException(ExitCode.Usage, "A node explains members only. Give --bundle FILE, or ask the chain with: dorg show contribution ID.")
                    : (int)await AskAsync(node.Of(parsed), name, parsed.GetValue(epoch), terminal, stop);
            }
            return await Computation.RunAsync(
                progress => contribution
                    ? WhyContribution.Run(path, id, parsed.GetValue(threads), top.Of(parsed), terminal, progress)
                    : WhyMember.Run(path, name, parsed.GetValue(threads), top.Of(parsed), terminal, progress),
                stop);
        });
        return command;
    }

    private static async Task<ExitCode> AskAsync(Uri address, string member, uint? epoch, Terminal terminal, CancellationToken stop)
    {
        using var client = new NodeClient(address);
        var why = await client.ExplainAsync(member, epoch, stop);
        if (terminal.Json)
            Terminal.WriteJson(writer => WriteJson(writer, why));
        else
            Write(why, terminal);
        return ExitCode.Ok;
    }

    private static void Write(NodeExplanation why, Terminal terminal)
    {
        var member = why.Member;
        var credited = member.Influence - member.Seed;
        Console.Out.WriteLine($"Member {member.Number}, {member.Account}, in epoch {why.Epoch}{(why.Open ? ", which is open" : "")}:");
        Console.Out.WriteLine($"  {Amounts.Percent(member.Influence)} of all influence: {Amounts.Percent(member.Seed)} from reputation, {Amounts.Percent(credited)} from {Amounts.Of(why.Credits.Count, "credit")}");
        Console.Out.WriteLine($"  {Amounts.Tokens(member.Reward)} tokens from the epoch{(why.Open ? " so far" : "")}, {Amounts.Tokens(member.State.Cumulative)} in all; reputation {Amounts.Tokens(member.State.Reputation)}");
        if (member.Areas.Count > 0)
            terminal.Out.MarkupLine($"  by area: {ShownText.Of(member.Areas)}");
        if (why.Credits.Count == 0)
            Console.Out.WriteLine("Nobody gave him credit in this epoch.");
        else
            CreditsOutput.WriteTable(terminal.Out, why.Credits, epochs: false);
    }

    private static void WriteJson(Utf8JsonWriter json, NodeExplanation why)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", why.Epoch);
        json.WriteBoolean("open", why.Open);
        json.WritePropertyName("member");
        StandingsJson.Write(json, why.Member);
        CreditsOutput.Write(json, why.Credits);
        json.WriteString("remainder", why.Remainder.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
