using NodaTime;
using Rewards.Journal.Records;

namespace Rewards.Journal.Tests.Migration;

/// <summary>A journal that passes everything on; tests override what they disturb.</summary>
internal abstract class CopyableWrapper(ICopyableJournal inner) : ICopyableJournal
{
    protected ICopyableJournal Inner => inner;

    public JournalHealth Health => inner.Health;

    public bool IsShared => inner.IsShared;

    public ValueTask<bool> StandsAtAsync(
        StreamId stream, long version, Hash32 hash, CancellationToken cancellation) =>
        inner.StandsAtAsync(stream, version, hash, cancellation);

    public virtual ValueTask AppendAsync(Append append) => inner.AppendAsync(append);

    public ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation) =>
        inner.ReadTailAsync(stream, cancellation);

    public virtual ValueTask<StoredRecord?> FindRowAsync(
        StreamId stream, RowKey row, CancellationToken cancellation) => inner.FindRowAsync(stream, row, cancellation);

    public ValueTask<RecordPage> ReadBackwardAsync(
        StreamId stream, RecordPointer? from, int recordsMax, CancellationToken cancellation) =>
        inner.ReadBackwardAsync(stream, from, recordsMax, cancellation);

    public ValueTask<ReadOnlyMemory<byte>?> ReadSideAsync(StoredRecord record, CancellationToken cancellation) =>
        inner.ReadSideAsync(record, cancellation);

    public ValueTask EraseSideAsync(StoredRecord record, CancellationToken cancellation) =>
        inner.EraseSideAsync(record, cancellation);

    public ValueTask<IReadOnlyList<DueEntry>> ReadDueAsync(
        Instant upTo, int entriesMax, CancellationToken cancellation) =>
        inner.ReadDueAsync(upTo, entriesMax, cancellation);

    public ValueTask<Instant?> NextDueAsync(CancellationToken cancellation) => inner.NextDueAsync(cancellation);

    public ValueTask CompleteDueAsync(DueToken token, CancellationToken cancellation) =>
        inner.CompleteDueAsync(token, cancellation);

    public ValueTask<FeedPage> ReadFeedAsync(FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        inner.ReadFeedAsync(after, recordsMax, cancellation);

    public virtual ValueTask<ExportPage> ReadExportAsync(
        FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        inner.ReadExportAsync(after, recordsMax, cancellation);

    public bool HasMore(FeedCursor after) => inner.HasMore(after);

    public ValueTask WaitFeedAsync(FeedCursor after, CancellationToken cancellation) =>
        inner.WaitFeedAsync(after, cancellation);

    public ValueTask<ProjectionState?> LoadProjectionAsync(string name, CancellationToken cancellation) =>
        inner.LoadProjectionAsync(name, cancellation);

    public ValueTask SaveProjectionAsync(string name, ProjectionState state, CancellationToken cancellation) =>
        inner.SaveProjectionAsync(name, state, cancellation);

    /// <summary>The inner journal belongs to the test.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
