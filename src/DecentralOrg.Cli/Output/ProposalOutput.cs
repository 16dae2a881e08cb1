using System.Globalization;
using System.Text.Json;
using DecentralOrg.Cli.Commands;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Output;

/// <summary>Proposals for people and for programs.</summary>
internal static class ProposalOutput
{
    /// <summary>All proposals as a table.</summary>
    public static void WriteTable(IAnsiConsole console, IReadOnlyList<SeenProposal> proposals)
    {
        if (proposals.Count == 0)
        {
            Console.Out.WriteLine("Nobody has proposed anything yet.");
            return;
        }
        var table = new Table().Border(TableBorder.Rounded).Title(Amounts.Of(proposals.Count, "proposal"));
        table.AddColumns("Proposal", "State", "Title", "For", "Against", "Abstain", "Quorum");
        foreach (var column in (int[])[3, 4, 5, 6])
            table.Columns[column].RightAligned();
        foreach (var seen in proposals)
        {
            var votes = seen.Proposal.Tally;
            table.AddRow(
                seen.Proposal.Id.ToString(CultureInfo.InvariantCulture)[..12] + "…", seen.State.ToString(), ShownText.Of(ProposalDescription.TitleOf(seen.Proposal.Description)),
                Amounts.Tokens(votes.For), Amounts.Tokens(votes.Against), Amounts.Tokens(votes.Abstain), seen.Quorum is { } quorum ? Amounts.Tokens(quorum) : "");
        }
        console.Write(table);
    }

    /// <summary>One proposal with all there is to know of it.</summary>
    public static void Write(SeenProposal seen)
    {
        var (proposal, output) = (seen.Proposal, Console.Out);
        output.WriteLine($"Proposal {proposal.Id}: {seen.State}");
        foreach (var line in proposal.Description.ToString().Split('\n'))
            output.WriteLine($"  | {ShownText.Plain(line)}");
        output.WriteLine($"By {proposal.Proposer}");
        output.WriteLine("It does:");
        WriteActions(seen.Actions);
        output.WriteLine(seen.SimulationSentence);
        output.WriteLine($"Votes count as of {ChainTime.Text(proposal.Snapshot)}; they are taken until {ChainTime.Text(proposal.Deadline)}.");
        var votes = proposal.Tally;
        output.WriteLine($"For {Amounts.Tokens(votes.For)}, against {Amounts.Tokens(votes.Against)}, abstaining {Amounts.Tokens(votes.Abstain)}; {(seen.Quorum is { } quorum ? $"it takes {Amounts.Tokens(quorum)} for or abstaining" : "what it takes is known at that time")}.");
        foreach (var vote in proposal.Votes)
            output.WriteLine($"  {vote.Voter} {vote.Support} {Amounts.Tokens(vote.Weight)} {ShownText.Plain(vote.Reason.ToString())}".TrimEnd());
        if (proposal.Eta is { } eta)
            output.WriteLine($"It can be executed from {ChainTime.Text(eta)} on.");
    }

    /// <summary>What a proposal does, with what to beware of.</summary>
    public static void WriteActions(IEnumerable<ProposalAction> actions)
    {
        foreach (var action in actions)
        {
            Console.Out.WriteLine($"  - {ShownText.Plain(action.Sentence)}");
            if (action.Warning is not null)
                Console.Out.WriteLine($"    Beware: {action.Warning}");
        }
    }

    /// <summary>A proposal as JSON.</summary>
    public static void Write(Utf8JsonWriter json, SeenProposal seen)
    {
        var proposal = seen.Proposal;
        json.WriteStartObject();
        json.WriteString("id", proposal.Id.ToString(CultureInfo.InvariantCulture));
        json.WriteString("state", seen.State.ToString());
        json.WriteString("proposer", proposal.Proposer.ToString());
        json.WriteString("description", proposal.Description.ToString());
        json.WriteNumber("snapshot", proposal.Snapshot);
        json.WriteNumber("deadline", proposal.Deadline);
        if (proposal.Eta is { } eta)
            json.WriteNumber("eta", eta);
        if (seen.Quorum is { } quorum)
            StandingsJson.Decimal(json, "quorum", quorum);
        StandingsJson.Decimal(json, "for", proposal.Tally.For);
        StandingsJson.Decimal(json, "against", proposal.Tally.Against);
        StandingsJson.Decimal(json, "abstain", proposal.Tally.Abstain);
        json.WriteString("simulation", seen.Simulation.ToString());
        WriteActions(json, proposal.Calls, seen.Actions);
        json.WriteStartArray("votes");
        foreach (var vote in proposal.Votes)
        {
            json.WriteStartObject();
            json.WriteString("voter", vote.Voter.ToString());
            json.WriteString("support", vote.Support.ToString());
            StandingsJson.Decimal(json, "weight", vote.Weight);
            json.WriteString("reason", vote.Reason.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What a proposal does, as JSON.</summary>
    public static void WriteActions(Utf8JsonWriter json, IEnumerable<ProposedCall> calls, IEnumerable<ProposalAction> actions)
    {
        json.WriteStartArray("actions");
        foreach (var (call, action) in calls.Zip(actions))
        {
            json.WriteStartObject();
            json.WriteString("kind", action.Kind.ToString());
            json.WriteString("sentence", action.Sentence);
            if (action.Warning is not null)
                json.WriteString("warning", action.Warning);
            json.WriteString("target", call.Target.ToString());
            json.WriteString("value", call.Value.ToString(CultureInfo.InvariantCulture));
            json.WriteString("data", Hex.Encode(call.Data));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
