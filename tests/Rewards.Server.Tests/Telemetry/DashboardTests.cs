using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using Rewards.Grains.Projections;
using Rewards.Server.Http;
using Rewards.Server.Telemetry;
using Rewards.Server.Tests.Configuration;

namespace Rewards.Server.Tests.Telemetry;

/// <summary>The dashboard asks for metrics that exist, and leaves none of the server's out.</summary>
public sealed partial class DashboardTests
{
    private static readonly string Dashboard =
        File.ReadAllText(Path.Combine(Folder.OfRepository(), "config", "grafana", "rewards.json"));

    [Fact]
    public void Dashboard_EveryMetricThatItNames_Exists() =>
        Assert.Empty(Named(Dashboard).Except(Published()));

    [Fact]
    public void Dashboard_EveryMetricOfTheServer_IsShown() =>
        Assert.Empty(Published().Where(name => name.StartsWith("rewards_", StringComparison.Ordinal))
            .Except(Named(Dashboard)));

    [Fact]
    public void Dashboard_AMetricThatDoesNotExist_IsNoticed() =>
        Assert.Equal(
            ["rewards_awards_made_total"],
            Named(Dashboard.Replace("rewards_awards_total", "rewards_awards_made_total", StringComparison.Ordinal))
                .Except(Published()));

    /// <summary>Metrics in the queries of all panels.</summary>
    private static HashSet<string> Named(string dashboard) =>
    [
        .. JsonDocument.Parse(dashboard).RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .SelectMany(target => MetricName().Matches(target.GetProperty("expr").GetString()!))
            .Select(match => match.Value),
    ];

    /// <summary>What the server measures, and the runtime, as a collector names it for Prometheus.</summary>
    private static HashSet<string> Published()
    {
        var names = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name is ServerMeter.Name or "System.Runtime")
                {
                    names.Add(PrometheusName(instrument));
                }
            },
        };
        listener.Start();
        using var meter = new ServerMeter(new MeterSources
        {
            Awards = new CountedAwards(new CommunityTotals(), Instant.MinValue),
            Journal = () => default,
            CommitTimes = () => [],
            ActiveGrains = () => 0,
            Mailboxes = () => default,
            FeedLag = () => 0,
            DueWorkLag = () => 0,
            Admission = new Admission(1, () => 0),
        });
        return names;
    }

    /// <summary>The collector's translation: dots, unit, and "total" for what only grows.</summary>
    private static string PrometheusName(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal)
            || !instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) ? name : name + "_total";
    }

    [GeneratedRegex("\\b(rewards|dotnet)_[a-z_]+")]
    private static partial Regex MetricName();
}
