using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Rewards.Grains;
using Rewards.Server.Configuration;

namespace Rewards.Server.Telemetry;

/// <summary>
/// Sends metrics and traces to a collector, until disposed. A collector that is away holds nothing up.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string Service = "rewards";
    private const string MetricsPath = "v1/metrics";
    private const string TracesPath = "v1/traces";
    private const int MillisecondsPerSecond = 1_000;

    private readonly ServerMeter meter;
    private readonly MeterProvider metrics;
    private readonly TracerProvider? traces;

    /// <param name="settings">Where to, and how much of it.</param>
    /// <param name="sources">What the server's own metrics are read from.</param>
    /// <param name="others">Names under which libraries of ours have metrics and spans too.</param>
    public TelemetryExport(TelemetryConfiguration settings, MeterSources sources, string[] others)
    {
        meter = new ServerMeter(sources);
        var resource = ResourceBuilder.CreateEmpty().AddService(Service);
        metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(ServerMeter.Name, "System.Runtime")
            .AddMeter(others)
            .AddOtlpExporter((exporter, reader) =>
            {
                Address(exporter, settings, MetricsPath);
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                    settings.MetricsEverySeconds * MillisecondsPerSecond;
            })
            .Build();
        traces = settings.TracedRequestsPerThousand == 0 ? null : Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(Tracing.SourceName)
            .AddSource(others)
            .SetSampler(new AlwaysOnSampler()) // The request was chosen before its first span was made.
            .AddOtlpExporter(exporter => Address(exporter, settings, TracesPath))
            .Build();
    }

    public void Dispose()
    {
        traces?.Dispose();
        metrics.Dispose();
        meter.Dispose();
    }

    private static void Address(OtlpExporterOptions exporter, TelemetryConfiguration settings, string path)
    {
        var http = settings.Protocol == TelemetryProtocol.Http;
        exporter.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        var folder = settings.Endpoint.AbsoluteUri.EndsWith('/')
            ? settings.Endpoint : new Uri(settings.Endpoint.AbsoluteUri + "/");
        exporter.Endpoint = http ? new Uri(folder, path) : settings.Endpoint;
    }
}
