namespace DecentralOrg.Node.Intake;

/// <summary>Where requests find the intake. Closed until it is known what records are signed for.</summary>
public sealed class IntakeDoor
{
    private IntakeService? service;

    /// <summary>The intake; null as long as it is closed.</summary>
    public IntakeService? Service => Volatile.Read(ref service);

    /// <summary>Opens it.</summary>
    public void Open(IntakeService opened) => Volatile.Write(ref service, opened);
}
