using System.Text.Json;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>A chain behind a node's JSON-RPC over HTTP (the execution API).</summary>
/// <param name="rpc">The connection, which the caller disposes.</param>
public sealed class HttpChain(JsonRpcClient rpc) : IChain
{
    private const int MethodNotFound = -32601;

    // One gwei: what wallets offer where a node does not say.
    private static readonly UInt128 UsualTip = 1_000_000_000;

    // A million ether for one gas; with greater ones the sum of both would pass 128 bits.
    private static readonly UInt128 MostFee = (UInt128)1_000_000 * 1_000_000_000_000_000_000;

    /// <inheritdoc/>
    public async Task<ulong> GetChainIdAsync(CancellationToken stop = default) =>
        Quantity.ReadUInt64(await rpc.CallAsync("eth_chainId", [], stop), "eth_chainId");

    /// <inheritdoc/>
    public async Task<Bytes32> GetGenesisHashAsync(CancellationToken stop = default) =>
        (await GetBlockAsync(BlockTag.Number(0), stop)
            ?? throw new RpcException(RpcFailure.Malformed, "The node does not know block 0, so the chain cannot be told from another.")).Hash;

    /// <inheritdoc/>
    public async Task<Block?> GetBlockAsync(BlockTag at = default, CancellationToken stop = default)
    {
        var answer = at.ByHash is { } hash
            ? await rpc.CallAsync("eth_getBlockByHash", [hash.ToString(), false], stop)
            : await rpc.CallAsync("eth_getBlockByNumber", [at.ToString(), false], stop);
        if (answer.ValueKind != JsonValueKind.Null)
            return ChainJson.ReadBlock(answer);
        return at == BlockTag.Latest
            ? throw new RpcException(RpcFailure.Malformed, "The node has no latest block; is it still starting?")
            : null;
    }

    /// <inheritdoc/>
    public async Task<byte[]> CallAsync(ContractCall call, BlockTag at = default, Address? from = null, CancellationToken stop = default) =>
        Quantity.ReadBytes(await rpc.CallAsync("eth_call", [ChainJson.Write(call, from), at.ToParameter()], stop), "eth_call");

    /// <inheritdoc/>
    public async Task<ulong> EstimateGasAsync(ContractCall call, Address from, CancellationToken stop = default) =>
        Quantity.ReadUInt64(await rpc.CallAsync("eth_estimateGas", [ChainJson.Write(call, from)], stop), "eth_estimateGas");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var answer = await rpc.CallAsync("eth_getLogs", [ChainJson.Write(filter)], stop);
        return [.. answer.Elements("eth_getLogs").Select(ChainJson.ReadLog)];
    }

    /// <inheritdoc/>
    public async Task<Bytes32> SendRawAsync(ReadOnlyMemory<byte> transaction, CancellationToken stop = default)
    {
        try
        {
            var answer = await rpc.CallAsync("eth_sendRawTransaction", [Hex.Encode(transaction.Span)], stop);
            return Quantity.ReadBytes32(answer, "eth_sendRawTransaction");
        }
        catch (RpcException error) when (error.Kind == RpcFailure.ErrorResponse)
        {
            // A mined one is refused for its nonce; and Hardhat, which mines at once, answers with the revert of what it just mined.
            var hash = Keccak.Hash(transaction.Span);
            if (IsKnown(error.Text) || await GetReceiptAsync(hash, stop) is not null)
                return hash;
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<Receipt?> GetReceiptAsync(Bytes32 transaction, CancellationToken stop = default)
    {
        var answer = await rpc.CallAsync("eth_getTransactionReceipt", [transaction.ToString()], stop);
        return answer.ValueKind == JsonValueKind.Null ? null : ChainJson.ReadReceipt(answer);
    }

    /// <inheritdoc/>
    public async Task<SentTransaction?> GetTransactionAsync(Bytes32 transaction, CancellationToken stop = default)
    {
        var answer = await rpc.CallAsync("eth_getTransactionByHash", [transaction.ToString()], stop);
        return answer.ValueKind == JsonValueKind.Null ? null : ChainJson.ReadTransaction(answer);
    }

    /// <inheritdoc/>
    public async Task<ulong> GetTransactionCountAsync(Address account, BlockTag at = default, CancellationToken stop = default) =>
        Quantity.ReadUInt64(
            await rpc.CallAsync("eth_getTransactionCount", [account.ToString(), at.ToParameter()], stop), "eth_getTransactionCount");

    /// <inheritdoc/>
    public async Task<UInt128> GetBalanceAsync(Address account, BlockTag at = default, CancellationToken stop = default) =>
        Quantity.ReadUInt128(await rpc.CallAsync("eth_getBalance", [account.ToString(), at.ToParameter()], stop), "eth_getBalance");

    /// <inheritdoc/>
    public async Task<byte[]> GetCodeAsync(Address account, BlockTag at = default, CancellationToken stop = default) =>
        Quantity.ReadBytes(await rpc.CallAsync("eth_getCode", [account.ToString(), at.ToParameter()], stop), "eth_getCode");

    /// <inheritdoc/>
    public async Task<Fees> SuggestFeesAsync(CancellationToken stop = default)
    {
        var block = await GetBlockAsync(BlockTag.Latest, stop);
        var baseFee = block?.BaseFee
            ?? throw new RpcException(RpcFailure.Malformed, "The chain has no base fee, so it does not take the transactions of EIP-1559.");
        var tip = await SuggestTipAsync(stop);
        return baseFee <= MostFee && tip <= MostFee
            ? new Fees(baseFee, tip)
            : throw new RpcException(RpcFailure.Malformed, $"The node asks for {baseFee} and {tip} wei per gas, more than any account has; ask another one.");
    }

    private async Task<UInt128> SuggestTipAsync(CancellationToken stop)
    {
        try
        {
            return Quantity.ReadUInt128(await rpc.CallAsync("eth_maxPriorityFeePerGas", [], stop), "eth_maxPriorityFeePerGas");
        }
        catch (RpcException error) when (error.Code == MethodNotFound)
        {
            return UsualTip;
        }
    }

    /// <summary>Geth and Anvil say "already known" or "already imported", Hardhat "Known transaction".</summary>
    private static bool IsKnown(string text) =>
        text.Contains("already known", StringComparison.OrdinalIgnoreCase)
        || text.Contains("already imported", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("known transaction", StringComparison.OrdinalIgnoreCase);
}
