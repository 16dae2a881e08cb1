using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Publishing;

/// <summary>How far an intent is. The names are stored; a new one needs a migration.</summary>
internal enum IntentState
{
    /// <summary>Nothing was signed; it has no nonce.</summary>
    Wanted,

    /// <summary>Signed and stored; no node is known to have it.</summary>
    Signed,

    /// <summary>A node took it.</summary>
    Offered,

    /// <summary>In a block that can still be taken back.</summary>
    Seen,

    /// <summary>Done, in a block that stays. The end.</summary>
    Final,

    /// <summary>The contract refused it, before it was sent or in a block. The end, once that block stays.</summary>
    Refused,

    /// <summary>Another transaction did what it wants, or used its nonce. The end, or the wait for finality before it is planned anew.</summary>
    Superseded,

    /// <summary>It cannot go on without a person; <see cref="Intent.Reason"/> says what to do. It goes on by itself once that is done.</summary>
    Held,
}

/// <summary>Something that is wanted on the chain.</summary>
/// <param name="Key">What makes it one of its kind, such as <c>close/7</c>. Asking for it twice is asking once.</param>
/// <param name="Kind">Names the oracle that is asked for its outcome.</param>
/// <param name="Sender">The account whose publisher sends it.</param>
/// <param name="Call">What is called, with how much ether.</param>
/// <param name="Budget">What it is paid out of, such as <c>epoch/7</c>: <see cref="PublishingOptions.BudgetWei"/> is for all with the same name.</param>
/// <param name="GasLimit">Most gas, 21,000 to 2^24; null for an estimate. Give it where the estimate may be too low in the block.</param>
/// <param name="Purse">What several budgets are paid out of together, such as <c>govern/7</c>: <see cref="PublishingOptions.PurseWei"/> is for all with the same name. Null for none.</param>
internal sealed record IntentRequest(string Key, string Kind, Address Sender, ContractCall Call, string Budget, ulong? GasLimit = null, string? Purse = null);

/// <summary>What came of asking for something.</summary>
internal enum WantResult
{
    /// <summary>It is wanted from now on.</summary>
    Added,

    /// <summary>It was wanted before; nothing changed.</summary>
    AlreadyThere,

    /// <summary>Something else was wanted before under the same key; that stays, and this is not done.</summary>
    Differs,
}

/// <summary>An intent as it is stored.</summary>
/// <param name="Id">Its number, in the order of asking.</param>
/// <param name="Request">What is wanted.</param>
/// <param name="State">How far it is.</param>
/// <param name="Nonce">The nonce that is reserved for it or that it used; null before.</param>
/// <param name="Live">Whether its nonce is not yet used up in a final block.</param>
/// <param name="Reason">Why it is held, refused or superseded, in a sentence; null otherwise.</param>
/// <param name="Block">The block it stands in.</param>
/// <param name="BlockHash">The hash of that block.</param>
/// <param name="MinedHash">The attempt that was mined.</param>
/// <param name="Fee">Wei that it cost; null while it is in no block.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="Changed">When its state last changed.</param>
internal sealed record Intent(
    long Id, IntentRequest Request, IntentState State, ulong? Nonce, bool Live, string? Reason,
    ulong? Block, Bytes32? BlockHash, Bytes32? MinedHash, UInt128? Fee, DateTimeOffset Created, DateTimeOffset Changed)
{
    /// <summary>Whether nothing more happens to it.</summary>
    public bool Ended => !Live && (State is IntentState.Final or IntentState.Refused or IntentState.Superseded);

    /// <summary>Whether its transaction waits for a block.</summary>
    public bool Waits => Live && Block is null && State is not IntentState.Superseded;
}

/// <summary>A signed transaction of an intent.</summary>
/// <param name="Intent">The intent's number.</param>
/// <param name="Signed">The transaction; its bytes are final.</param>
/// <param name="GasLimit">Most gas.</param>
/// <param name="Bid">What is paid for gas.</param>
/// <param name="Head">The chain's head when it was signed.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="FirstSent">When a node first took it; null before.</param>
/// <param name="LastError">What a node last said against it; null after it was taken.</param>
internal sealed record Attempt(
    long Intent, SignedTransaction Signed, ulong GasLimit, Bid Bid, ulong Head,
    DateTimeOffset SignedAt, DateTimeOffset? FirstSent, string? LastError);

/// <summary>A kind of intent.</summary>
/// <param name="Name">Its name, as in <see cref="IntentRequest.Kind"/>.</param>
/// <param name="Oracle">Who knows whether the contract holds it.</param>
internal sealed record IntentKind(string Name, IntentOracle Oracle);

/// <summary>The kinds of a slice: it knows what it wants, and who knows what became of it.</summary>
internal interface IIntentKinds
{
    IEnumerable<IntentKind> Kinds { get; }
}

/// <summary>Asks the contract, at a block, whether it already holds what an intent wants. Throws <see cref="RpcException"/> where there is no answer.</summary>
internal delegate Task<bool> IntentOracle(IChain chain, Intent intent, BlockTag at, CancellationToken stop);
