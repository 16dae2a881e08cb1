using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>What only chains for development do: move time, mine, give ether. Hardhat and Anvil take the same names.</summary>
/// <param name="rpc">The connection, which the caller disposes.</param>
public sealed class DevChain(JsonRpcClient rpc)
{
    /// <summary>Adds seconds to the time of all blocks to come.</summary>
    public Task IncreaseTimeAsync(ulong seconds, CancellationToken stop = default) =>
        rpc.CallAsync("evm_increaseTime", [Quantity.Write(seconds)], stop);

    /// <summary>Sets the time of the next block, in seconds since 1970; later ones go on from there.</summary>
    public Task SetNextBlockTimestampAsync(ulong timestamp, CancellationToken stop = default) =>
        rpc.CallAsync("evm_setNextBlockTimestamp", [Quantity.Write(timestamp)], stop);

    /// <summary>Mines one block.</summary>
    public Task MineAsync(CancellationToken stop = default) => rpc.CallAsync("evm_mine", [], stop);

    /// <summary>Whether every transaction gets a block of its own at once.</summary>
    public Task SetAutomineAsync(bool on, CancellationToken stop = default) => rpc.CallAsync("evm_setAutomine", [on], stop);

    /// <summary>Sets the ether of an account, in wei.</summary>
    public Task SetBalanceAsync(Address account, UInt128 wei, CancellationToken stop = default) =>
        rpc.CallAsync("hardhat_setBalance", [account.ToString(), Quantity.Write(wei)], stop);

    /// <summary>Sets the code of an account.</summary>
    public Task SetCodeAsync(Address account, byte[] code, CancellationToken stop = default) =>
        rpc.CallAsync("hardhat_setCode", [account.ToString(), Hex.Encode(code)], stop);

    /// <summary>Sets a word of a contract's storage.</summary>
    public Task SetStorageAsync(Address contract, Bytes32 slot, Bytes32 value, CancellationToken stop = default) =>
        rpc.CallAsync("hardhat_setStorageAt", [contract.ToString(), WriteSlot(slot), value.ToString()], stop);

    /// <summary>Remembers the state of the chain; <see cref="RevertToAsync"/> comes back to it once.</summary>
    public async Task<string> SnapshotAsync(CancellationToken stop = default) =>
        (await rpc.CallAsync("evm_snapshot", [], stop)).GetString()
            ?? throw new RpcException(RpcFailure.Malformed, "evm_snapshot: the answer must be a string.");

    /// <summary>Comes back to a remembered state.</summary>
    public Task RevertToAsync(string snapshot, CancellationToken stop = default) => rpc.CallAsync("evm_revert", [snapshot], stop);

    /// <summary>Hardhat takes the number of a slot without leading zeros only.</summary>
    private static string WriteSlot(Bytes32 slot)
    {
        var digits = slot.ToString()[2..].TrimStart('0');
        return "0x" + (digits.Length == 0 ? "0" : digits);
    }
}
