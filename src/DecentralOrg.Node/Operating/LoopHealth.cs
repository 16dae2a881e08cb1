namespace DecentralOrg.Node.Operating;

/// <summary>How a loop is.</summary>
/// <param name="Name">The loop.</param>
/// <param name="StepSince">When the step it is at began; null between two steps.</param>
/// <param name="LastSuccess">When a step last ended well; null before the first.</param>
/// <param name="Failure">What keeps it from going on; null if nothing does.</param>
/// <param name="FailingSince">Since when something does.</param>
public sealed record LoopState(string Name, DateTimeOffset? StepSince, DateTimeOffset? LastSuccess, string? Failure, DateTimeOffset? FailingSince);

/// <summary>How a loop is, kept by the loop and read by whoever asks. Safe for use by several threads.</summary>
/// <param name="name">The loop.</param>
/// <param name="time">The clock.</param>
internal sealed class LoopHealth(string name, TimeProvider time)
{
    private volatile LoopState state = new(name, null, null, null, null);

    private long began;

    public LoopState State => state;

    /// <summary>How long the step has taken that the loop is at, by the machine's uptime: clocks are set, and no step is a day long for it.</summary>
    public TimeSpan? StepTakes => state.StepSince is null ? null : time.GetElapsedTime(Volatile.Read(ref began));

    public void Begin()
    {
        Volatile.Write(ref began, time.GetTimestamp());
        state = state with { StepSince = time.GetUtcNow() };
    }

    public void Succeed() => state = state with { StepSince = null, LastSuccess = time.GetUtcNow(), Failure = null, FailingSince = null };

    public void Fail(string sentence) =>
        state = state with { StepSince = null, Failure = sentence, FailingSince = state.FailingSince ?? time.GetUtcNow() };
}
