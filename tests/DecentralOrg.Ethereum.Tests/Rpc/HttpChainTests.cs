using DecentralOrg.Kernel;
using static DecentralOrg.Ethereum.Tests.JsonRpcClientTests;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>What a node may answer and what it may not: unknown is never taken for empty.</summary>
public sealed class HttpChainTests
{
    private const string Word = "\"0x1111111111111111111111111111111111111111111111111111111111111111\"";
    private const string Account = "\"0x2222222222222222222222222222222222222222\"";

    private const string GoodLog =
        $$"""{"address":{{Account}},"topics":[{{Word}}],"data":"0x","blockNumber":"0x1","blockHash":{{Word}},"transactionHash":{{Word}},"transactionIndex":"0x0","logIndex":"0x2","removed":false}""";

    private const string GoodBlock =
        $$"""{"number":"0x10","hash":{{Word}},"parentHash":{{Word}},"timestamp":"0x5","gasLimit":"0x1c9c380","baseFeePerGas":"0x7"}""";

    private const string GoodReceipt =
        $$"""{"transactionHash":{{Word}},"blockNumber":"0x1","blockHash":{{Word}},"status":"0x0","gasUsed":"0x5208","effectiveGasPrice":"0x1","contractAddress":null,"logs":[{{GoodLog}}]}""";

    [Test]
    public async Task Blocks_logs_and_receipts_are_read()
    {
        var block = await AskAsync(GoodBlock, chain => chain.GetBlockAsync(BlockTag.Number(16)));
        Assert.That((block!.Number, block.Timestamp, block.BaseFee, block.GasLimit), Is.EqualTo((16ul, 5ul, (UInt128?)7, 30_000_000ul)));
        var log = (await AskAsync($"[{GoodLog}]", chain => chain.GetLogsAsync(LogFilter.InBlock(default)))).Single();
        Assert.That((log.Index, log.Topics.Count, log.BlockNumber), Is.EqualTo((2u, 1, 1ul)));
        var receipt = await AskAsync(GoodReceipt, chain => chain.GetReceiptAsync(default));
        Assert.That((receipt!.Succeeded, receipt.GasUsed, receipt.Created, receipt.Logs.Count), Is.EqualTo((false, 21_000ul, (Address?)null, 1)));
    }

    [TestCase("\"\\ud800\"")]
    [TestCase("{\"numbe\\ud800\":1}")]
    public void Half_a_surrogate_pair_is_no_answer(string answer)
    {
        Assert.That(() => AskAsync(answer, chain => chain.GetChainIdAsync()), Throws.InstanceOf<RpcException>().With.Property("Kind").EqualTo(RpcFailure.NotJson));
        Assert.That(() => AskAsync(answer, chain => chain.GetBlockAsync()), Throws.InstanceOf<RpcException>().With.Property("Kind").EqualTo(RpcFailure.NotJson));
    }

    [TestCase(null, "\"gas\"", false)]
    [TestCase(321_000ul, "\"gas\":\"0x4e5e8\"", true)]
    public async Task A_simulation_is_bounded_by_the_gas_it_is_given(ulong? gas, string part, bool there)
    {
        var asked = "";
        await using var server = LoopbackServer.Saying(request =>
        {
            asked = request;
            return Answer(request, "\"0x01\"");
        });
        using var rpc = new JsonRpcClient(server.Address);
        Assert.That(await new HttpChain(rpc).CallAsync(new ContractCall(default(Address), [], Gas: gas)), Is.EqualTo([1]));
        Assert.That(asked.Contains(part, StringComparison.Ordinal), Is.EqualTo(there), asked);
    }

    [TestCase("0xffffffffffffffffffffffffffffffff", "0x1")]
    [TestCase("0x1", "0xffffffffffffffffffffffffffffffff")]
    public async Task Fees_beyond_all_ether_are_malformed(string baseFee, string tip)
    {
        var block = GoodBlock.Replace("\"baseFeePerGas\":\"0x7\"", $"\"baseFeePerGas\":\"{baseFee}\"", StringComparison.Ordinal);
        await using var server = LoopbackServer.Saying(
            request => Answer(request, request.Contains("eth_maxPriorityFeePerGas", StringComparison.Ordinal) ? $"\"{tip}\"" : block));
        using var rpc = new JsonRpcClient(server.Address);
        Assert.That(
            async () => (await new HttpChain(rpc).SuggestFeesAsync()).Cap,
            Throws.InstanceOf<RpcException>().With.Property("Kind").EqualTo(RpcFailure.Malformed));
    }

    [Test]
    public async Task Null_is_unknown_where_a_node_may_not_know()
    {
        Assert.That(await AskAsync("null", chain => chain.GetReceiptAsync(default)), Is.Null);
        Assert.That(await AskAsync("null", chain => chain.GetBlockAsync(BlockTag.Number(99))), Is.Null);
        Assert.That(await AskAsync("null", chain => chain.GetBlockAsync(BlockTag.Hash(default))), Is.Null);
    }

    [Test]
    public void Null_is_a_failure_where_a_node_must_know()
    {
        Refused("null", chain => chain.GetLogsAsync(LogFilter.InBlock(default)));
        Refused("null", chain => chain.GetBlockAsync());
        Refused("null", chain => chain.GetGenesisHashAsync());
        Refused("null", chain => chain.GetChainIdAsync());
        Refused("null", chain => chain.CallAsync(new ContractCall(Address.Zero, [])));
        Refused("null", chain => chain.GetCodeAsync(default));
        Refused("null", chain => chain.GetBalanceAsync(default));
        Refused("null", chain => chain.GetTransactionCountAsync(default));
        Refused("null", chain => chain.EstimateGasAsync(new ContractCall(Address.Zero, []), default));
        Refused("null", chain => chain.SendRawAsync(new byte[1]));
    }

