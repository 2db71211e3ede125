using NodaTime;
using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Inspection;
using Rewards.Journal.Sqlite.Log;
using Rewards.Journal.Sqlite.Native;
using Rewards.Journal.Sqlite.Reading;

namespace Rewards.Journal.Sqlite;

/// <summary>
/// A journal's file opened to be looked at: nothing is written, moved or brought up to date, so that damage stays as it
/// was found. Holds the file's lock, so that no server begins to write meanwhile.
/// </summary>
public sealed class SqliteJournalReader : IJournal, IJournalInspection
{
    private const int ReadersMax = 8;
    private readonly LogTraces traces;
    private readonly FileStream fileLock;
    private readonly ReaderPool readers;
    private readonly InspectedFile file;
    private readonly StreamReads streams;
    private readonly Feed feed;
    private readonly LogWalk walk;

    private SqliteJournalReader(string path, FileStream fileLock)
    {
        this.fileLock = fileLock;
        traces = new LogTraces(path);
        readers = new ReaderPool(path, ReadersMax);
        file = InspectedFile.Open(readers);
        streams = new StreamReads(file.Index, file.Log, readers, file.Keys);
        feed = new Feed(file.Log);
        walk = new LogWalk(file.Log);
    }

    public bool IsShared => false;

    public JournalHealth Health => new(false, "The journal is open for reading only.");

    /// <exception cref="JournalOpenException">Not there, in use, or of another schema.</exception>
    /// <exception cref="JournalCorruptException">Damaged so that nothing can be read.</exception>
    public static SqliteJournalReader Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new JournalOpenException($"There is no journal at {path}.");
        }

        var fileLock = FileLock.Take(path);
        try
        {
            return new SqliteJournalReader(path, fileLock);
        }
        catch (SqliteException e)
        {
            fileLock.Dispose();
            throw new JournalOpenException($"The journal {path} cannot be opened: {e.Message}.", e);
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    public ValueTask<bool> StandsAtAsync(
        StreamId stream, long version, Hash32 hash, CancellationToken cancellation) => new(true);

    public ValueTask<InspectionPage> ReadAsync(FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        new(walk.Read(after, recordsMax, cancellation));

    public double? Progress(FeedCursor cursor) =>
        file.Log.LastPointer == 0 ? 1 : Math.Min(1, (double)cursor.Value / file.Log.LastPointer);

    public ValueTask<RecordPointer?> LocateRowAsync(StreamId stream, RowKey row, CancellationToken cancellation)
    {
        var pointer = file.Index.Find(file.Keys.Of(file.Keys.Of(stream), row), readers);
        return new(pointer == 0 ? null : new RecordPointer(pointer));
    }

    public IIndexCheck BeginIndexCheck() => new IndexComparison(file, readers);

    public IEnumerable<string> CheckStorage(CancellationToken cancellation) =>
        new StorageCheck(file, readers).Run(cancellation);

    public ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation) =>
        new(streams.Tail(stream, cancellation));

    public ValueTask<StoredRecord?> FindRowAsync(StreamId stream, RowKey row, CancellationToken cancellation) =>
        new(streams.Row(stream, row));

    public ValueTask<RecordPage> ReadBackwardAsync(
        StreamId stream, RecordPointer? from, int recordsMax, CancellationToken cancellation) =>
        new(streams.Backward(stream, from, recordsMax, cancellation));

    public ValueTask<ReadOnlyMemory<byte>?> ReadSideAsync(StoredRecord record, CancellationToken cancellation)
    {
        using var rented = readers.Rent();
        return new(rented.Reader.Tables.Side(record));
    }

    public ValueTask<IReadOnlyList<DueEntry>> ReadDueAsync(
        Instant upTo, int entriesMax, CancellationToken cancellation)
    {
        using var rented = readers.Rent();
        return new(rented.Reader.Tables.Due(upTo, entriesMax));
    }

    public ValueTask<Instant?> NextDueAsync(CancellationToken cancellation)
    {
        using var rented = readers.Rent();
        return new(rented.Reader.Tables.NextDue());
    }

    public ValueTask<FeedPage> ReadFeedAsync(FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        new(feed.Read(after, recordsMax, cancellation));

    public bool HasMore(FeedCursor after) => feed.HasMore(after);

    public ValueTask WaitFeedAsync(FeedCursor after, CancellationToken cancellation) =>
        feed.WaitAsync(after, cancellation);

    public ValueTask<ProjectionState?> LoadProjectionAsync(string name, CancellationToken cancellation)
    {
        using var rented = readers.Rent();
        return new(rented.Reader.Tables.Projection(name));
    }

    public ValueTask AppendAsync(Append append) => ValueTask.FromException(ReadOnly());

    public ValueTask EraseSideAsync(StoredRecord record, CancellationToken cancellation) =>
        ValueTask.FromException(ReadOnly());

    public ValueTask CompleteDueAsync(DueToken token, CancellationToken cancellation) =>
        ValueTask.FromException(ReadOnly());

    public ValueTask SaveProjectionAsync(string name, ProjectionState state, CancellationToken cancellation) =>
        ValueTask.FromException(ReadOnly());

    public ValueTask DisposeAsync()
    {
        readers.Dispose();
        traces.Clear();
        fileLock.Dispose();
        return ValueTask.CompletedTask;
    }

    private JournalUnavailableException ReadOnly() => new(Health.Reason!);
}
