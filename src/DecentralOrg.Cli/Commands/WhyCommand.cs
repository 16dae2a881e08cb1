using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DecentralOrg.Cli.Output;
using DecentralOrg.Node.Clients;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg why</c>: asks a node where a member's influence comes from, credit by credit.</summary>
internal static class WhyCommand
{
    public static readonly string[] Examples =
    [
        "dorg why 0",
        "dorg why 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --epoch 3",
        "dorg why 0 --json --node https://node.example.org",
    ];

    public static Command Create(Option<bool> json)
    {
        var node = new NodeAddress();
        var member = new Argument<string>("MEMBER") { Description = "A member's number or account" };
        var epoch = new Option<uint?>("--epoch") { Description = "The epoch; the open one if not given", HelpName = "N" };
        epoch.RequireWithin(0, uint.MaxValue);
        var command = new Command("why", "Ask a node why a member has the influence he has, as of the last record") { member, epoch, node.Node };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new NodeClient(node.Of(parsed));
            var why = await client.ExplainAsync(parsed.GetRequiredValue(member), parsed.GetValue(epoch), stop);
            var terminal = new Terminal(parsed.GetValue(json));
            if (terminal.Json)
                Terminal.WriteJson(writer => WriteJson(writer, why));
            else
                Write(why, terminal);
            return (int)ExitCode.Ok;
        });
        return command;
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
