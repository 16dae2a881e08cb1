using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Cli.Commands;

/// <summary>Asks whether a call would succeed, for <c>--dry-run</c>.</summary>
internal static class DryCall
{
    /// <summary>Makes a call on the last block that changes nothing.</summary>
    /// <param name="chain">The endpoint.</param>
    /// <param name="call">The call.</param>
    /// <param name="from">Who would send it; null for anybody.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="RevertException">It would not succeed; the contract says why.</exception>
    public static async Task RunAsync(IChain chain, ContractCall call, Address? from, CancellationToken stop)
    {
        try
        {
            _ = await chain.CallAsync(call, BlockTag.Latest, from, stop);
        }
        catch (RpcException error) when (error.RevertData is { } data)
        {
            throw new RevertException(OrganizationContracts.Reverts.Decode(data), inner: error);
        }
    }

    /// <summary>Sends a call, or only asks whether it would succeed.</summary>
    /// <returns>The transaction; null if nothing was sent.</returns>
    /// <exception cref="RevertException">The contract refused.</exception>
    public static async Task<Bytes32?> OrSendAsync(IChain chain, ContractCall call, PrivateKey key, bool dry, CancellationToken stop)
    {
        if (dry)
        {
            await RunAsync(chain, call, key.Address, stop);
            return null;
        }
        using var sender = new TransactionSender(chain, key, OrganizationContracts.Reverts);
        return (await sender.ExecuteAsync(call, stop: stop)).TransactionHash;
    }
}
