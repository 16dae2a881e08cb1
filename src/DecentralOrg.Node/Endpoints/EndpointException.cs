using DecentralOrg.Ethereum;

namespace DecentralOrg.Node.Endpoints;

/// <summary>What an endpoint shows cannot be used, though it answers; the message says why and what to do. Another endpoint may do better.</summary>
public class EndpointException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Which errors are an endpoint's doing.</summary>
internal static class EndpointFault
{
    /// <summary>
    /// Whether an endpoint gave no usable answer: none at all, one that contradicts what is known, or to a question to a
    /// contract one that the contract does not give, as where the endpoint lacks the block.
    /// </summary>
    public static bool Is(Exception error) => error is RpcException or EndpointException or AbiException or RevertException;
}
