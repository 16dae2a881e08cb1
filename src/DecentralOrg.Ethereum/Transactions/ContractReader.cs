using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>What generated contracts call to ask a chain.</summary>
public static class ContractReader
{
    /// <summary>Calls a function without a transaction and gives its results.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Its arguments, as <see cref="AbiKind"/> says.</param>
    /// <param name="at">The block on whose state the call runs; null for the latest.</param>
    /// <param name="reverts">Knows the contract's errors.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="RevertException">The contract refused.</exception>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    /// <exception cref="AbiException">The answer is not this function's: no contract at this address, or another one.</exception>
    public static async Task<object[]> CallAsync(
        IChain chain, Address contract, AbiFunction function, IReadOnlyList<object> arguments,
        BlockTag? at, RevertDecoder reverts, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(reverts);
        try
        {
            var call = new ContractCall(contract, function.Encode(arguments));
            return function.DecodeOutput(await chain.CallAsync(call, at ?? BlockTag.Latest, from: null, stop));
        }
        catch (RpcException error) when (error.RevertData is { } data)
        {
            throw new RevertException(reverts.Decode(data), receipt: null, error);
        }
    }
}
