using DecentralOrg.Node.Operating;

namespace DecentralOrg.Node.Endpoints;

/// <summary>Looks after the endpoints beside the steps that use them, so that no step waits for one that is known to be away.</summary>
internal sealed class EndpointLoop(EndpointPool pool) : INodeLoop
{
    public TimeSpan Pause { get; } = TimeSpan.FromSeconds(0.25);

    public async Task<bool> StepAsync(CancellationToken stop)
    {
        await pool.LookAsync(stop);
        return false;
    }
}
