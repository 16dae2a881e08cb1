namespace DecentralOrg.Node.Tests.Publishing;

/// <summary>A clock that goes on when the test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long passed = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by)
    {
        now += by;
        passed += by.Ticks;
    }

    /// <summary>Somebody sets the clock; no time passes.</summary>
    public void Set(TimeSpan by) => now += by;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => passed;
}
