using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// The walk of a verification along the log: what cannot be read is named, and the walk goes on behind it. A page is
/// whole entities of the log, so that it may have more records than were asked for.
/// </summary>
internal sealed class Inspection(Feed feed, LogEnd end)
{
    private const int ReadsAtOnce = 16;

    public async ValueTask<InspectionPage> ReadAsync(FeedCursor after, int recordsMax, CancellationToken cancellation)
    {
        var records = new List<InspectedRecord>();
        var damage = new List<string>();
        var sequence = Feed.SequenceOf(after);
        for (; records.Count < recordsMax && damage.Count < recordsMax; sequence++)
        {
            try
            {
                if (await feed.PageAsync(sequence, cancellation).ConfigureAwait(false) is not { } page)
                {
                    return new InspectionPage(records, damage, Feed.CursorAt(sequence), AtEnd: true);
                }

                await AddAsync(page, records, damage, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is JournalCorruptException or FormatException)
            {
                damage.Add($"The log's entity {sequence}: {e.Message}");
            }
        }

        return new InspectionPage(records, damage, Feed.CursorAt(sequence), AtEnd: false);
    }

    /// <summary>By the entities of the log, which all tell of about as much.</summary>
    public double? Progress(FeedCursor cursor)
    {
        var known = end.Next;
        return known == 0 ? null : Math.Min(1, (double)Feed.SequenceOf(cursor) / known);
    }

    private async ValueTask AddAsync(
        Feed.Page page, List<InspectedRecord> records, List<string> damage, CancellationToken cancellation)
    {
        var found = new (IReadOnlyList<StoredRecord> Records, string? Damage)[page.Notices.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, found.Length, options, async (i, stop) =>
        {
            try
            {
                found[i] = (await feed.FindAsync(page.Notices[i], stop).ConfigureAwait(false), null);
            }
            catch (Exception e) when (e is JournalCorruptException or FormatException)
            {
                var notice = page.Notices[i];
                found[i] = ([], $"{notice.Stream}, versions from {notice.First} on: {e.Message}");
            }
        }).ConfigureAwait(false);
        foreach (var (read, wrong) in found)
        {
            records.AddRange(read.Select(record => new InspectedRecord(record, default)));
            if (wrong is not null)
            {
                damage.Add(wrong);
            }
        }
    }
}
