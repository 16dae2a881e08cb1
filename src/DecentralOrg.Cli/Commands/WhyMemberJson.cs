using System.Text.Json;
using DecentralOrg.Cli.Output;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg why MEMBER --bundle FILE --json</c>.</summary>
internal static class WhyMemberJson
{
    public static void Write(Utf8JsonWriter json, WhyMember why)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", why.Bundle.Header.Epoch);
        json.WriteNumber("number", why.Explanation.Member);
        json.WriteString("account", why.Account(why.Explanation.Member));
        StandingsJson.Decimal(json, "influence", why.Explanation.Influence);
        StandingsJson.Decimal(json, "seed", why.Explanation.Seed);
        StandingsJson.Decimal(json, "remainder", why.Explanation.Remainder);
        WriteAll(json, "credits", why.Explanation.Parts, part =>
        {
            json.WriteNumber("from", part.Credit.From);
            json.WriteNumber("points", part.Credit.Points);
            json.WriteString("contribution", part.Credit.Contribution.ToString());
            StandingsJson.Decimal(json, "influence", part.Units);
        });
        WriteAll(json, "givers", why.Explanation.ByGiver(), giver =>
        {
            WriteMember(json, why, giver.Giver);
            StandingsJson.Decimal(json, "influence", giver.Units);
        });
        WriteAll(json, "contributions", why.Explanation.ByContribution(), contribution =>
        {
            json.WriteString("contribution", contribution.Contribution.ToString());
            StandingsJson.Decimal(json, "influence", contribution.Units);
        });
        WriteTrace(json, why);
        WriteAll(json, "levers", why.Levers, lever =>
        {
            WriteMember(json, why, lever.Member);
            json.WriteNumber("points", lever.Points);
            StandingsJson.Decimal(json, "influence", lever.Units);
        });
        json.WriteEndObject();
    }

    private static void WriteTrace(Utf8JsonWriter json, WhyMember why)
    {
        json.WriteStartObject("reputation");
        WriteAll(json, "sources", why.Provenance.Sources, source =>
        {
            WriteMember(json, why, source.Member);
            StandingsJson.Decimal(json, "influence", source.Units);
        });
        StandingsJson.Decimal(json, "remainder", why.Provenance.Remainder);
        WriteAll(json, "flows", why.Provenance.Flows, flow =>
        {
            json.WriteNumber("from", flow.From);
            json.WriteNumber("to", flow.To);
            StandingsJson.Decimal(json, "influence", flow.Units);
        });
        WriteAll(json, "paths", why.Paths, path =>
        {
            json.WriteStartArray("members");
            foreach (var member in path.Members)
                json.WriteNumberValue(member);
            json.WriteEndArray();
            StandingsJson.Decimal(json, "influence", path.Units);
        });
        json.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter json, WhyMember why, int member)
    {
        json.WriteNumber("number", member);
        json.WriteString("account", why.Account(member));
    }

    private static void WriteAll<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
