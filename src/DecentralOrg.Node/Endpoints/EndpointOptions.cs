namespace DecentralOrg.Node.Endpoints;

/// <summary>How endpoints are looked after.</summary>
public sealed record EndpointOptions
{
    /// <summary>How often an endpoint that is well is looked at; 10 seconds by default. Longer lets one of another chain be used for longer.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an endpoint is left alone that failed for the first time; half a second by default.</summary>
    public TimeSpan ShortestRest { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long an endpoint is left alone at most that goes on failing; a minute by default. Longer keeps a node from its preferred endpoint.</summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a call may take, with reading its answer; 10 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes of an answer are read; 16 MiB by default, more than the logs of any one block. A range that gives more is narrowed.</summary>
    public int MaxResponseBytes { get; init; } = 16 * 1024 * 1024;
}
