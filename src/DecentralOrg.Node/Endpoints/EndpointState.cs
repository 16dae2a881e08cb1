using System.Text.Json.Serialization;

namespace DecentralOrg.Node.Endpoints;

/// <summary>How an endpoint is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EndpointCondition>))]
public enum EndpointCondition
{
    /// <summary>It was not asked yet.</summary>
    Unknown,

    /// <summary>It answers, and is used if no other stands before it.</summary>
    Well,

    /// <summary>It is well, but its chain ends several blocks before that of another endpoint.</summary>
    Behind,

    /// <summary>Its last answer could not be used; it is asked again.</summary>
    Failing,

    /// <summary>It is of another chain and is not used.</summary>
    OtherChain,
}

/// <summary>How an endpoint is, as it may be shown.</summary>
/// <param name="Endpoint">Its place in the list, from 1 on, and its URL without what can be a provider's key.</param>
/// <param name="Used">Whether the last step that ended well was with it.</param>
/// <param name="Condition">How it is.</param>
/// <param name="Head">Its last block as of the last look; null before the first.</param>
/// <param name="Sentence">What is wrong with it; null if nothing is.</param>
/// <param name="Since">Since when.</param>
public sealed record EndpointState(
    string Endpoint, bool Used, EndpointCondition Condition, ulong? Head, string? Sentence, DateTimeOffset? Since);

/// <summary>The chain that a node's data is about.</summary>
/// <param name="Id">Its id (EIP-155).</param>
/// <param name="Genesis">The hash of its block 0.</param>
public sealed record HomeChain(ulong Id, Kernel.Bytes32 Genesis);
