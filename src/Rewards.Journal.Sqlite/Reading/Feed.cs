using Rewards.Journal.Sqlite.Log;

namespace Rewards.Journal.Sqlite.Reading;

/// <summary>
/// The log in the order of its commits. A cursor is the pointer of the last record that was handed out, so that a page
/// may end within a block.
/// </summary>
internal sealed class Feed(RecordLog log)
{
    private volatile TaskCompletionSource? more;

    public FeedPage Read(FeedCursor after, int recordsMax, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordsMax, 1);
        var records = new List<StoredRecord>();
        foreach (var frame in log.After(after.Value))
        {
            cancellation.ThrowIfCancellationRequested();
            records.Add(frame.ToStored());
            if (records.Count == recordsMax)
            {
                break;
            }
        }

        return new FeedPage(records, records.Count == 0 ? after : new FeedCursor(records[^1].Pointer.Value));
    }

    public bool HasMore(FeedCursor after) => log.LastPointer > after.Value;

    public async ValueTask WaitAsync(FeedCursor after, CancellationToken cancellation)
    {
        while (log.LastPointer <= after.Value)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var wait = Interlocked.CompareExchange(ref more, mine, null) ?? mine;
            if (log.LastPointer <= after.Value)
            {
                await wait.Task.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Called by the writer after each commit; costs nothing while nobody waits.</summary>
    public void Wake()
    {
        if (more is not null)
        {
            Interlocked.Exchange(ref more, null)?.TrySetResult();
        }
    }
}
