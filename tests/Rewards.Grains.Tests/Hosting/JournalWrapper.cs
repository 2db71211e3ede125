using NodaTime;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Tests.Hosting;

/// <summary>A journal in front of another; subclasses change what they want to.</summary>
public abstract class JournalWrapper(IJournal inner) : IJournal
{
    protected IJournal Inner { get; } = inner;

    public virtual JournalHealth Health => Inner.Health;

    public virtual bool IsShared => Inner.IsShared;

    public virtual bool RefusesTakenRows => Inner.RefusesTakenRows;

    public virtual ValueTask<bool> StandsAtAsync(
        StreamId stream, long version, Hash32 hash, CancellationToken cancellation) =>
        Inner.StandsAtAsync(stream, version, hash, cancellation);

    public virtual ValueTask SettleAsync(CancellationToken cancellation) => Inner.SettleAsync(cancellation);

    public virtual ValueTask AppendAsync(Append append) => Inner.AppendAsync(append);

    public virtual ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation) =>
        Inner.ReadTailAsync(stream, cancellation);

    public virtual ValueTask<StoredRecord?> FindRowAsync(StreamId stream, RowKey row, CancellationToken cancellation) =>
        Inner.FindRowAsync(stream, row, cancellation);

    public virtual ValueTask<RecordPage> ReadBackwardAsync(
        StreamId stream, RecordPointer? from, int recordsMax, CancellationToken cancellation) =>
        Inner.ReadBackwardAsync(stream, from, recordsMax, cancellation);

    public virtual ValueTask<ReadOnlyMemory<byte>?> ReadSideAsync(
        StoredRecord record, CancellationToken cancellation) =>
        Inner.ReadSideAsync(record, cancellation);

    public virtual ValueTask EraseSideAsync(StoredRecord record, CancellationToken cancellation) =>
        Inner.EraseSideAsync(record, cancellation);

    public virtual ValueTask<IReadOnlyList<DueEntry>> ReadDueAsync(
        Instant upTo, int entriesMax, CancellationToken cancellation) =>
        Inner.ReadDueAsync(upTo, entriesMax, cancellation);

    public virtual ValueTask<Instant?> NextDueAsync(CancellationToken cancellation) => Inner.NextDueAsync(cancellation);

    public virtual ValueTask CompleteDueAsync(DueToken token, CancellationToken cancellation) =>
        Inner.CompleteDueAsync(token, cancellation);

    public virtual ValueTask<FeedPage> ReadFeedAsync(
        FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        Inner.ReadFeedAsync(after, recordsMax, cancellation);

    public virtual bool HasMore(FeedCursor after) => Inner.HasMore(after);

    public virtual ValueTask WaitFeedAsync(FeedCursor after, CancellationToken cancellation) =>
        Inner.WaitFeedAsync(after, cancellation);

    public virtual ValueTask<ProjectionState?> LoadProjectionAsync(string name, CancellationToken cancellation) =>
        Inner.LoadProjectionAsync(name, cancellation);

    public virtual ValueTask SaveProjectionAsync(
        string name, ProjectionState state, CancellationToken cancellation) =>
        Inner.SaveProjectionAsync(name, state, cancellation);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Inner.DisposeAsync();
    }
}
