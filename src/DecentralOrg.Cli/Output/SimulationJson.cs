using System.Globalization;
using System.Text.Json;
using DecentralOrg.Cli.Bundles;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Cli.Output;

/// <summary>A simulation as JSON, with every member of every epoch.</summary>
internal static class SimulationJson
{
    public static void Write(Utf8JsonWriter json, ParameterChange change, IReadOnlyList<SimulatedEpoch> epochs, SimulatedAttack? attack)
    {
        json.WriteStartObject();
        json.WriteBoolean("simulation", true);
        json.WriteStartArray("epochs");
        foreach (var epoch in epochs)
            Write(json, change, epoch);
        json.WriteEndArray();
        if (attack is not null)
        {
            json.WriteStartObject("ring");
            json.WriteStartArray("members");
            foreach (var member in attack.Before.Members)
                json.WriteNumberValue(member);
            json.WriteEndArray();
            json.WriteNumber("newAccounts", attack.NewAccounts);
            Write(json, "before", attack.Before);
            Write(json, "after", attack.After);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ParameterChange change, SimulatedEpoch epoch)
    {
        var (header, before, after) = epoch;
        json.WriteStartObject();
        json.WriteNumber("epoch", header.Epoch);
        Write(json, "before", header.Terms, before);
        Write(json, "after", change.Apply(header.Terms), after);
        json.WriteStartArray("members");
        var (was, would) = (SimulationSummary.Ranks(before.Influence), SimulationSummary.Ranks(after.Influence));
        for (var member = 0; member < before.Members; member++)
        {
            json.WriteStartObject();
            json.WriteNumber("number", member);
            json.WriteString("account", header.Members[member].Account);
            Write(json, "before", before, member, was[member]);
            Write(json, "after", after, member, would[member]);
            json.WriteStartObject("difference");
            Difference(json, "influence", before.Influence[member], after.Influence[member]);
            Difference(json, "earned", before.Earned(member), after.Earned(member));
            Difference(json, "cumulative", before.State[member].Cumulative, after.State[member].Cumulative);
            Difference(json, "reputation", before.State[member].Reputation, after.State[member].Reputation);
            json.WriteEndObject();
            json.WriteEndObject();
            Terminal.FlushIfMuch(json);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, EpochTerms terms, SettlementVector settlement)
    {
        var spread = Spread.Of(settlement);
        json.WriteStartObject(name);
        json.WriteNumber("dampingBp", terms.Influence.DampingBp);
        json.WriteNumber("pointsPerEpoch", terms.Influence.PointsPerEpoch);
        StandingsJson.Decimal(json, "rewardPerEpoch", terms.Reward);
        json.WriteNumber("renewalBp", terms.RenewalBp);
        StandingsJson.Decimal(json, "totalEarned", settlement.TotalEarned);
        json.WriteNumber("giniBp", spread.GiniBp);
        json.WriteNumber("top1Bp", spread.Top1Bp);
        json.WriteNumber("top10Bp", spread.Top10Bp);
        json.WriteNumber("top100Bp", spread.Top100Bp);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, SettlementVector settlement, int member, int rank)
    {
        json.WriteStartObject(name);
        json.WriteNumber("rank", rank);
        StandingsJson.Decimal(json, "influence", settlement.Influence[member]);
        StandingsJson.Decimal(json, "earned", settlement.Earned(member));
        StandingsJson.Decimal(json, "cumulative", settlement.State[member].Cumulative);
        StandingsJson.Decimal(json, "reputation", settlement.State[member].Reputation);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, RingAttack ring)
    {
        json.WriteStartObject(name);
        StandingsJson.Decimal(json, "influence", ring.Before);
        StandingsJson.Decimal(json, "influenceAsRing", ring.After);
        StandingsJson.Decimal(json, "bound", ring.Bound);
        if (ring.InflowToOnePercent is { } inflow)
            StandingsJson.Decimal(json, "inflowToOnePercent", inflow);
        else
            json.WriteNull("inflowToOnePercent");
        json.WriteEndObject();
    }

    private static void Difference(Utf8JsonWriter json, string name, ulong before, ulong after) =>
        json.WriteString(name, ((Int128)after - before).ToString(CultureInfo.InvariantCulture));
}
