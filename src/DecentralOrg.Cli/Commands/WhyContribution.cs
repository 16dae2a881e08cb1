using System.Text.Json;
using DecentralOrg.Cli.Bundles;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg why ID --bundle FILE</c>: what the credits that name a contribution brought.</summary>
/// <remarks>A bundle does not say whose a contribution is, so that credits count for it that are attributed to none on a chain.</remarks>
internal static class WhyContribution
{
    public static ExitCode Run(string path, Bytes32 contribution, int threads, int top, Terminal terminal, ProgressLine progress)
    {
        var named = new List<LogCredit>();
        var bundle = ReadBundle.From(path, progress, _ => credit =>
        {
            if (credit.Contribution == contribution)
                named.Add(credit);
        });
        if (named.Count == 0)
            throw new CommandException(ExitCode.NotFound, $"No credit in the bundle names contribution {contribution}; nobody credited it in epoch {bundle.Header.Epoch}.");
        var influence = bundle.Solve(threads, progress);
        CreditPart[] parts = [.. named.Select(credit => new CreditPart(credit, Influence.Part(influence.Values[credit.From], credit.Points, bundle.Header.Terms.Influence)))];
        progress.Dispose();
        if (terminal.Json)
            Terminal.WriteJson(json => WriteJson(json, bundle, contribution, parts));
        else
            Write(bundle, contribution, parts, top, terminal);
        return ExitCode.Ok;
    }

    private static void Write(ReadBundle bundle, Bytes32 contribution, CreditPart[] parts, int top, Terminal terminal)
    {
        Console.Out.WriteLine($"Contribution {contribution} in epoch {bundle.Header.Epoch}:");
        Console.Out.WriteLine($"  {Amounts.Percent(Sum(parts))} of all influence came by {Amounts.Of(parts.Length, "credit")} that {(parts.Length == 1 ? "names" : "name")} it");
        var recipients = new PartsTable("Whom it brought influence", top, "Member", "Account");
        foreach (var (member, units) in ByRecipient(parts))
            recipients.Add(units, $"{member}", ShownText.Of(bundle.Header.Members[member].Account));
        recipients.AddLast("Together", Sum(parts));
        recipients.Write(terminal.Out);
        var credits = new PartsTable("By which credits", top, "From", "To", "Points");
        foreach (var (credit, units) in parts.OrderByDescending(part => part.Units))
            credits.Add(units, $"{credit.From}", $"{credit.To}", Amounts.Count(credit.Points));
        credits.AddLast("Together", Sum(parts));
        credits.Write(terminal.Out);
    }

    private static void WriteJson(Utf8JsonWriter json, ReadBundle bundle, Bytes32 contribution, CreditPart[] parts)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", bundle.Header.Epoch);
        json.WriteString("contribution", contribution.ToString());
        StandingsJson.Decimal(json, "influence", Sum(parts));
        json.WriteStartArray("recipients");
        foreach (var (member, units) in ByRecipient(parts))
        {
            json.WriteStartObject();
            json.WriteNumber("number", member);
            json.WriteString("account", bundle.Header.Members[member].Account);
            StandingsJson.Decimal(json, "influence", units);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("credits");
        foreach (var (credit, units) in parts)
        {
            json.WriteStartObject();
            json.WriteNumber("from", credit.From);
            json.WriteNumber("to", credit.To);
            json.WriteNumber("points", credit.Points);
            StandingsJson.Decimal(json, "influence", units);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static IEnumerable<(int Member, ulong Units)> ByRecipient(CreditPart[] parts) =>
        from part in parts
        group part by part.Credit.To into same
        let units = Sum(same)
        orderby units descending, same.Key
        select (same.Key, units);

    private static ulong Sum(IEnumerable<CreditPart> parts) => parts.Aggregate(0UL, (sum, part) => sum + part.Units);
}
