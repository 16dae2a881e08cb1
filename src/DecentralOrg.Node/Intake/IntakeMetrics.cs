using System.Diagnostics.Metrics;
using DecentralOrg.Node.Operating;

namespace DecentralOrg.Node.Intake;

/// <summary>What the intake counts.</summary>
internal sealed class IntakeMetrics : IDisposable
{
    private readonly Meter meter = new(Telemetry.Name);
    private readonly Counter<long> accepted;
    private readonly Counter<long> refused;
    private readonly Histogram<int> commits;

    public IntakeMetrics()
    {
        accepted = meter.CreateCounter<long>("decentralorg.intake.accepted", "{record}", "Posts that were answered with a receipt, repetitions included.");
        refused = meter.CreateCounter<long>("decentralorg.intake.refused", "{post}", "Posts that were refused, by name.");
        commits = meter.CreateHistogram<int>("decentralorg.intake.commit.size", "{record}", "Posts that shared a commit.");
    }

    /// <summary>Tells how much waits whenever it is asked for.</summary>
    public void Watch(Func<int> queue, Func<int> waiting)
    {
        meter.CreateObservableGauge("decentralorg.intake.queue.length", queue, "{post}", "Posts that wait to be written.");
        meter.CreateObservableGauge("decentralorg.intake.waiting", waiting, "{record}", "Records that are not in the log yet.");
    }

    /// <summary>Counts an answer.</summary>
    public void Answered(IntakeAnswer answer)
    {
        if (answer is Refused because)
            refused.Add(1, new KeyValuePair<string, object?>("name", because.Name));
        else
            accepted.Add(1);
    }

    /// <summary>Counts a commit.</summary>
    public void Committed(int posts) => commits.Record(posts);

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
