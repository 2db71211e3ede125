using NodaTime;
using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Writing;

namespace Rewards.Journal.Sqlite;

/// <summary>
/// The embedded journal: one SQLite file, one writer with group commit, readers beside it. Reads of what was written
/// lately are answered at once; one that may touch the disk leaves the caller's thread.
/// </summary>
public sealed class SqliteJournal : ICopyableJournal
{
    private readonly JournalParts parts;
    private int disposed;

    private SqliteJournal(JournalParts parts) => this.parts = parts;

    public JournalHealth Health =>
        parts.Writer.Failure is { } failure ? new JournalHealth(false, failure.Message) : JournalHealth.Good;

    public SqliteJournalStatistics Statistics => new(
        parts.Statistics.Commits,
        parts.Statistics.Appends,
        parts.Statistics.LogBytes,
        parts.Queue.Count,
        parts.WalBytes,
        parts.Statistics.CommitMicroseconds(0.5),
        parts.Statistics.CommitMicroseconds(0.99),
        parts.Index.Runs.Count);

    public CommitTimes CommitTimes => parts.Statistics.Times;

    /// <summary>
    /// Opens the file, creating it when there is none, and reads what was written since the index was.
    /// </summary>
    /// <exception cref="JournalOpenException">In use, of a newer schema, or the disk does not give what is
    /// needed.</exception>
    /// <exception cref="JournalCorruptException">What is stored does not hold together.</exception>
    public static SqliteJournal Open(SqliteJournalOptions options) => new(JournalParts.Open(options));

    public ValueTask AppendAsync(Append append)
    {
        var request = parts.Requests.Rent();
        try
        {
            JournalLimits.Check(append);
            if (append.NewRows.Count > 0)
            {
                throw new ArgumentException("This journal does not look for rows; the caller does.", nameof(append));
            }

            request.Set(append, parts.Keys);
        }
        catch (Exception e) when (e is AppendTooLargeException or ArgumentException)
        {
            return ValueTask.FromException(e);
        }

        return parts.Queue.TryAdd(request) is { } refusal ? ValueTask.FromException(refusal) : request.Task;
    }

    /// <summary>The lock file keeps other processes out.</summary>
    public bool IsShared => false;

    public ValueTask<bool> StandsAtAsync(
        StreamId stream, long version, Hash32 hash, CancellationToken cancellation) => new(true);

    public ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation) =>
        parts.Streams.TailAtHand(stream, cancellation) is { } tail
            ? new(tail)
            : ReadTailElsewhereAsync(stream, cancellation);

    public ValueTask<StoredRecord?> FindRowAsync(StreamId stream, RowKey row, CancellationToken cancellation) =>
        parts.Streams.RowAtHand(stream, row) ?? FindRowElsewhereAsync(stream, row, cancellation);

    public ValueTask<RecordPage> ReadBackwardAsync(
        StreamId stream, RecordPointer? from, int recordsMax, CancellationToken cancellation) =>
        new(Task.Run(() => parts.Streams.Backward(stream, from, recordsMax, cancellation), cancellation));

    public ValueTask<ReadOnlyMemory<byte>?> ReadSideAsync(StoredRecord record, CancellationToken cancellation) =>
        new(Task.Run(() => ReadSide(record), cancellation));

    public ValueTask EraseSideAsync(StoredRecord record, CancellationToken cancellation) =>
        Run(new WriteJob(0, scrubsWal: true, tables => tables.EraseSide(record.Pointer.Value)));

    public ValueTask<IReadOnlyList<DueEntry>> ReadDueAsync(
        Instant upTo, int entriesMax, CancellationToken cancellation)
    {
        using var rented = parts.Readers.Rent();
        return new(rented.Reader.Tables.Due(upTo, entriesMax));
    }

    public ValueTask<Instant?> NextDueAsync(CancellationToken cancellation)
    {
        using var rented = parts.Readers.Rent();
        return new(rented.Reader.Tables.NextDue());
    }

    public ValueTask CompleteDueAsync(DueToken token, CancellationToken cancellation) =>
        Run(new WriteJob(0, scrubsWal: false, tables => tables.DropDue(token)));

    public ValueTask<FeedPage> ReadFeedAsync(FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        new(parts.Feed.Read(after, recordsMax, cancellation));

    public ValueTask<ExportPage> ReadExportAsync(
        FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        new(parts.Export.Read(after, recordsMax, cancellation));

    public bool HasMore(FeedCursor after) => parts.Feed.HasMore(after);

    public ValueTask WaitFeedAsync(FeedCursor after, CancellationToken cancellation) =>
        parts.Feed.WaitAsync(after, cancellation);

    public ValueTask<ProjectionState?> LoadProjectionAsync(string name, CancellationToken cancellation)
    {
        using var rented = parts.Readers.Rent();
        return new(rented.Reader.Tables.Projection(name));
    }

    public ValueTask SaveProjectionAsync(string name, ProjectionState state, CancellationToken cancellation) =>
        Run(new WriteJob(state.State.Length, scrubsWal: false, tables => tables.PutProjection(name, state)));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            await Task.Run(parts.Dispose).ConfigureAwait(false);
        }
    }

    private ReadOnlyMemory<byte>? ReadSide(StoredRecord record)
    {
        using var rented = parts.Readers.Rent();
        return rented.Reader.Tables.Side(record);
    }

    // Apart from their callers, who make the objects of a lambda only when there is one.
    private ValueTask<StreamTail> ReadTailElsewhereAsync(StreamId stream, CancellationToken cancellation) =>
        new(Task.Run(() => parts.Streams.Tail(stream, cancellation), cancellation));

    private ValueTask<StoredRecord?> FindRowElsewhereAsync(
        StreamId stream, RowKey row, CancellationToken cancellation) =>
        new(Task.Run(() => parts.Streams.Row(stream, row), cancellation));

    private ValueTask Run(WriteJob job) =>
        parts.Queue.TryAdd(job) is { } refusal ? ValueTask.FromException(refusal) : new(job.Done);
}
