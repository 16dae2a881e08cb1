using DecentralOrg.Ethereum;

namespace DecentralOrg.Node.Publishing;

/// <summary>What a node means by refusing a transaction.</summary>
internal enum SendFailure
{
    /// <summary>It has the transaction: that is success.</summary>
    AlreadyKnown,

    /// <summary>The nonce is used up; by whom, the receipts say.</summary>
    NonceTooLow,

    /// <summary>It has another one with this nonce that pays as much.</summary>
    ReplacementUnderpriced,

    /// <summary>It pays less than the node or the next block asks for.</summary>
    Underpriced,

    /// <summary>The account cannot pay for it.</summary>
    InsufficientFunds,

    /// <summary>The account has transactions of another type on their way, and geth keeps one type per account.</summary>
    AlreadyReserved,

    /// <summary>Nothing is known about what the node did; asking again can help.</summary>
    Transient,

    /// <summary>Words that are not known.</summary>
    Unknown,
}

/// <summary>
/// Reads the words of nodes; there are no codes. They are from geth (core/txpool/errors.go, core/error.go), anvil and reth
/// (InvalidTransactionError, InvalidPoolTransactionError), hardhat (EDR), nethermind (AcceptTxResult) and erigon (txpoolcfg).
/// </summary>
internal static class SendFailures
{
    // In this order: "replacement transaction underpriced" is also "underpriced", and what is replaced is not known.
    private static readonly (SendFailure Failure, string[] Words)[] Known =
    [
        (SendFailure.ReplacementUnderpriced,
        [
            "replacement transaction underpriced", "replace transaction underpriced", "replacement fee too low",
            "insufficient gas price to replace existing transaction", "could not replace existing tx", "replacementnotallowed",
            "future transaction tries to replace pending", "feetoolowtocompete",
        ]),
        (SendFailure.AlreadyReserved, ["address already reserved", "pendingtxsofconflictingtype"]),
        (SendFailure.NonceTooLow, ["nonce too low", "nonce is too low", "noncetoolow", "oldnonce", "old nonce", "nonce has already been used", "expected nonce to be"]),
        (SendFailure.InsufficientFunds,
        [
            "insufficient funds", "insufficientfunds", "insufficient balance", "sender doesn't have enough funds", "not enough funds",
            "exceeds balance", "overshot",
        ]),
        (SendFailure.Underpriced,
        [
            "underpriced", "feetoolow", "fee too low", "max fee per gas less than block base fee", "fee cap less than block base fee",
            "max fee per gas lower than the block base fee", "is too low. the next block has a base fee", "gas price below configured minimum",
            "gas tip cap", "tip too low", "gas price is below",
        ]),
        (SendFailure.AlreadyKnown,
        [
            "already known", "alreadyknown", "already imported", "known transaction", "existing tx with same hash", "already in the pool",
            "already exists in the pool",
        ]),
        (SendFailure.Transient,
        [
            "timeout", "timed out", "too many requests", "rate limit", "temporarily unavailable", "try again", "txpool is full",
            "txpool overflow", "transaction pool is full", "syncing", "internal error",
        ]),
    ];

    /// <summary>What the node means.</summary>
    public static SendFailure Of(RpcException error)
    {
        if (error.IsTransient || error.Kind is RpcFailure.NotJson or RpcFailure.Malformed or RpcFailure.TooLarge)
            return SendFailure.Transient;
        return Of(error.Text);
    }

    /// <summary>What the words mean.</summary>
    public static SendFailure Of(string text)
    {
        foreach (var (failure, words) in Known)
        {
            if (words.Any(word => Says(text, word)))
                return failure;
        }
        return SendFailure.Unknown;
    }

    /// <summary>Whole words only at the front: "unknown transaction" says the opposite of "known transaction".</summary>
    private static bool Says(string text, string word)
    {
        for (var at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            if (at == 0 || !char.IsLetter(text[at - 1]))
                return true;
        }
        return false;
    }
}
