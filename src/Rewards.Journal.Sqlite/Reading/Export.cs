using Rewards.Journal.Sqlite.Log;

namespace Rewards.Journal.Sqlite.Reading;

/// <summary>The log in the order of its commits, as <see cref="Feed"/>, with snapshots and side records.</summary>
internal sealed class Export(RecordLog log, ReaderPool readers)
{
    public ExportPage Read(FeedCursor after, int recordsMax, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordsMax, 1);
        var records = new List<ExportedRecord>();
        foreach (var frame in log.After(after.Value))
        {
            cancellation.ThrowIfCancellationRequested();
            var record = frame.ToStored();
            records.Add(new ExportedRecord(record, frame.Snapshot, frame.HasSide ? Side(record) : null));
            if (records.Count == recordsMax)
            {
                break;
            }
        }

        return new ExportPage(records, records.Count == 0 ? after : new FeedCursor(records[^1].Record.Pointer.Value));
    }

    private ReadOnlyMemory<byte>? Side(StoredRecord record)
    {
        using var rented = readers.Rent();
        return rented.Reader.Tables.Side(record);
    }
}
