using System.Text.Json;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Output;

/// <summary>Credits that a member got, and what each brought.</summary>
internal static class CreditsOutput
{
    private const int Shown = 20;

    /// <summary>A table of those that brought most.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="received">All credits.</param>
    /// <param name="epochs">Whether they are of several epochs.</param>
    public static void WriteTable(IAnsiConsole console, IReadOnlyList<ReceivedCredit> received, bool epochs)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .Title(received.Count > Shown ? $"The {Shown} credits that brought most influence, of {Amounts.Count(received.Count)}" : "Credits by the influence that they brought");
        string[] columns = [.. (string[])(epochs ? ["Epoch"] : []), "From", "Points", "Influence"];
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("For");
        foreach (var credit in received.OrderByDescending(credit => credit.Influence).Take(Shown))
        {
            table.AddRow([
                .. (string[])(epochs ? [$"{credit.Epoch}"] : []), $"{credit.From}", Amounts.Count(credit.Points), Amounts.Percent(credit.Influence),
                ShownText.Of(credit.Title.Length > 0 ? credit.Title : credit.Contribution.ToString()),
            ]);
        }
        console.Write(table);
    }

    /// <summary>All of them as a property of an object.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ReceivedCredit> received)
    {
        json.WriteStartArray("credits");
        foreach (var credit in received)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", credit.Epoch);
            json.WriteNumber("from", credit.From);
            json.WriteNumber("points", credit.Points);
            json.WriteString("contribution", credit.Contribution.ToString());
            json.WriteString("title", credit.Title);
            StandingsJson.Decimal(json, "influence", credit.Influence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
