using NodaTime;
using Rewards.Journal.Records;

namespace Rewards.Journal.InMemory;

/// <summary>
/// A journal that forgets: for tests alone. Same contract, but nothing survives the process; <see cref="Reopened"/>
/// hands over to a successor as a restart would.
/// </summary>
public sealed class InMemoryJournal : ICopyableJournal
{
    private readonly MemoryStore store;
    private readonly Lock turn = new();
    private TaskCompletionSource more = NewSignal();
    private bool closed;

    public InMemoryJournal()
        : this(new MemoryStore())
    {
    }

    private InMemoryJournal(MemoryStore store) => this.store = store;

    public JournalHealth Health =>
        closed ? new JournalHealth(false, "The journal is closed.") : JournalHealth.Good;

    public bool IsShared => false;

    public bool RefusesTakenRows => true;

    /// <summary>Closes this journal and opens another one over what was committed.</summary>
    public InMemoryJournal Reopened()
    {
        closed = true;
        return new InMemoryJournal(store);
    }

    public ValueTask AppendAsync(Append append) => Write(() =>
    {
        JournalLimits.Check(append);
        store.Append(append);
    });

    public ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation) =>
        Read(() => store.Tail(stream), cancellation);

    public ValueTask<bool> StandsAtAsync(
        StreamId stream, long version, Hash32 hash, CancellationToken cancellation) => new(true);

    public ValueTask<StoredRecord?> FindRowAsync(StreamId stream, RowKey row, CancellationToken cancellation) =>
        Read(() => store.Row(stream, row), cancellation);

    public ValueTask<RecordPage> ReadBackwardAsync(
        StreamId stream, RecordPointer? from, int recordsMax, CancellationToken cancellation) =>
        Read(() => store.Backward(stream, from, recordsMax), cancellation);

    public ValueTask<ReadOnlyMemory<byte>?> ReadSideAsync(StoredRecord record, CancellationToken cancellation) =>
        Read(() => store.Side(record), cancellation);

    public ValueTask EraseSideAsync(StoredRecord record, CancellationToken cancellation) =>
        Write(() => store.EraseSide(record));

    public ValueTask<IReadOnlyList<DueEntry>> ReadDueAsync(
        Instant upTo, int entriesMax, CancellationToken cancellation) =>
        Read(() => store.Due(upTo, entriesMax), cancellation);

    public ValueTask<Instant?> NextDueAsync(CancellationToken cancellation) => Read(store.NextDue, cancellation);

    public ValueTask CompleteDueAsync(DueToken token, CancellationToken cancellation) =>
        Write(() => store.CompleteDue(token));

    public ValueTask<FeedPage> ReadFeedAsync(FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        Read(() => store.Feed(after, recordsMax), cancellation);

    public ValueTask<ExportPage> ReadExportAsync(
        FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        Read(() => store.Export(after, recordsMax), cancellation);

    public bool HasMore(FeedCursor after)
    {
        lock (turn)
        {
            return store.LastPointer > after.Value;
        }
    }

    public async ValueTask WaitFeedAsync(FeedCursor after, CancellationToken cancellation)
    {
        Task signal;
        lock (turn)
        {
            signal = store.LastPointer > after.Value ? Task.CompletedTask : more.Task;
        }

        await signal.WaitAsync(cancellation).ConfigureAwait(false);
    }

    public ValueTask<ProjectionState?> LoadProjectionAsync(string name, CancellationToken cancellation) =>
        Read(() => store.Projection(name), cancellation);

    public ValueTask SaveProjectionAsync(string name, ProjectionState state, CancellationToken cancellation) =>
        Write(() => store.SaveProjection(name, state));

    public ValueTask DisposeAsync()
    {
        closed = true;
        return ValueTask.CompletedTask;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ValueTask Write(Action write)
    {
        TaskCompletionSource waiting;
        lock (turn)
        {
            try
            {
                if (closed)
                {
                    throw new JournalUnavailableException("The journal is closed.");
                }

                write();
            }
            catch (Exception e) when (
                e is AppendTooLargeException or JournalConflictException or JournalUnavailableException)
            {
                return ValueTask.FromException(e);
            }

            (waiting, more) = (more, NewSignal());
        }

        waiting.SetResult();
        return ValueTask.CompletedTask;
    }

    private ValueTask<T> Read<T>(Func<T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (turn)
        {
            return new ValueTask<T>(read());
        }
    }
}
