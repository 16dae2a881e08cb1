using System.Diagnostics.Metrics;
using DecentralOrg.Node.Operating;

namespace DecentralOrg.Node.Publishing;

/// <summary>What publishing counts.</summary>
internal sealed class PublishingMetrics : IDisposable
{
    private readonly Meter meter = new(Telemetry.Name);
    private readonly Counter<double> fees;
    private readonly Counter<long> replacements;

    /// <summary>Begins to count.</summary>
    public PublishingMetrics(Intents intents)
    {
        meter.CreateObservableGauge(
            "decentralorg.publishing.intents",
            () => intents.Counts().Select(count => new Measurement<long>(count.Value, KeyValuePair.Create<string, object?>("state", count.Key.ToString()))),
            unit: "{intent}", description: "Intents by state.");
        meter.CreateObservableGauge(
            "decentralorg.publishing.oldest.age", () => intents.OldestAge()?.TotalSeconds ?? 0, unit: "s", description: "How long the oldest intent that has not ended waits.");
        fees = meter.CreateCounter<double>("decentralorg.publishing.fees", unit: "Gwei", description: "Fees of transactions in final blocks.");
        replacements = meter.CreateCounter<long>("decentralorg.publishing.replacements", unit: "{transaction}", description: "Transactions signed to pay more than one before them.");
    }

    /// <summary>A transaction is in a final block.</summary>
    /// <param name="wei">What it cost.</param>
    public void Paid(UInt128 wei) => fees.Add((double)wei / 1e9);

    /// <summary>A transaction was signed again to pay more.</summary>
    public void Replaced() => replacements.Add(1);

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
