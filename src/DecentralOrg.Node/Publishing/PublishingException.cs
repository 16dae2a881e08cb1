namespace DecentralOrg.Node.Publishing;

/// <summary>Why nothing can be published.</summary>
internal enum PublishingFailure
{
    /// <summary>The endpoint's chain is not the one the intents are for.</summary>
    OtherChain,

    /// <summary>Another publisher has the account.</summary>
    LeaseHeld,

    /// <summary>Another publisher took the account while this one worked; this one has to end.</summary>
    LeaseLost,

    /// <summary>The signer did not answer, or with a signature that is not the account's.</summary>
    Signer,
}

/// <summary>Nothing can be published; the message says what to do. Nothing is lost, and no nonce is used.</summary>
internal sealed class PublishingException(PublishingFailure reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What stands in the way.</summary>
    public PublishingFailure Reason { get; } = reason;
}