    [TestCase("\"0x\"")]
    [TestCase("\"0x01\"")]
    [TestCase("\"0x00\"")]
    [TestCase("\"1\"")]
    [TestCase("\"0X1\"")]
    [TestCase("\"0x 1\"")]
    [TestCase("\"0x-1\"")]
    [TestCase("\"0xg\"")]
    [TestCase("\"0x10000000000000000\"")]
    [TestCase("\"\"")]
    [TestCase("1")]
    public void A_number_that_is_not_written_as_the_execution_API_writes_it_is_refused(string number) =>
        Refused(number, chain => chain.GetChainIdAsync());

    [TestCase("\"0x0\"", 0ul)]
    [TestCase("\"0x7A69\"", 31337ul)]
    [TestCase("\"0xffffffffffffffff\"", ulong.MaxValue)]
    public async Task A_number_is_read_up_to_its_type(string number, ulong expected) =>
        Assert.That(await AskAsync(number, chain => chain.GetChainIdAsync()), Is.EqualTo(expected));

    [TestCase("{}")]
    [TestCase("[null]")]
    [TestCase("[{}]")]
    [TestCase("[7]")]
    public void Logs_without_their_fields_are_refused(string logs) =>
        Refused(logs, chain => chain.GetLogsAsync(LogFilter.InBlock(default)));

    [Test]
    public void A_field_that_is_null_removed_or_out_of_range_is_refused()
    {
        (string From, string To)[] changes =
        [
            ("\"removed\":false", "\"removed\":true"), ("\"blockHash\":" + Word, "\"blockHash\":null"), ("\"logIndex\":\"0x2\"", "\"logIndex\":\"0x100000000\""),
            ("\"topics\":[" + Word + "]", $"\"topics\":[{Word},{Word},{Word},{Word},{Word}]"), ("\"data\":\"0x\"", "\"data\":\"0x1\""), ("\"data\":\"0x\"", "\"data\":null"),
        ];
        foreach (var (from, to) in changes)
        {
            var changed = GoodLog.Replace(from, to, StringComparison.Ordinal);
            Assert.That(changed, Is.Not.EqualTo(GoodLog), from);
            Refused($"[{changed}]", chain => chain.GetLogsAsync(LogFilter.InBlock(default)));
        }
        Refused(GoodReceipt.Replace("\"status\":\"0x0\"", "\"status\":\"0x2\"", StringComparison.Ordinal), chain => chain.GetReceiptAsync(default));
        Refused(GoodBlock.Replace("\"hash\":" + Word, "\"hash\":null", StringComparison.Ordinal), chain => chain.GetBlockAsync(BlockTag.Pending));
    }

    [Test]
    public void A_chain_without_a_base_fee_is_refused_for_fees() =>
        Refused(GoodBlock.Replace(",\"baseFeePerGas\":\"0x7\"", "", StringComparison.Ordinal), chain => chain.SuggestFeesAsync());

    [TestCase("already known", true)]
    [TestCase("transaction already imported", true)]
    [TestCase("Known transaction: 0x11", true)]
    [TestCase("unknown transaction type", false)]
    [TestCase("nonce too low", false)]
    public async Task A_transaction_that_the_node_has_already_counts_as_sent(string message, bool sent)
    {
        await using var server = LoopbackServer.Saying(request => request.Contains("Receipt", StringComparison.Ordinal)
            ? Answer(request, "null")
            : $"{{\"id\":1,\"error\":{{\"code\":-32000,\"message\":\"{message}\"}}}}");
        using var rpc = new JsonRpcClient(server.Address);
        var chain = new HttpChain(rpc);
        if (sent)
            Assert.That(await chain.SendRawAsync(new byte[] { 1 }), Is.EqualTo(Keccak.Hash([1])));
        else
            Assert.ThrowsAsync<RpcException>(() => chain.SendRawAsync(new byte[] { 1 }));
    }

    [Test]
    public async Task A_transaction_that_is_mined_counts_as_sent_whatever_the_node_says_of_it()
    {
        await using var server = LoopbackServer.Saying(request => request.Contains("Receipt", StringComparison.Ordinal)
            ? Answer(request, GoodReceipt)
            : "{\"id\":1,\"error\":{\"code\":-32000,\"message\":\"nonce too low\"}}");
        using var rpc = new JsonRpcClient(server.Address);
        Assert.That(await new HttpChain(rpc).SendRawAsync(new byte[] { 1 }), Is.EqualTo(Keccak.Hash([1])));
    }

    private static async Task<T> AskAsync<T>(string result, Func<IChain, Task<T>> ask)
    {
        await using var server = LoopbackServer.Saying(request => Answer(request, result));
        using var rpc = new JsonRpcClient(server.Address);
        return await ask(new HttpChain(rpc));
    }

    private static void Refused<T>(string result, Func<IChain, Task<T>> ask)
    {
        var failure = Assert.ThrowsAsync<RpcException>(() => AskAsync(result, ask), result);
        Assert.That(failure!.Kind, Is.EqualTo(RpcFailure.Malformed), result);
    }
}
