using System.Globalization;
using System.Text.Json;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>Writes bundles and what is computed from them, in UTF-8. Streams are left open.</summary>
public static class BundleWriter
{
    private const int Pending = 1 << 16;

    /// <summary>Writes a bundle: the header on the first line, then a line for each credit, in log order.</summary>
    public static void Write(Stream stream, Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(bundle);
        using var json = new Utf8JsonWriter(stream);
        WriteHeader(json, bundle);
        foreach (var credit in bundle.Credits)
        {
            EndLine(json, stream);
            json.WriteStartObject();
            json.WriteNumber("from", credit.From);
            json.WriteNumber("to", credit.To);
            json.WriteNumber("points", credit.Points);
            json.WriteString("contribution", credit.Contribution.ToString());
            json.WriteEndObject();
        }
        EndLine(json, stream);
    }

    /// <summary>Writes the settlement of a bundle as one JSON object on one line: the values after the epoch.</summary>
    /// <exception cref="ArgumentException">The settlement is of another number of members.</exception>
    public static void WriteResult(Stream stream, BundleHeader header, SettlementVector settlement)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(settlement);
        if (header.Members.Length != settlement.Members)
            throw new ArgumentException($"The bundle has {header.Members.Length} members, the settlement {settlement.Members}.", nameof(settlement));
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteNumber("epoch", header.Epoch);
        WriteDecimal(json, "totalEarned", settlement.TotalEarned);
        json.WriteString("root", settlement.Root.ToString());
        json.WriteStartArray("members");
        for (var i = 0; i < settlement.Members; i++)
        {
            json.WriteStartObject();
            json.WriteString("account", header.Members[i].Account);
            WriteDecimal(json, "seed", settlement.Seed(i));
            WriteDecimal(json, "influence", settlement.Influence[i]);
            WriteDecimal(json, "earned", settlement.Earned(i));
            WriteDecimal(json, "cumulative", settlement.State[i].Cumulative);
            WriteDecimal(json, "reputation", settlement.State[i].Reputation);
            json.WriteEndObject();
            FlushIfMuch(json);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        EndLine(json, stream);
    }

    private static void WriteHeader(Utf8JsonWriter json, Bundle bundle)
    {
        json.WriteStartObject();
        json.WriteString("format", Bundle.Format);
        json.WriteNumber("epoch", bundle.Epoch);
        json.WriteStartObject("parameters");
        json.WriteNumber("dampingBp", bundle.Terms.Influence.DampingBp);
        json.WriteNumber("pointsPerEpoch", bundle.Terms.Influence.PointsPerEpoch);
        WriteDecimal(json, "rewardPerEpoch", bundle.Terms.Reward);
        json.WriteNumber("renewalBp", bundle.Terms.RenewalBp);
        json.WriteEndObject();
        json.WriteStartArray("members");
        foreach (var (account, state) in bundle.Members)
        {
            json.WriteStartObject();
            json.WriteString("account", account);
            WriteDecimal(json, "reputation", state.Reputation);
            WriteDecimal(json, "cumulative", state.Cumulative);
            json.WriteEndObject();
            FlushIfMuch(json);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // JavaScript reads JSON numbers as doubles: whatever can pass 2^53 is written as a string.
    private static void WriteDecimal(Utf8JsonWriter json, string name, ulong value) =>
        json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));

    // The writer keeps everything until it is told to write it.
    private static void FlushIfMuch(Utf8JsonWriter json)
    {
        if (json.BytesPending > Pending)
            json.Flush();
    }

    private static void EndLine(Utf8JsonWriter json, Stream stream)
    {
        json.Flush();
        stream.WriteByte((byte)'\n');
        json.Reset();
    }
}
