using System.Text.Json;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>Blocks, logs, receipts and calls as the execution API writes them.</summary>
internal static class ChainJson
{
    private const int MostTopics = 4;

    public static Block ReadBlock(JsonElement block)
    {
        const string what = "block";
        return new Block(
            Counted(block.Member("number", what), "number of a block"),
            Quantity.ReadBytes32(block.Member("hash", what), "hash of a block"),
            Quantity.ReadBytes32(block.Member("parentHash", what), "parentHash of a block"),
            Counted(block.Member("timestamp", what), "timestamp of a block"),
            block.TryGetProperty("baseFeePerGas", out var fee) && fee.ValueKind != JsonValueKind.Null
                ? Quantity.ReadUInt128(fee, "baseFeePerGas of a block") : null,
            Quantity.ReadUInt64(block.Member("gasLimit", what), "gasLimit of a block"));
    }

    public static Log ReadLog(JsonElement log)
    {
        const string what = "log";
        var topics = log.Member("topics", what).Elements("topics of a log").Select(t => Quantity.ReadBytes32(t, "topic of a log")).ToArray();
        if (topics.Length > MostTopics)
            throw new RpcException(RpcFailure.Malformed, $"A log has {topics.Length} topics; the EVM writes at most {MostTopics}.");
        // A log taken back by a reorganization must never be counted; asked for by block hash, none comes.
        if (log.TryGetProperty("removed", out var removed) && Quantity.ReadBool(removed, "removed of a log"))
            throw new RpcException(RpcFailure.Malformed, "The node answered with a log that was removed from the chain; ask again.");
        return new Log(
            Quantity.ReadAddress(log.Member("address", what), "address of a log"),
            topics,
            Quantity.ReadBytes(log.Member("data", what), "data of a log"),
            Counted(log.Member("blockNumber", what), "blockNumber of a log"),
            Quantity.ReadBytes32(log.Member("blockHash", what), "blockHash of a log"),
            Quantity.ReadBytes32(log.Member("transactionHash", what), "transactionHash of a log"),
            Index(log.Member("transactionIndex", what), "transactionIndex of a log"),
            Index(log.Member("logIndex", what), "logIndex of a log"));
    }

    public static Receipt ReadReceipt(JsonElement receipt)
    {
        const string what = "receipt";
        var status = Quantity.ReadUInt64(receipt.Member("status", what), "status of a receipt");
        if (status > 1)
            throw new RpcException(RpcFailure.Malformed, $"A receipt has status {status}; 0 and 1 exist.");
        return new Receipt(
            Quantity.ReadBytes32(receipt.Member("transactionHash", what), "transactionHash of a receipt"),
            Quantity.ReadUInt64(receipt.Member("blockNumber", what), "blockNumber of a receipt"),
            Quantity.ReadBytes32(receipt.Member("blockHash", what), "blockHash of a receipt"),
            status == 1,
            Quantity.ReadUInt64(receipt.Member("gasUsed", what), "gasUsed of a receipt"),
            Quantity.ReadUInt128(receipt.Member("effectiveGasPrice", what), "effectiveGasPrice of a receipt"),
            receipt.TryGetProperty("contractAddress", out var created) && created.ValueKind != JsonValueKind.Null
                ? Quantity.ReadAddress(created, "contractAddress of a receipt") : null,
            [.. receipt.Member("logs", what).Elements("logs of a receipt").Select(ReadLog)]);
    }

    public static SentTransaction ReadTransaction(JsonElement transaction)
    {
        const string what = "transaction";
        return new SentTransaction(
            Quantity.ReadBytes32(transaction.Member("hash", what), "hash of a transaction"),
            Quantity.ReadAddress(transaction.Member("from", what), "from of a transaction"),
            transaction.TryGetProperty("to", out var to) && to.ValueKind != JsonValueKind.Null
                ? Quantity.ReadAddress(to, "to of a transaction") : null,
            Quantity.ReadBytes(transaction.Member("input", what), "input of a transaction"));
    }

    public static Dictionary<string, object> Write(ContractCall call, Address? from)
    {
        ArgumentNullException.ThrowIfNull(call);
        var json = new Dictionary<string, object> { ["data"] = Hex.Encode(call.Data) };
        if (call.To is { } to)
            json["to"] = to.ToString();
        if (from is { } sender)
            json["from"] = sender.ToString();
        if (call.Value != 0)
            json["value"] = Quantity.Write(call.Value);
        if (call.Gas is { } gas)
            json["gas"] = Quantity.Write(gas);
        return json;
    }

    public static Dictionary<string, object> Write(LogFilter filter)
    {
        var json = new Dictionary<string, object>();
        if (filter.From.ByHash is { } block)
        {
            json["blockHash"] = block.ToString();
        }
        else
        {
            json["fromBlock"] = filter.From.ToString();
            json["toBlock"] = filter.To.ToString();
        }
        if (filter.Addresses.Count > 0)
            json["address"] = filter.Addresses.Select(a => a.ToString()).ToArray();
        if (filter.Topics.Count > 0)
            json["topics"] = filter.Topics.Select(set => set is null || set.Count == 0 ? null : set.Select(t => t.ToString()).ToArray()).ToArray();
        return json;
    }

    /// <summary>No chain counts beyond 2^63 - 1, and no database of ours could keep it.</summary>
    private static ulong Counted(JsonElement value, string what)
    {
        var number = Quantity.ReadUInt64(value, what);
        return number <= long.MaxValue
            ? number
            : throw new RpcException(RpcFailure.Malformed, $"{what}: {number} is out of range.");
    }

    private static uint Index(JsonElement value, string what)
    {
        var number = Quantity.ReadUInt64(value, what);
        return number <= uint.MaxValue
            ? (uint)number
            : throw new RpcException(RpcFailure.Malformed, $"{what}: {number} is out of range.");
    }
}
