namespace DecentralOrg.Node.Intake;

/// <summary>A post that waits for its commit.</summary>
/// <param name="record">What was posted.</param>
/// <param name="verified">Whether its signature was looked at; otherwise it is known already, or it is refused.</param>
internal sealed class Arrival(PostedRecord record, bool verified)
{
    // Answers go to threads of the pool: the loop that writes must not run what its callers do next.
    private readonly TaskCompletionSource<IntakeAnswer> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was posted.</summary>
    public PostedRecord Record { get; } = record;

    /// <summary>Whether its signature was looked at.</summary>
    public bool Verified { get; } = verified;

    /// <summary>The answer, once what it says is committed.</summary>
    public Task<IntakeAnswer> Answer => answered.Task;

    /// <summary>Gives the answer.</summary>
    public void Set(IntakeAnswer answer) => answered.TrySetResult(answer);

    /// <summary>Says that there will be no answer.</summary>
    public void Fail(Exception error) => answered.TrySetException(error);
}
