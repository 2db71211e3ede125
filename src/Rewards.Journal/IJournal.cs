using NodaTime;
using Rewards.Journal.Records;

namespace Rewards.Journal;

/// <summary>
/// Where grains keep their events. One conformance suite holds every backend to what is written here.
/// <para><b>Atomic.</b> An append (record, rows, snapshot, side record, due work) is durable as a whole or not at
/// all, and durable means: it survives loss of power once the returned task has completed.</para>
/// <para><b>Fenced.</b> An append to version n succeeds only while the stream stands at n − 1 with the hash that the
/// append names, so that of two owners of one grain at most one succeeds.</para>
/// <para><b>Ordered.</b> A caller may issue further appends to a stream without waiting; they are taken in the order
/// of the calls, and when one fails, those issued after it fail too.</para>
/// <para><b>Visible.</b> What an append wrote is seen by reads from the moment its task completes, and never before
/// it is durable.</para>
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>Whether writes are taken; readiness of the server stands on it.</summary>
    JournalHealth Health { get; }

    /// <summary>
    /// Whether other processes may append too. Then what somebody has in memory may be behind, see
    /// <see cref="StandsAtAsync"/>, and what a projection knows is as old as its last look at the feed.
    /// </summary>
    bool IsShared { get; }

    /// <summary>
    /// Whether appends are refused whose <see cref="Append.NewRows"/> are taken. Then a caller may append without
    /// having looked, where a look costs a request; otherwise it has to look, and names no such rows.
    /// </summary>
    bool RefusesTakenRows => false;

    /// <summary>
    /// Completes when the append is durable. What awaits it may go on, on a thread that answers others after it, and
    /// must not block there.
    /// </summary>
    /// <exception cref="JournalConflictException">The stream stands at another version; nothing was
    /// written.</exception>
    /// <exception cref="JournalRowTakenException">One of its new rows is set already; nothing was
    /// written.</exception>
    /// <exception cref="JournalBusyException">Too much waits already; nothing was written, try again later.</exception>
    /// <exception cref="JournalUnavailableException">The journal takes no writes; nothing was written.</exception>
    /// <exception cref="JournalOutcomeUnknownException">Written or not: read back before answering.</exception>
    /// <exception cref="AppendTooLargeException">Beyond <see cref="JournalLimits"/>; nothing was written.</exception>
    ValueTask AppendAsync(Append append);

    /// <summary>
    /// Latest snapshot and the records after it. A stream that does not exist is an empty tail at version 0.
    /// </summary>
    /// <exception cref="JournalCorruptException">What is stored does not hold together.</exception>
    ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation);

    /// <summary>
    /// Whether the stream still stands at this version and hash, which were once its last. Always true, and at once,
    /// while only this process can append; one request to a store that is shared.
    /// </summary>
    ValueTask<bool> StandsAtAsync(
        StreamId stream, long version, Hash32 hash, CancellationToken cancellation);

    /// <summary>The latest record that sets the row, or null when none does. A point lookup.</summary>
    ValueTask<StoredRecord?> FindRowAsync(StreamId stream, RowKey row, CancellationToken cancellation);

    /// <summary>Records newest first, from <paramref name="from"/> (null: the newest) backward.</summary>
    /// <exception cref="ArgumentException"><paramref name="from"/> is not a place in this stream.</exception>
    ValueTask<RecordPage> ReadBackwardAsync(
        StreamId stream, RecordPointer? from, int recordsMax, CancellationToken cancellation);

    /// <summary>The side record that was written with a record; null when there was none or it was erased.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadSideAsync(StoredRecord record, CancellationToken cancellation);

    /// <summary>Erases a side record for good; the hash chain is not touched. Erasing twice is no error.</summary>
    ValueTask EraseSideAsync(StoredRecord record, CancellationToken cancellation);

    /// <summary>
    /// Due work up to and including an instant, earliest first. Entries stay until a record has done them. One that is
    /// damaged hides no other: it comes as <see cref="DueEntry.Damage"/>.
    /// </summary>
    ValueTask<IReadOnlyList<DueEntry>> ReadDueAsync(Instant upTo, int entriesMax, CancellationToken cancellation);

    /// <summary>When the earliest due work is due; null when there is none.</summary>
    ValueTask<Instant?> NextDueAsync(CancellationToken cancellation);

    /// <summary>Removes an entry that turned out to need no record. Completing twice is no error.</summary>
    ValueTask CompleteDueAsync(DueToken token, CancellationToken cancellation);

    /// <summary>
    /// Committed records after a cursor: each once and none skipped, each stream's in order of version; between
    /// streams no
    /// order is promised. A shared store may show another process's records a little later.
    /// </summary>
    ValueTask<FeedPage> ReadFeedAsync(FeedCursor after, int recordsMax, CancellationToken cancellation);

    /// <summary>
    /// Whether records after the cursor are committed, or may be; false only if everything that was acknowledged before
    /// the call lies before the cursor.
    /// </summary>
    bool HasMore(FeedCursor after);

    /// <summary>Completes when there may be records after the cursor; may complete early.</summary>
    ValueTask WaitFeedAsync(FeedCursor after, CancellationToken cancellation);

    /// <summary>
    /// For a walk over everything: waits until the feed tells of all that was committed, by hosts too that ended in the
    /// middle of their work. At once, while only this process can append.
    /// </summary>
    /// <exception cref="JournalOpenException">Another host is at work. Says what to do.</exception>
    ValueTask SettleAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>State of a projection; null when it was never saved.</summary>
    ValueTask<ProjectionState?> LoadProjectionAsync(string name, CancellationToken cancellation);

    /// <summary>Saves state and cursor together, durably.</summary>
    ValueTask SaveProjectionAsync(string name, ProjectionState state, CancellationToken cancellation);
}
