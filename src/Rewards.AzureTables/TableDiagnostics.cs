using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Rewards.AzureTables;

/// <summary>
/// What OpenTelemetry sees under the name <see cref="Name"/>: a duration for each call of the client, the calls that
/// failed, and an activity for each call within one that is traced.
/// </summary>
public static class TableDiagnostics
{
    public const string Name = "Rewards.AzureTables";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "rewards.azure_tables.duration", "ms", "Time of a call, retries included.");

    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "rewards.azure_tables.failures", "{call}", "Calls that failed, by the service's code.");

    internal static Call Begin(string operation, string table) => new(operation, table);

    /// <summary>One call under way.</summary>
    internal readonly struct Call : IDisposable
    {
        private readonly Activity? activity;
        private readonly string operation;
        private readonly long startedAt;

        public Call(string operation, string table)
        {
            this.operation = operation;
            startedAt = Stopwatch.GetTimestamp();

            // What hosts ask each other in the background belongs to no trace.
            activity = Activity.Current is null ? null : Source.StartActivity(operation, ActivityKind.Client);
            activity?.SetTag("db.system.name", "azure.tables").SetTag("db.collection.name", table);
        }

        public void Failed(TableRequestException e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.ErrorCode).SetTag("error.type", e.ErrorCode);
            Failures.Add(1, new("operation", operation), new("code", e.ErrorCode));
        }

        public void Dispose()
        {
            Durations.Record(
                Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds,
                new KeyValuePair<string, object?>("operation", operation));
            activity?.Dispose();
        }
    }
}
