namespace DecentralOrg.Node.Endpoints;

/// <summary>What an endpoint shows cannot be used, though it answers; the message says why and what to do. Another endpoint may do better.</summary>
public class EndpointException(string message, Exception? inner = null) : Exception(message, inner);
