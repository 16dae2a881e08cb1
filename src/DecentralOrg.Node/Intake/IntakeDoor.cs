namespace DecentralOrg.Node.Intake;

/// <summary>Where requests find the intake. Closed until it is known what records are signed for; where another node takes them in, for good.</summary>
/// <param name="elsewhere">Whether another node takes records in.</param>
public sealed class IntakeDoor(bool elsewhere = false)
{
    private IntakeService? service;

    /// <summary>The intake; null as long as it is closed.</summary>
    public IntakeService? Service => Volatile.Read(ref service);

    /// <summary>What is said as long as it is closed.</summary>
    internal Refused Closed { get; } = elsewhere
        ? Refused.Because(IntakeRefusal.NotHere)
        : Refused.Because(IntakeRefusal.NotReady, retryAfter: TimeSpan.FromSeconds(10));

    /// <summary>Opens it.</summary>
    public void Open(IntakeService opened) => Volatile.Write(ref service, opened);
}
