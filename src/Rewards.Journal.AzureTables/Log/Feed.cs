using Rewards.Journal.AzureTables.Layout;
using Rewards.Journal.AzureTables.Streams;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// The feed: the notices of the log in their sequence, and the records that they speak of. A cursor is the number of a
/// write to the log and how many of its records were read.
/// </summary>
internal sealed class Feed(Store store, LogEnd end, LogWriter writer, StreamReads reader, Recent recent)
{
    private const int IndexBits = 24;
    private const long IndexMask = (1L << IndexBits) - 1;

    /// <summary>Transactions that this host does not remember are read this many at a time.</summary>
    private const int ReadsAtOnce = 16;

    private volatile Page? last;

    public static long SequenceOf(FeedCursor cursor) => cursor.Value >> IndexBits;

    public static FeedCursor CursorAt(long sequence) => new(sequence << IndexBits);

    public async ValueTask<FeedPage> ReadAsync(FeedCursor after, int recordsMax, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordsMax, 1);
        var (sequence, skip) = (SequenceOf(after), (int)(after.Value & IndexMask));
        var records = new List<StoredRecord>();
        var hasFlushed = false;
        while (records.Count < recordsMax)
        {
            if (await PageAsync(sequence, cancellation).ConfigureAwait(false) is not { } page)
            {
                if (hasFlushed || records.Count > 0)
                {
                    break;
                }

                // What this host has committed is to be seen by its reads, told of or not.
                await writer.FlushAsync(cancellation).ConfigureAwait(false);
                hasFlushed = true;
                continue;
            }

            var take = Math.Min(page.Records - skip, recordsMax - records.Count);
            records.AddRange(await RecordsAsync(page, skip, take, cancellation).ConfigureAwait(false));
            skip += take;
            (sequence, skip) = skip == page.Records ? (sequence + 1, 0) : (sequence, skip);
        }

        return new FeedPage(records, new FeedCursor((sequence << IndexBits) | (long)skip));
    }

    /// <summary>
    /// Until this host knows of more than the cursor has read; for a while at most, because others may have written.
    /// </summary>
    public async ValueTask WaitAsync(FeedCursor after, CancellationToken cancellation)
    {
        using var waking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var moved = end.WhenBeyond(after.Value >> IndexBits);
        var pause = Task.Delay(store.Options.PollEvery, store.Time, waking.Token);
        await Task.WhenAny(moved, pause).ConfigureAwait(false);
        await waking.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>What an entity of the log tells of; null when nobody has written it yet.</summary>
    /// <exception cref="JournalCorruptException">It is missing or damaged.</exception>
    public async ValueTask<Page?> PageAsync(long sequence, CancellationToken cancellation)
    {
        if (last is { } known && known.Sequence == sequence)
        {
            return known;
        }

        // Asked before: a notice that is written while it is being looked for is not missing.
        var next = end.Next;
        var entity = await store.FindInLogAsync(Keys.Notice(sequence), cancellation).ConfigureAwait(false);
        if (entity is null)
        {
            return sequence >= next
                ? null
                : throw new JournalCorruptException($"The log of the shared store lacks the notice {sequence}.");
        }

        end.MoveTo(sequence + 1);
        var notices = Notice.Unpack(Parts.Join([entity]).Span);
        return last = new Page(sequence, notices, notices.Sum(notice => notice.Count));
    }

    private async ValueTask<IEnumerable<StoredRecord>> RecordsAsync(
        Page page, int skip, int take, CancellationToken cancellation)
    {
        var first = 0;
        while (page.Notices[first].Count <= skip)
        {
            skip -= page.Notices[first++].Count;
        }

        var (past, wanted) = (first, -skip);
        while (wanted < take)
        {
            wanted += page.Notices[past++].Count;
        }

        var found = new IReadOnlyList<StoredRecord>[past - first];
        await Parallel.ForAsync(
            first,
            past,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation },
            async (i, c) => found[i - first] = await FindAsync(page.Notices[i], c).ConfigureAwait(false))
            .ConfigureAwait(false);
        return found.SelectMany(records => records).Skip(skip).Take(take);
    }

    /// <summary>The records that a notice tells of.</summary>
    /// <exception cref="JournalCorruptException">They are not all there, or changed.</exception>
    public async ValueTask<IReadOnlyList<StoredRecord>> FindAsync(Notice notice, CancellationToken cancellation)
    {
        if (recent.Find(notice) is { } known)
        {
            return known;
        }

        var partition = Keys.Partition(notice.Stream);
        var commit = await reader.CommitAsync(notice.Stream, partition, notice.First, cancellation)
            .ConfigureAwait(false);
        return commit?.Records.Count == notice.Count
            ? commit.Records
            : throw new JournalCorruptException(
                $"The log tells of {notice.Count} records of {notice.Stream} from version {notice.First} on; "
                + $"there are {commit?.Records.Count ?? 0}.");
    }

    internal sealed record Page(long Sequence, Notice[] Notices, int Records);
}
