namespace DecentralOrg.Ethereum;

/// <summary>A contract refused a call: the same call on the same state will be refused again.</summary>
public sealed class RevertException : Exception
{
    /// <summary>With what the contract said.</summary>
    /// <param name="revert">The decoded error.</param>
    /// <param name="receipt">The receipt, if the transaction is on the chain and its gas is paid.</param>
    /// <param name="inner">The answer that carried it.</param>
    public RevertException(Revert revert, Receipt? receipt = null, Exception? inner = null)
        : base("The contract refused: " + (revert ?? throw new ArgumentNullException(nameof(revert))).Words, inner)
    {
        Revert = revert;
        Receipt = receipt;
    }

    /// <summary>What the contract said.</summary>
    public Revert Revert { get; }

    /// <summary>The receipt of the transaction; null if it was never sent.</summary>
    public Receipt? Receipt { get; }
}
