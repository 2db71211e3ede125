using Rewards.Grains.InProcess;
using Rewards.Grains.Projections;
using Rewards.Journal;
using Rewards.Journal.Sqlite;
using Rewards.Server.Telemetry;

namespace Rewards.Server.Composition;

/// <summary>Where the metrics of this installation's parts are read.</summary>
internal static class Measuring
{
    private const double MicrosecondsPerSecond = 1_000_000;
    private static readonly double[] Parts = [0.5, 0.99];

    public static MeterSources SourcesOf(
        Installation installation, IJournal journal, CountedAwards awards, DueWork dueWork)
    {
        // Only the embedded journal commits by itself; of a shared store its own metrics tell.
        var embedded = journal as SqliteJournal;
        var earlier = embedded?.CommitTimes;
        return new MeterSources
        {
            Awards = awards,
            Journal = () => embedded is null ? default : FiguresOf(embedded.Statistics),
            CommitTimes = () =>
            {
                if (embedded is null)
                {
                    return [];
                }

                var now = embedded.CommitTimes;
                var times = now.Since(earlier!);
                earlier = now;
                return [.. Parts.Select(part => (part, times.Microseconds(part) / MicrosecondsPerSecond))];
            },
            ActiveGrains = () => installation.Grains.ActiveGrains,
            Mailboxes = () => new MailboxFigures(
                installation.Grains.Mailboxes().Deepest, installation.Grains.Mailboxes().Waiting),
            FeedLag = () => Math.Max(
                0, (installation.Time.GetUtcNow() - installation.TotalsCaughtUpAt).TotalSeconds),
            DueWorkLag = () => dueWork.Lag.TotalSeconds,
            Admission = installation.Admission,
        };
    }

    private static JournalFigures FiguresOf(SqliteJournalStatistics figures) =>
        new(figures.Commits, figures.Appends, figures.LogBytes, figures.WaitingAppends, figures.WalBytes);
}
