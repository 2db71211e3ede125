using System.Diagnostics;
using Rewards.Domain.Members;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Sqlite;

namespace Rewards.LoadTests.Prefill;

/// <param name="Records">Records of members.</param>
/// <param name="Events">Events in them.</param>
/// <param name="Members">Members whose state was brought up.</param>
/// <param name="ReadSeconds">Reading the records alone.</param>
/// <param name="ReplaySeconds">Reading them, and applying every event to its member's state.</param>
public sealed record ReplayReport(long Records, long Events, int Members, double ReadSeconds, double ReplaySeconds);

/// <summary>Brings the state of every member up from the first event on, on one thread, as one grain after another
/// would without snapshots.</summary>
public static class Replay
{
    private const int RecordsPerPage = 5_000;

    public static async Task<ReplayReport> RunAsync(Arguments arguments)
    {
        var file = Path.Combine(arguments.Text("--data"), "rewards.db");
        await using var journal = SqliteJournal.Open(new SqliteJournalOptions { Path = file });
        var began = Stopwatch.GetTimestamp();
        var records = 0L;
        await EachAsync(journal, _ => records++);
        var readSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        var states = new Dictionary<StreamId, MemberState>();
        var events = 0L;
        began = Stopwatch.GetTimestamp();
        await EachAsync(journal, record =>
        {
            if (!states.TryGetValue(record.Stream, out var state))
                states[record.Stream] = state = new MemberState();
            foreach (var recorded in record.Content.Events)
            {
                state.Apply((MemberEvent)EventCatalogue.Read(recorded), record.Content.RecordedAt);
                events++;
            }
        });
        var replaySeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new ReplayReport(records, events, states.Count, readSeconds, replaySeconds);
    }

    private static async Task EachAsync(SqliteJournal journal, Action<StoredRecord> take)
    {
        var cursor = FeedCursor.Beginning;
        while (true)
        {
            var page = await journal.ReadFeedAsync(cursor, RecordsPerPage, CancellationToken.None);
            if (page.Records.Count == 0)
                return;
            foreach (var record in page.Records)
            {
                if (record.Stream.Kind == StreamKind.Member)
                    take(record);
            }

            cursor = page.Next;
        }
    }
}
