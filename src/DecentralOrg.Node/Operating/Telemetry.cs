using System.Diagnostics;
using System.Diagnostics.Metrics;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DecentralOrg.Node.Operating;

/// <summary>What tools see of a node: figures for Prometheus at <c>/metrics</c>, and traces by OTLP where it is told to send them.</summary>
internal static class Telemetry
{
    /// <summary>The name of the node's meter, and of its source of traces.</summary>
    public const string Name = "DecentralOrg.Node";

    /// <summary>A step of a loop is a span; what it asks of endpoints is in it.</summary>
    public static readonly ActivitySource Source = new(Name);

    public static void AddTelemetry(this IServiceCollection services, Uri? traces)
    {
        services.AddSingleton<NodeMetrics>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("decentralorg-node", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics => metrics
                .AddMeter(Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime")
                .AddPrometheusExporter());
        if (traces is null)
            return;
        telemetry.WithTracing(tracing => tracing
            .AddSource(Name)
            .AddAspNetCoreInstrumentation()
            // Without what is asked: an endpoint's URL can hold a key.
            .AddHttpClientInstrumentation(http => http.EnrichWithHttpRequestMessage = (span, request) => span.SetTag("url.full", request.RequestUri?.GetLeftPart(UriPartial.Authority)))
            .AddOtlpExporter(exporter => (exporter.Protocol, exporter.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new Uri(traces, "v1/traces"))));
    }

    public static void MapTelemetry(this WebApplication application)
    {
        _ = application.Services.GetRequiredService<NodeMetrics>();
        application.MapPrometheusScrapingEndpoint("/metrics");
    }
}

/// <summary>How the node is, in figures.</summary>
internal sealed class NodeMetrics : IDisposable
{
    private readonly Meter meter = new(Telemetry.Name);

    public NodeMetrics(FollowedOrganization followed, StatusReader status, Alarms alarms, IEnumerable<LoopHealth> loops, TimeProvider time)
    {
        LoopHealth[] all = [.. loops];
        meter.CreateObservableGauge("decentralorg.ready", () => status.Read().Ready ? 1 : 0, description: "1 if what the node answers is up to date.");
        meter.CreateObservableGauge("decentralorg.alarms", () => alarms.All().Count, "{alarm}", "Alarms that are raised.");
        meter.CreateObservableGauge("decentralorg.following.head", () => Blocks(followed.LastStep?.Head), "{block}", "The endpoint's last block.");
        meter.CreateObservableGauge("decentralorg.following.block", () => Blocks(followed.LastStep?.Reached?.Number), "{block}", "The last block that was read.");
        meter.CreateObservableGauge("decentralorg.records", () => (long)(followed.View?.Read(organization => organization.Ledger.Sequence) ?? 0), "{record}", "Records in the log.");
        meter.CreateObservableGauge("decentralorg.members", () => followed.View?.Read(organization => organization.Ledger.Members.Count) ?? 0, "{member}", "Members.");
        meter.CreateObservableGauge(
            "decentralorg.loop.failing", () => all.Select(loop => Of(loop, loop.State.Failure is null ? 0 : 1)), description: "1 while a loop does a failing step again and again.");
        meter.CreateObservableGauge(
            "decentralorg.loop.idle",
            () => all.Where(loop => loop.State.LastSuccess is not null).Select(loop => Of(loop, (time.GetUtcNow() - loop.State.LastSuccess!.Value).TotalSeconds)),
            "s", "How long ago a step of a loop ended well.");
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<long>> Blocks(ulong? number) => number is { } known ? [new Measurement<long>((long)known)] : [];

    private static Measurement<T> Of<T>(LoopHealth loop, T value) where T : struct => new(value, KeyValuePair.Create<string, object?>("loop", loop.State.Name));
}
