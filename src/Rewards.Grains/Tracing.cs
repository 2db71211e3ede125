using System.Diagnostics;

namespace Rewards.Grains;

/// <summary>Spans within a request that is traced; for all others, and without telemetry, nothing is made.</summary>
public static class Tracing
{
    public const string SourceName = "Rewards";

    public static readonly ActivitySource Source = new(SourceName);

    /// <summary>A span until disposed; null when nobody traces this request.</summary>
    public static Activity? Span(string name) =>
        Source.HasListeners() && Activity.Current is not null ? Source.StartActivity(name) : null;
}
