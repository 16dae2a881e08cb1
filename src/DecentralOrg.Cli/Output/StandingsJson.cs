using System.Globalization;
using System.Text.Json;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Output;

/// <summary>Members as JSON. What can pass 2^53 is a decimal string, because JavaScript reads numbers as doubles.</summary>
internal static class StandingsJson
{
    public static void Write(Utf8JsonWriter json, MemberStanding member, string? name = null)
    {
        json.WriteStartObject();
        json.WriteNumber("number", member.Number);
        json.WriteString("account", member.Account.ToString());
        if (name is not null)
            json.WriteString("name", name);
        Decimal(json, "influence", member.Influence);
        Decimal(json, "seed", member.Seed);
        Decimal(json, "reward", member.Reward);
        Decimal(json, "cumulative", member.State.Cumulative);
        Decimal(json, "reputation", member.State.Reputation);
        json.WriteStartArray("areas");
        foreach (var area in member.Areas)
        {
            json.WriteStartObject();
            json.WriteString("area", area.Area);
            Decimal(json, "influence", area.Influence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes a number that can pass 2^53.</summary>
    public static void Decimal(Utf8JsonWriter json, string name, ulong value) =>
        json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
}
