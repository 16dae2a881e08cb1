using DecentralOrg.Kernel;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Node.Operating;

/// <summary>What a node is told when it starts. It is complete and within its bounds, or <see cref="NodeSettings"/> refuses it.</summary>
public sealed record NodeOptions
{
    /// <summary>Where the chain answers JSON-RPC over HTTP, in the order in which they are preferred. Never to be shown whole.</summary>
    public IReadOnlyList<Uri> Rpc { get; init; } = [];

    /// <summary>How the endpoints are looked after.</summary>
    public EndpointOptions Endpoints { get; init; } = new();

    /// <summary>The organization's settlement contract.</summary>
    public Address Settlement { get; init; }

    /// <summary>The folder that the node keeps its data in.</summary>
    public string Data { get; init; } = "";

    /// <summary>Where the node answers HTTP.</summary>
    public Uri Listen { get; init; } = null!;

    /// <summary>How the chain is followed.</summary>
    public FollowingOptions Following { get; init; } = new();

    /// <summary>How long a loop may be at one step before the process ends, so that whoever supervises it starts it again.</summary>
    public TimeSpan Watchdog { get; init; }

    /// <summary>Whether log lines are JSON objects.</summary>
    public bool JsonLog { get; init; }
}
