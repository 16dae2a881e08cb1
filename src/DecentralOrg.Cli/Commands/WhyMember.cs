using System.Collections.Immutable;
using DecentralOrg.Cli.Bundles;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg why MEMBER --bundle FILE</c>: a member's influence part by part, and followed back to reputation.</summary>
/// <param name="Bundle">The bundle.</param>
/// <param name="Explanation">What his influence is made of.</param>
/// <param name="Provenance">Whose reputation it came from.</param>
/// <param name="Paths">The single ways that brought most of it.</param>
/// <param name="Levers">Who could raise it most.</param>
internal sealed record WhyMember(
    ReadBundle Bundle, MemberExplanation Explanation, Provenance Provenance, ImmutableArray<InfluencePath> Paths, ImmutableArray<Lever> Levers)
{
    private const int PathsFound = 20;
    private const int LeversFound = 20;

    public static ExitCode Run(string path, string name, int threads, int top, Terminal terminal, ProgressLine progress)
    {
        var member = 0;
        var received = new List<LogCredit>();
        var bundle = ReadBundle.From(path, progress, header =>
        {
            member = MemberName.NumberOf(header, name);
            return credit =>
            {
                if (credit.To == member)
                    received.Add(credit);
            };
        });
        var influence = bundle.Solve(threads, progress);
        progress.Show(() => "tracing …");
        var parameters = bundle.Header.Terms.Influence;
        var explanation = MemberExplanation.Of(influence, received, parameters, member);
        var why = new WhyMember(
            bundle, explanation,
            Provenance.Of(bundle.Graph, influence, parameters, member),
            InfluencePath.Strongest(bundle.Graph, influence, parameters, member, PathsFound),
            explanation.Levers(influence, bundle.Spent, parameters, LeversFound));
        progress.Dispose();
        if (terminal.Json)
            Terminal.WriteJson(json => WhyMemberJson.Write(json, why));
        else
            why.Write(top, terminal);
        return ExitCode.Ok;
    }

    /// <summary>A member's account as the bundle has it.</summary>
    public string Account(int member) => Bundle.Header.Members[member].Account;

    private void Write(int top, Terminal terminal)
    {
        var (_, units, seed, parts, remainder) = Explanation;
        Console.Out.WriteLine($"Member {Explanation.Member}, {Account(Explanation.Member)}, in epoch {Bundle.Header.Epoch}:");
        Console.Out.WriteLine($"  {Amounts.Percent(units)} of all influence: {Amounts.Percent(seed)} from reputation, {Amounts.Percent(units - seed)} from {Amounts.Of(parts.Length, "credit")}");
        if (parts.Length == 0)
            Console.Out.WriteLine("Nobody gave him credit in this epoch.");
        else
            WriteParts(top, terminal);
        if (units > 0)
            WriteTrace(top, terminal);

        var levers = new PartsTable("What would change it most: more credit from", top, "Member", "Account", "Points");
        foreach (var (member, points, more) in Levers.Take(top))
            levers.Add(more, $"{member}", ShownText.Of(Account(member)), Amounts.Count(points));
        levers.Write(terminal.Out);
        if (Levers.Length == 0)
            Console.Out.WriteLine("Nobody with influence has points left that could raise it.");
        else
            Console.Out.WriteLine("Points are a hundredth of the budget, or what a member has left; they would bring as much at least.");
        if (remainder > 0)
            Console.Out.WriteLine($"Rounded down are the fractions of a unit that single parts have, {Amounts.Of((long)remainder, "unit")} together.");
    }

    private void WriteParts(int top, Terminal terminal)
    {
        var givers = new PartsTable("By who gave the credits", top, "Member", "Account");
        foreach (var (giver, units) in Explanation.ByGiver())
            givers.Add(units, $"{giver}", ShownText.Of(Account(giver)));
        AddUp(givers, terminal);
        var contributions = new PartsTable("By the contributions that the credits name", top, "Contribution");
        foreach (var (contribution, units) in Explanation.ByContribution())
            contributions.Add(units, $"{contribution}");
        AddUp(contributions, terminal);
        var credits = new PartsTable("By credit", top, "From", "Points", "For");
        foreach (var (credit, units) in Explanation.Parts.OrderByDescending(part => part.Units))
            credits.Add(units, $"{credit.From}", Amounts.Count(credit.Points), $"{credit.Contribution}");
        AddUp(credits, terminal);
    }

    private void AddUp(PartsTable table, Terminal terminal)
    {
        table.AddLast("From reputation", Explanation.Seed);
        table.AddLast("Rounded down", Explanation.Remainder);
        table.AddLast("Influence", Explanation.Influence);
        table.Write(terminal.Out);
    }

    private void WriteTrace(int top, Terminal terminal)
    {
        var sources = new PartsTable("Whose reputation it came from, over all ways", top, "Member", "Account");
        foreach (var (member, units) in Provenance.Sources)
            sources.Add(units, $"{member}", ShownText.Of(Account(member)));
        sources.AddLast("Not traced", Provenance.Remainder);
        sources.AddLast("Influence", Explanation.Influence);
        sources.Write(terminal.Out);
        var paths = new PartsTable("The single ways that brought most of it", top, "From reputation to influence");
        foreach (var path in Paths.Take(top))
            paths.Add(path.Units, string.Join(" → ", path.Members));
        paths.Write(terminal.Out);
        var flows = new PartsTable("The credits that carried most of it", top, "From", "To");
        foreach (var (from, to, units) in Provenance.Flows.Take(top))
            flows.Add(units, $"{from}", $"{to}");
        flows.Write(terminal.Out);
        // Otherwise it would seem to disagree with the tables above, and people would add it up.
        if (Provenance.Flows.Length > 0)
            Console.Out.WriteLine("These do not add up: influence passes several credits on its way, and one that lies in a circle more than once.");
    }
}
