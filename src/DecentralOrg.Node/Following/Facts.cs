using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Following;

/// <summary>A block by number and hash.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
public readonly record struct ChainPoint(ulong Number, Bytes32 Hash);

/// <summary>What one block says of the organization.</summary>
/// <param name="Point">The block.</param>
/// <param name="Timestamp">Its time in seconds since 1970.</param>
/// <param name="Logs">The organization's logs in it, in order.</param>
public sealed record FactBlock(ChainPoint Point, ulong Timestamp, IReadOnlyList<Log> Logs);

/// <summary>What a node's data is about.</summary>
/// <param name="ChainId">The chain's id.</param>
/// <param name="Genesis">The hash of its block 0: a chain for development that was restarted is another chain.</param>
/// <param name="Settlement">The organization's settlement contract.</param>
/// <param name="Ledger">Its ledger.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Token">Its reward token.</param>
/// <param name="Reputation">Its reputation.</param>
/// <param name="Timelock">Its timelock.</param>
/// <param name="Governor">Its governor.</param>
/// <param name="Roles">Its members' roles.</param>
public sealed record Identity(
    ulong ChainId, Bytes32 Genesis, Address Settlement, Address Ledger, Address Parameters, Address Token, Address Reputation,
    Address Timelock, Address Governor, Address Roles);

/// <summary>What facts hold beyond a block.</summary>
/// <param name="Cursor">The last block that was read to; null before the first.</param>
/// <param name="Stands">Whether the block is still there. If not, the chain took it back, and all logs are given.</param>
/// <param name="Logs">The logs behind the block, in the order of the chain.</param>
public sealed record FactsSince(ChainPoint? Cursor, bool Stands, IReadOnlyList<Log> Logs);
