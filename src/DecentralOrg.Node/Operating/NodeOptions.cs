using DecentralOrg.Kernel;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Relaying;

namespace DecentralOrg.Node.Operating;

/// <summary>What a node is told when it starts. It is complete and within its bounds, or <see cref="NodeSettings"/> refuses it.</summary>
public sealed record NodeOptions
{
    /// <summary>Where the chain answers JSON-RPC over HTTP, in the order in which they are preferred. Never to be shown whole.</summary>
    public IReadOnlyList<Uri> Rpc { get; init; } = [];

    /// <summary>Where traces are sent by OTLP over HTTP; null for nowhere.</summary>
    public Uri? Traces { get; init; }

    /// <summary>How the endpoints are looked after.</summary>
    public EndpointOptions Endpoints { get; init; } = new();

    /// <summary>The organization's settlement contract.</summary>
    public Address Settlement { get; init; }

    /// <summary>The folder that the node keeps its data in.</summary>
    public string Data { get; init; } = "";

    /// <summary>The PostgreSQL database that it keeps its data in, as a connection string; null for a file in the folder. Never to be shown whole.</summary>
    public string? Database { get; init; }

    /// <summary>Whether it only answers, from what another node writes to the same PostgreSQL database.</summary>
    public bool Replica { get; init; }

    /// <summary>Where the node answers HTTP.</summary>
    public Uri Listen { get; init; } = null!;

    /// <summary>How the chain is followed.</summary>
    public FollowingOptions Following { get; init; } = new();

    /// <summary>The keys of the roles that it has; what it has no key for it does not do.</summary>
    public IReadOnlyDictionary<NodeRole, KeySource> Keys { get; init; } = new Dictionary<NodeRole, KeySource>();

    /// <summary>The files whose first lines are the passwords of those keys.</summary>
    public IReadOnlyDictionary<NodeRole, string> PasswordFiles { get; init; } = new Dictionary<NodeRole, string>();

    /// <summary>The id of the chain (EIP-155) that it may sign for; null to believe the endpoint, which is for development only.</summary>
    public ulong? ChainId { get; init; }

    /// <summary>How signed records are taken in.</summary>
    public IntakeOptions Intake { get; init; } = new();

    /// <summary>How they are brought to the chain.</summary>
    public RelayingOptions Relaying { get; init; } = new();

    /// <summary>What it does for members who govern.</summary>
    public GoverningOptions Governing { get; init; } = new();

    /// <summary>How transactions are published.</summary>
    public PublishingOptions Publishing { get; init; } = new();

    /// <summary>How long a loop may be at one step before the process ends, so that whoever supervises it starts it again.</summary>
    public TimeSpan Watchdog { get; init; }

    /// <summary>Whether log lines are JSON objects.</summary>
    public bool JsonLog { get; init; }
}
