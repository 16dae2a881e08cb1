using System.Data.Common;
using System.Globalization;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Publishing;

/// <summary>How intents and attempts stand in the database. Wei are decimal text: they pass SQL's 63 bits at 9.3 ether.</summary>
internal static class IntentRows
{
    public const string IntentColumns =
        "id, key, kind, budget, state, sender, nonce, live, target, calldata, value, gas_limit, reason, block, block_hash, mined_hash, fee, created_at, changed_at, purse";

    public const string AttemptColumns =
        "attempts.intent, attempts.nonce, hash, raw, attempts.gas_limit, tip, cap, head, signed_at, first_sent_at, last_error";

    public static Intent ReadIntent(DbDataReader row)
    {
        var call = new ContractCall(row.IsDBNull(8) ? null : new Address((byte[])row[8]), (byte[])row[9], Wei(row, 10));
        var request = new IntentRequest(
            row.GetString(1), row.GetString(2), new Address((byte[])row[5]), call, row.GetString(3), Number(row, 11), row.IsDBNull(19) ? null : row.GetString(19));
        return new Intent(
            row.GetInt64(0), request, Enum.Parse<IntentState>(row.GetString(4)), Number(row, 6), row.GetInt64(7) == 1,
            row.IsDBNull(12) ? null : row.GetString(12), Number(row, 13), Hash(row, 14), Hash(row, 15),
            row.IsDBNull(16) ? null : Wei(row, 16), Time(row, 17), Time(row, 18));
    }

    public static Attempt ReadAttempt(DbDataReader row) => new(
        row.GetInt64(0),
        new SignedTransaction(new Bytes32((byte[])row[2]), (ulong)row.GetInt64(1), (byte[])row[3]),
        (ulong)row.GetInt64(4), new Bid(Wei(row, 5), Wei(row, 6)), (ulong)row.GetInt64(7), Time(row, 8),
        row.IsDBNull(9) ? null : Time(row, 9), row.IsDBNull(10) ? null : row.GetString(10));

    /// <summary>Wei that intents have paid, and promised to transactions that wait.</summary>
    /// <param name="session">Reads.</param>
    /// <param name="which">Which intents: a condition on their columns.</param>
    /// <param name="values">What it compares with.</param>
    public static UInt128 Spent(Session session, string which, params (string Name, object? Value)[] values) => session.Query(
        $"""
        SELECT sunk, fee, cap, attempts.gas_limit FROM intents LEFT JOIN attempts
        ON live = 1 AND attempts.id = (SELECT MAX(id) FROM attempts WHERE intent = intents.id)
        WHERE {which}
        """,
        row => Wei(row, 0) + (!row.IsDBNull(1) ? Wei(row, 1) : row.IsDBNull(2) ? 0 : Wei(row, 2) * (UInt128)row.GetInt64(3)),
        values).Aggregate(UInt128.Zero, (sum, wei) => sum + wei);

    public static string Text(UInt128 wei) => wei.ToString(CultureInfo.InvariantCulture);

    public static UInt128 Wei(DbDataReader row, int column) => UInt128.Parse(row.GetString(column), CultureInfo.InvariantCulture);

    private static ulong? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : (ulong)row.GetInt64(column);

    private static Bytes32? Hash(DbDataReader row, int column) => row.IsDBNull(column) ? null : new Bytes32((byte[])row[column]);

    private static DateTimeOffset Time(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
