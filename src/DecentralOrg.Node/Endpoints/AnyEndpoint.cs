using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Endpoints;

/// <summary>
/// The chain for whoever asks a single question: each is a step of its own, answered by the endpoint that is preferred at
/// that moment. Two answers can be about different blocks; whoever needs them to agree does a step of the pool.
/// </summary>
internal sealed class AnyEndpoint(EndpointPool pool) : IChain
{
    public Task<ulong> GetChainIdAsync(CancellationToken stop = default) => pool.UseAsync(chain => chain.GetChainIdAsync(stop), stop);

    public Task<Bytes32> GetGenesisHashAsync(CancellationToken stop = default) => pool.UseAsync(chain => chain.GetGenesisHashAsync(stop), stop);

    public Task<Block?> GetBlockAsync(BlockTag at = default, CancellationToken stop = default) => pool.UseAsync(chain => chain.GetBlockAsync(at, stop), stop);

    // A revert is an answer, and no fault of the endpoint.
    public async Task<byte[]> CallAsync(ContractCall call, BlockTag at = default, Address? from = null, CancellationToken stop = default) =>
        Answer(await pool.UseAsync(chain => ReplyAsync(chain.CallAsync(call, at, from, stop)), stop));

    public async Task<ulong> EstimateGasAsync(ContractCall call, Address from, CancellationToken stop = default) =>
        Answer(await pool.UseAsync(chain => ReplyAsync(chain.EstimateGasAsync(call, from, stop)), stop));

    public Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken stop = default) => pool.UseAsync(chain => chain.GetLogsAsync(filter, stop), stop);

    public async Task<Bytes32> SendRawAsync(ReadOnlyMemory<byte> transaction, CancellationToken stop = default) =>
        Answer(await pool.UseAsync(chain => ReplyAsync(chain.SendRawAsync(transaction, stop)), stop));

    public Task<Receipt?> GetReceiptAsync(Bytes32 transaction, CancellationToken stop = default) => pool.UseAsync(chain => chain.GetReceiptAsync(transaction, stop), stop);

    public Task<SentTransaction?> GetTransactionAsync(Bytes32 transaction, CancellationToken stop = default) =>
        pool.UseAsync(chain => chain.GetTransactionAsync(transaction, stop), stop);

    public Task<ulong> GetTransactionCountAsync(Address account, BlockTag at = default, CancellationToken stop = default) =>
        pool.UseAsync(chain => chain.GetTransactionCountAsync(account, at, stop), stop);

    public Task<UInt128> GetBalanceAsync(Address account, BlockTag at = default, CancellationToken stop = default) =>
        pool.UseAsync(chain => chain.GetBalanceAsync(account, at, stop), stop);

    public Task<byte[]> GetCodeAsync(Address account, BlockTag at = default, CancellationToken stop = default) =>
        pool.UseAsync(chain => chain.GetCodeAsync(account, at, stop), stop);

    public Task<Fees> SuggestFeesAsync(CancellationToken stop = default) => pool.UseAsync(chain => chain.SuggestFeesAsync(stop), stop);

    private static async Task<(T? Value, RpcException? Refusal)> ReplyAsync<T>(Task<T> call)
    {
        try
        {
            return (await call, null);
        }
        catch (RpcException refusal) when (refusal is { Kind: RpcFailure.ErrorResponse, AskedTooOften: false })
        {
            return (default, refusal);
        }
    }

    private static T Answer<T>((T? Value, RpcException? Refusal) reply) => reply.Refusal is { } refusal ? throw refusal : reply.Value!;
}
