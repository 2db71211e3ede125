using NodaTime;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Tests.Hosting;

/// <summary>A journal of which nothing can be had while there is trouble.</summary>
public sealed class TroubledJournal(IJournal inner) : JournalWrapper(inner)
{
    /// <summary>As on a shared store: what is in memory is asked for too.</summary>
    public override bool IsShared => true;

    /// <summary>What every request fails with; null: all is well.</summary>
    public Exception? Trouble { get; set; }

    public override ValueTask AppendAsync(Append append) =>
        Trouble is { } trouble ? ValueTask.FromException(trouble) : Inner.AppendAsync(append);

    public override ValueTask<bool> StandsAtAsync(
        StreamId stream, long version, Hash32 hash, CancellationToken cancellation) =>
        Ask(() => Inner.StandsAtAsync(stream, version, hash, cancellation));

    public override ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation) =>
        Ask(() => Inner.ReadTailAsync(stream, cancellation));

    public override ValueTask<StoredRecord?> FindRowAsync(
        StreamId stream, RowKey row, CancellationToken cancellation) =>
        Ask(() => Inner.FindRowAsync(stream, row, cancellation));

    public override ValueTask<RecordPage> ReadBackwardAsync(
        StreamId stream, RecordPointer? from, int recordsMax, CancellationToken cancellation) =>
        Ask(() => Inner.ReadBackwardAsync(stream, from, recordsMax, cancellation));

    public override ValueTask<ReadOnlyMemory<byte>?> ReadSideAsync(
        StoredRecord record, CancellationToken cancellation) =>
        Ask(() => Inner.ReadSideAsync(record, cancellation));

    public override ValueTask<IReadOnlyList<DueEntry>> ReadDueAsync(
        Instant upTo, int entriesMax, CancellationToken cancellation) =>
        Ask(() => Inner.ReadDueAsync(upTo, entriesMax, cancellation));

    public override ValueTask CompleteDueAsync(DueToken token, CancellationToken cancellation) =>
        Trouble is { } trouble ? ValueTask.FromException(trouble) : Inner.CompleteDueAsync(token, cancellation);

    public override ValueTask<FeedPage> ReadFeedAsync(
        FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        Ask(() => Inner.ReadFeedAsync(after, recordsMax, cancellation));

    public override ValueTask<ProjectionState?> LoadProjectionAsync(string name, CancellationToken cancellation) =>
        Ask(() => Inner.LoadProjectionAsync(name, cancellation));

    public override ValueTask SaveProjectionAsync(
        string name, ProjectionState state, CancellationToken cancellation) =>
        Trouble is { } trouble
            ? ValueTask.FromException(trouble)
            : Inner.SaveProjectionAsync(name, state, cancellation);

    private ValueTask<T> Ask<T>(Func<ValueTask<T>> ask) =>
        Trouble is { } trouble ? ValueTask.FromException<T>(trouble) : ask();
}
