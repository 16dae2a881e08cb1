using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Following;

/// <summary>What a node knows of the organization it follows. Written by the following loop, read by everybody.</summary>
internal sealed class FollowedOrganization
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once the contracts are known: at once if the data has them, else when an endpoint is reached for the first time.</summary>
    public Task Connected => connected.Task;

    /// <summary>What the data is about; null until it is <see cref="Connected"/>.</summary>
    public Identity? Identity { get; private set; }

    /// <summary>Its contracts; null until it is <see cref="Connected"/>.</summary>
    public OrganizationContracts? Contracts { get; private set; }

    /// <summary>What records are signed for; null as long as the contracts are.</summary>
    public RecordDomain? Domain { get; private set; }

    /// <summary>The organization; null as long as the contracts are.</summary>
    public OrganizationView? View { get; private set; }

    /// <summary>The last step of following; null before the first.</summary>
    public FollowStep? LastStep { get; private set; }

    /// <summary>Whether the founding was read, so that there is something to tell.</summary>
    public bool IsFounded => View?.Read(organization => organization.Genesis is not null) == true;

    /// <summary>Whether all that the endpoint has was read, and there is an organization in it.</summary>
    public bool InStep => LastStep is { More: false } && IsFounded;

    /// <summary>Completes at the next change of the organization, or of how far it is read.</summary>
    public Task Changed
    {
        get
        {
            lock (gate)
                return changed.Task;
        }
    }

    public void Connect(HomeOrganization home)
    {
        (Identity, Contracts, Domain, View) = home;
        connected.SetResult();
    }

    public void Stepped(FollowStep step)
    {
        TaskCompletionSource before;
        lock (gate)
        {
            LastStep = step;
            (before, changed) = (changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        before.SetResult();
    }
}
