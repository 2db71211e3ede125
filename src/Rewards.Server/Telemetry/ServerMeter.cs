using System.Diagnostics.Metrics;
using System.Globalization;
using Rewards.Grains.Projections;

namespace Rewards.Server.Telemetry;

/// <summary>
/// The server's metrics. All of them are observed: they are read every few seconds by whoever listens, and cost
/// nothing between. Names are part of the contract with dashboards and alarms.
/// </summary>
internal sealed class ServerMeter : IDisposable
{
    public const string Name = "Rewards";

    private readonly Meter meter = new(Name);

    public ServerMeter(MeterSources sources)
    {
        Count("rewards.activities", "{activity}", "Activities taken.", () => sources.Awards.Activities);
        Count("rewards.awards", "{award}", "Awards made.", () => sources.Awards.Awards);
        meter.CreateObservableCounter(
            "rewards.denials", () => Denials(sources.Awards), "{activity}", "Activities that earned nothing.");
        AddJournal(sources);
        AddGrains(sources);
        Count("rewards.requests.refused", "{request}", "Refused as busy.", () => sources.Admission.Refused);
        Level("rewards.requests.under_way", "{request}", "Requests under way.", () => sources.Admission.UnderWay);
    }

    public void Dispose() => meter.Dispose();

    private void AddJournal(MeterSources sources)
    {
        Count(
            "rewards.journal.commits", "{commit}",
            "Commits, one sync each; of a shared store transactions on streams.", () => sources.Journal().Commits);
        Count("rewards.journal.appends", "{append}", "Appends committed.", () => sources.Journal().Appends);
        Count("rewards.journal.bytes", "By", "Bytes of the log written.", () => sources.Journal().Bytes);
        Level("rewards.journal.waiting", "{append}", "Writes that wait.", () => sources.Journal().Waiting);
        Level("rewards.journal.wal", "By", "Size of the write-ahead log.", () => sources.Journal().WalBytes);
        meter.CreateObservableGauge(
            "rewards.journal.commit.duration", () => CommitTimes(sources), "s",
            "Commits since the last reading took no longer, by share.");
    }

    private void AddGrains(MeterSources sources)
    {
        Level("rewards.grains.active", "{grain}", "Grains in memory.", () => sources.ActiveGrains());
        Level("rewards.mailbox.deepest", "{command}", "Waiting at one grain.", () => sources.Mailboxes().Deepest);
        Level("rewards.mailbox.waiting", "{command}", "Waiting at all grains.", () => sources.Mailboxes().Waiting);
        meter.CreateObservableGauge(
            "rewards.feed.lag", () => sources.FeedLag(), "s", "How far totals are behind the journal.");
        meter.CreateObservableGauge(
            "rewards.due.lag", () => sources.DueWorkLag(), "s", "How long undone work has been due.");
    }

    private void Count(string name, string unit, string what, Func<long> read) =>
        meter.CreateObservableCounter(name, read, unit, what);

    private void Level(string name, string unit, string what, Func<long> read) =>
        meter.CreateObservableUpDownCounter(name, read, unit, what);

    private static IEnumerable<Measurement<long>> Denials(CountedAwards awards) =>
        CountedAwards.DenialReasons.Select((reason, i) =>
            new Measurement<long>(awards.Denials(i), new KeyValuePair<string, object?>("reason", reason)));

    private static IEnumerable<Measurement<double>> CommitTimes(MeterSources sources) =>
        sources.CommitTimes().Select(time => new Measurement<double>(
            time.Seconds,
            new KeyValuePair<string, object?>("share", time.Part.ToString(CultureInfo.InvariantCulture))));
}
