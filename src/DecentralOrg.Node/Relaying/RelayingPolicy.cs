using DecentralOrg.Node.Intake;

namespace DecentralOrg.Node.Relaying;

/// <summary>Decides when a batch is sent.</summary>
/// <param name="options">Bounds.</param>
internal sealed class RelayingPolicy(RelayingOptions options)
{
    /// <summary>Whether what waits is sent now.</summary>
    /// <param name="waiting">What waits.</param>
    /// <param name="underWay">Batches that are on their way.</param>
    /// <param name="closes">When the open epoch can be closed.</param>
    /// <param name="now">The time.</param>
    public bool IsDue(QueueLength waiting, int underWay, DateTimeOffset closes, DateTimeOffset now)
    {
        if (waiting.Oldest is not { } oldest || underWay >= options.Batches)
            return false;
        // A clock that was set back makes nobody wait longer than the age.
        return waiting.Records >= options.Records || now - oldest >= options.Age || oldest > now || now >= closes - options.BeforeClose;
    }
}
