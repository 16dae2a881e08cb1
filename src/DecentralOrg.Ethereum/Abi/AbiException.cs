namespace DecentralOrg.Ethereum;

/// <summary>Data, a value or a signature that does not fit the ABI (Solidity's Contract ABI Specification).</summary>
public sealed class AbiException : Exception
{
    /// <summary>With a sentence: what does not fit, and why.</summary>
    public AbiException(string message) : base(message)
    {
    }

    /// <summary>With the cause.</summary>
    public AbiException(string message, Exception inner) : base(message, inner)
    {
    }
}
