using System.Text;
using NodaTime;

namespace Rewards.Journal.Tests.Migration;

/// <summary>
/// Everything that a reader of a journal can see, as lines of text: written without the migration's own eyes.
/// </summary>
internal static class JournalContent
{
    public static async Task<IReadOnlyList<string>> OfAsync(IJournal journal, CancellationToken cancellation)
    {
        var lines = new List<string>();
        var feed = (await journal.ReadFeedAsync(FeedCursor.Beginning, 100_000, cancellation)).Records;
        foreach (var record in feed)
        {
            var side = await journal.ReadSideAsync(record, cancellation);
            lines.Add(Line(record) + $" bytes {Hex(record.Bytes)} side {(side is { } text ? Hex(text) : "none")}");
        }

        foreach (var stream in feed.GroupBy(record => record.Stream))
        {
            var tail = await journal.ReadTailAsync(stream.Key, cancellation);
            lines.Add($"{stream.Key} tail {tail.SnapshotVersion} {Hex(tail.Snapshot)} {tail.Version} {Hex(tail.Hash)}");
            var backward = await journal.ReadBackwardAsync(stream.Key, null, 100_000, cancellation);
            lines.Add($"{stream.Key} backward {string.Join(' ', backward.Records.Select(Line))}");
            foreach (var row in stream.SelectMany(record => record.Content.Rows).Select(row => row.Key).Distinct())
            {
                var found = await journal.FindRowAsync(stream.Key, row, cancellation);
                lines.Add($"{stream.Key} row {row} {(found is null ? "none" : Line(found))}");
            }
        }

        var due = await journal.ReadDueAsync(Instant.FromUtc(9999, 1, 1, 0, 0), 100_000, cancellation);
        lines.AddRange(due.Select(entry => $"due {entry.At} {entry.Stream} {entry.Key}"));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string Line(StoredRecord record) => $"{record.Stream} v{record.Version:D4} {Hex(record.Hash)}";

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
