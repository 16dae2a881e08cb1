using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>
/// What this product needs of a chain. Every method throws <see cref="RpcException"/> where there is no usable answer; a null
/// result means that the node does not know, never that there is nothing.
/// </summary>
public interface IChain
{
    /// <summary>The chain id that transactions are signed for (EIP-155).</summary>
    Task<ulong> GetChainIdAsync(CancellationToken stop = default);

    /// <summary>The hash of block 0: with the chain id, the identity of the chain. A dev chain that started again has another.</summary>
    Task<Bytes32> GetGenesisHashAsync(CancellationToken stop = default);

    /// <summary>A block; null if the node does not know it (yet, or any more).</summary>
    Task<Block?> GetBlockAsync(BlockTag at = default, CancellationToken stop = default);

    /// <summary>Runs a call without a transaction and gives its answer. A revert is an <see cref="RpcException"/> with its data.</summary>
    Task<byte[]> CallAsync(ContractCall call, BlockTag at = default, Address? from = null, CancellationToken stop = default);

    /// <summary>The gas that a transaction would take on the latest block. A revert is an <see cref="RpcException"/> with its data.</summary>
    Task<ulong> EstimateGasAsync(ContractCall call, Address from, CancellationToken stop = default);

    /// <summary>The logs that match, in order of the chain.</summary>
    Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken stop = default);

    /// <summary>Hands over a signed transaction. One that the node already has, waiting or mined, counts as sent; what became of it, the receipt says.</summary>
    /// <returns>The hash of the transaction.</returns>
    Task<Bytes32> SendRawAsync(ReadOnlyMemory<byte> transaction, CancellationToken stop = default);

    /// <summary>The receipt of a transaction; null while it is not in a block, or if the node never saw it.</summary>
    Task<Receipt?> GetReceiptAsync(Bytes32 transaction, CancellationToken stop = default);

    /// <summary>A transaction; null if the node does not know it.</summary>
    Task<SentTransaction?> GetTransactionAsync(Bytes32 transaction, CancellationToken stop = default);

    /// <summary>The number of transactions an account has sent.</summary>
    Task<ulong> GetTransactionCountAsync(Address account, BlockTag at = default, CancellationToken stop = default);

    /// <summary>Ether of an account in wei.</summary>
    Task<UInt128> GetBalanceAsync(Address account, BlockTag at = default, CancellationToken stop = default);

    /// <summary>The code of an account; empty if it has none.</summary>
    Task<byte[]> GetCodeAsync(Address account, BlockTag at = default, CancellationToken stop = default);

    /// <summary>Fees that will do for the next blocks.</summary>
    Task<Fees> SuggestFeesAsync(CancellationToken stop = default);
}

/// <summary>A call of a contract, to be simulated or sent.</summary>
/// <param name="To">The contract; null to create one.</param>
/// <param name="Data">Calldata, or the creation code.</param>
/// <param name="Value">Ether that goes with it, in wei.</param>
/// <param name="Gas">The most gas that a simulation may take, with what the transaction itself would; null for what the node allows. Transactions have their own limit.</param>
public sealed record ContractCall(Address? To, byte[] Data, UInt128 Value = default, ulong? Gas = null);

/// <summary>A block's header, as far as it is used.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="ParentHash">The hash of the block before.</param>
/// <param name="Timestamp">Seconds since 1970.</param>
/// <param name="BaseFee">EIP-1559's base fee in wei per gas; null on a chain without it.</param>
/// <param name="GasLimit">How much gas it could hold.</param>
public sealed record Block(
    ulong Number, Bytes32 Hash, Bytes32 ParentHash, ulong Timestamp, UInt128? BaseFee, ulong GasLimit);

/// <summary>A log of a contract.</summary>
/// <param name="Address">The contract.</param>
/// <param name="Topics">At most four; the first is the event.</param>
/// <param name="Data">What is not indexed.</param>
/// <param name="BlockNumber">The number of its block.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="TransactionHash">Its transaction.</param>
/// <param name="TransactionIndex">The place of the transaction in the block.</param>
/// <param name="Index">The place of the log in the block.</param>
public sealed record Log(
    Address Address, IReadOnlyList<Bytes32> Topics, byte[] Data,
    ulong BlockNumber, Bytes32 BlockHash, Bytes32 TransactionHash, uint TransactionIndex, uint Index);

/// <summary>What became of a transaction.</summary>
/// <param name="TransactionHash">Its hash.</param>
/// <param name="BlockNumber">The number of its block.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="Succeeded">False if it reverted.</param>
/// <param name="GasUsed">Gas that it took.</param>
/// <param name="GasPrice">Wei per gas that it paid.</param>
/// <param name="Created">The contract that it created.</param>
/// <param name="Logs">Its logs, in order.</param>
public sealed record Receipt(
    Bytes32 TransactionHash, ulong BlockNumber, Bytes32 BlockHash, bool Succeeded,
    ulong GasUsed, UInt128 GasPrice, Address? Created, IReadOnlyList<Log> Logs);

/// <summary>A transaction as the chain has it.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="From">Who sent it.</param>
/// <param name="To">The contract or account it went to; null if it created a contract.</param>
/// <param name="Data">Its calldata.</param>
public sealed record SentTransaction(Bytes32 Hash, Address From, Address? To, byte[] Data);

/// <summary>Which logs.</summary>
/// <param name="Addresses">Contracts; empty for all.</param>
/// <param name="Topics">For each position the topics that match; null or empty for any.</param>
/// <param name="From">First block, or the only one if named by its hash.</param>
/// <param name="To">Last block; not looked at if <paramref name="From"/> is a hash.</param>
public sealed record LogFilter(
    IReadOnlyList<Address> Addresses, IReadOnlyList<IReadOnlyList<Bytes32>?> Topics, BlockTag From, BlockTag To)
{
    /// <summary>All logs of contracts in one block, which must be on the chain: a reorganization cannot mix two blocks in the answer.</summary>
    public static LogFilter InBlock(Bytes32 block, params IReadOnlyList<Address> addresses) =>
        new(addresses, [], BlockTag.Hash(block), default);
}

/// <summary>Fees of EIP-1559 in wei per gas.</summary>
/// <param name="BaseFee">What the next block burns.</param>
/// <param name="Tip">What its producer gets.</param>
public readonly record struct Fees(UInt128 BaseFee, UInt128 Tip)
{
    /// <summary>Twice the base fee and the tip: holds through six full blocks.</summary>
    public UInt128 Cap => 2 * BaseFee + Tip;
}
