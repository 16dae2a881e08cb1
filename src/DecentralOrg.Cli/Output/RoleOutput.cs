using System.Globalization;
using System.Text.Json;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Output;

/// <summary>Roles for people and for programs.</summary>
internal static class RoleOutput
{
    /// <summary>All roles as a table, and what they ask for in words.</summary>
    public static void WriteTable(IAnsiConsole console, IReadOnlyList<RoleReport> reports)
    {
        if (reports.Count == 0)
        {
            Console.Out.WriteLine("No vote has given anybody a role.");
            return;
        }
        var table = new Table().Border(TableBorder.Rounded).Title(Amounts.Of(reports.Count, "role"));
        table.AddColumns("Role", "Member", "Account", "State", "Until", "Asks");
        table.Columns[1].RightAligned();
        table.Columns[2].NoWrap();
        foreach (var (role, member, state, influence, area) in reports)
        {
            table.AddRow(
                ShownText.Of(role.Name.ToString()), $"{member}", role.Account.ToString(), state.ToString(), ChainTime.Text(role.Until),
                ShownText.Of(string.Join(' ', new[] { influence?.Sentence, area?.Sentence }.Where(sentence => sentence is not null))));
        }
        console.Write(table);
    }

    /// <summary>All roles as JSON.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<RoleReport> reports)
    {
        json.WriteStartObject();
        json.WriteStartArray("roles");
        foreach (var report in reports)
            Write(json, report);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A condition on all influence, as members of an object that is being written.</summary>
    public static void Write(Utf8JsonWriter json, InfluenceReport report)
    {
        json.WriteNumber("neededBp", report.NeededBp);
        Write(json, "epoch", report.Epoch);
        StandingsJson.Decimal(json, "influence", report.Influence);
        Write(json, "met", report.Met);
        json.WriteString("show", report.Effect.ToString());
        json.WriteString("sentence", report.Sentence);
    }

    private static void Write(Utf8JsonWriter json, RoleReport report)
    {
        var role = report.Role;
        json.WriteStartObject();
        json.WriteString("role", role.Name.ToString());
        json.WriteString("account", role.Account.ToString());
        Write(json, "member", (uint?)report.Member);
        json.WriteString("state", report.State.ToString());
        json.WriteNumber("until", role.Until);
        if (report.Influence is { } influence)
        {
            json.WriteStartObject("influence");
            Write(json, influence);
            json.WriteEndObject();
        }
        if (report.Area is { } area)
            Write(json, area);
        json.WriteString("transaction", role.Transaction.ToString());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AreaReport area)
    {
        json.WriteStartObject("area");
        json.WriteString("area", area.Area);
        json.WriteNumber("neededBp", area.NeededBp);
        json.WriteNumber("epochs", area.Epochs);
        Write(json, "firstEpoch", area.First);
        Write(json, "lastEpoch", area.Last);
        json.WriteString("influence", area.Influence.ToString(CultureInfo.InvariantCulture));
        json.WriteString("whole", area.Whole.ToString(CultureInfo.InvariantCulture));
        Write(json, "met", area.Met);
        json.WriteBoolean("onlyReported", true);
        json.WriteString("sentence", area.Sentence);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, uint? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
            json.WriteBoolean(name, known);
        else
            json.WriteNull(name);
    }
}
