using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Log;

namespace Rewards.Journal.Sqlite.Reading;

/// <summary>Reads of one stream: from its head backward, along the pointers of its frames.</summary>
internal sealed class StreamReads(SortedIndex index, RecordLog log, ReaderPool readers, KeyHash keys)
{
    private static readonly StreamTail Empty = new(ReadOnlyMemory<byte>.Empty, 0, HashChain.Origin, []);

    /// <summary>The tail, if all of it can be read without the disk; null: it cannot.</summary>
    public StreamTail? TailAtHand(StreamId stream, CancellationToken cancellation) =>
        index.FindInMemory(keys.Of(stream)) is { } pointer
            ? Tail(stream, pointer, onlyAtHand: true, cancellation)
            : null;

    /// <summary>
    /// The record that sets a row, if it can be read, or known to be missing, without the disk; null: it cannot.
    /// </summary>
    public ValueTask<StoredRecord?>? RowAtHand(StreamId stream, RowKey row) =>
        index.FindInMemory(keys.Of(keys.Of(stream), row)) switch
        {
            0 => default(ValueTask<StoredRecord?>),
            { } pointer when log.IsAtHand(pointer) => new(RowAt(pointer, stream, row)),
            _ => null,
        };

    public StreamTail Tail(StreamId stream, CancellationToken cancellation) =>
        Tail(stream, index.Find(keys.Of(stream), readers), onlyAtHand: false, cancellation)!;

    private StreamTail? Tail(StreamId stream, long pointer, bool onlyAtHand, CancellationToken cancellation)
    {
        if (pointer == 0)
        {
            return Empty;
        }

        var records = new List<StoredRecord>();
        var tail = Empty;
        for (long? follower = null; pointer != 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (onlyAtHand && !log.IsAtHand(pointer))
            {
                return null;
            }

            var frame = log.Read(pointer);
            var record = Belonging(frame, stream, follower);
            if (!frame.Snapshot.IsEmpty)
            {
                tail = new StreamTail(frame.Snapshot, record.Version, record.Hash, []);
                break;
            }

            records.Add(record);
            follower = record.Version;
            pointer = frame.Previous;
        }

        records.Reverse();
        return Verified(tail with { Records = records }, stream);
    }

    public StoredRecord? Row(StreamId stream, RowKey row)
    {
        var pointer = index.Find(keys.Of(keys.Of(stream), row), readers);
        return pointer == 0 ? null : RowAt(pointer, stream, row);
    }

    private StoredRecord RowAt(long pointer, StreamId stream, RowKey row)
    {
        var record = Belonging(log.Read(pointer), stream, null);
        foreach (var set in record.Content.Rows)
        {
            if (set.Key == row)
            {
                return record;
            }
        }

        throw new JournalCorruptException(
            $"The index says that version {record.Version} of {stream} sets the row {row}, but it does not. "
            + $"Start once with {nameof(SqliteJournalOptions.RebuildIndex)} to build the index anew from the log.");
    }

    public RecordPage Backward(StreamId stream, RecordPointer? from, int recordsMax, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordsMax, 1);
        var pointer = from is { } given ? Checked(stream, given) : index.Find(keys.Of(stream), readers);
        var records = new List<StoredRecord>();
        for (long? follower = null; pointer != 0 && records.Count < recordsMax;)
        {
            cancellation.ThrowIfCancellationRequested();
            var frame = log.Read(pointer);
            var record = Belonging(frame, stream, follower);
            records.Add(record);
            follower = record.Version;
            pointer = frame.Previous;
        }

        return new RecordPage(records, pointer == 0 ? null : new RecordPointer(pointer));
    }

    private long Checked(StreamId stream, RecordPointer from)
    {
        if (!log.IsRecord(from.Value) || log.Read(from.Value).ToStored().Stream != stream)
        {
            throw new ArgumentException($"There is no record of {stream} at that place.", nameof(from));
        }

        return from.Value;
    }

    private static StoredRecord Belonging(Frame frame, StreamId stream, long? follower)
    {
        var record = frame.ToStored();
        if (record.Stream != stream || (follower is { } next && record.Version != next - 1))
        {
            throw new JournalCorruptException(
                $"At {Pointers.Describe(frame.Pointer)} of the log lies version {record.Version} of {record.Stream}, "
                + $"where {(follower is { } v ? $"version {v - 1}" : "a record")} of {stream} belongs.");
        }

        return record;
    }

    private static StreamTail Verified(StreamTail tail, StreamId stream)
    {
        if (tail.Records.Count > 0 && tail.Records[0].Version != tail.SnapshotVersion + 1)
        {
            throw new JournalCorruptException($"{stream} has no version 1: it begins at {tail.Records[0].Version}.");
        }

        var hash = tail.SnapshotHash;
        foreach (var record in tail.Records)
        {
            HashChain.Verify(hash.Span, record);
            hash = record.Hash;
        }

        return tail;
    }
}
