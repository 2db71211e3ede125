using Rewards.Grains.InProcess;
using Rewards.Grains.Projections;
using Rewards.Journal;
using Rewards.Journal.AzureTables;
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
        var earlier = TimesOf(journal);
        return new MeterSources
        {
            Awards = awards,
            Journal = () => FiguresOf(journal),
            CommitTimes = () =>
            {
                var now = TimesOf(journal);
                var times = now.Since(earlier);
                earlier = now;
                return [.. Parts.Select(part => (part, times.Microseconds(part) / MicrosecondsPerSecond))];
            },
            ActiveGrains = () => installation.Grains.ActiveGrains,
            Mailboxes = () => new MailboxFigures(
                installation.Grains.Mailboxes().Deepest, installation.Grains.Mailboxes().Waiting),
            FeedLag = () => installation.TotalsLag.TotalSeconds,
            DueWorkLag = () => dueWork.Lag.TotalSeconds,
            Admission = installation.Admission,
        };
    }

    private static CommitTimes TimesOf(IJournal journal) => journal switch
    {
        SqliteJournal embedded => embedded.CommitTimes,
        AzureTablesJournal shared => shared.CommitTimes,
        _ => new CommitTimes([]),
    };

    /// <summary>A shared store has no log file of its own, and a transaction of a stream is its commit.</summary>
    private static JournalFigures FiguresOf(IJournal journal)
    {
        if (journal is AzureTablesJournal { Traffic: var traffic })
        {
            return new JournalFigures(traffic.StreamTransactions, traffic.Records, 0, 0, 0);
        }

        return journal is SqliteJournal { Statistics: var figures }
            ? new JournalFigures(
                figures.Commits, figures.Appends, figures.LogBytes, figures.WaitingAppends, figures.WalBytes)
            : default;
    }
}
