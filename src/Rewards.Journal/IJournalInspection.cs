namespace Rewards.Journal;

/// <summary>A record as it lies in a backend, with the snapshot that was written with it, or an empty one.</summary>
public readonly record struct InspectedRecord(StoredRecord Record, ReadOnlyMemory<byte> Snapshot)
{
    /// <summary>
    /// Where the record says that its stream's previous one lies (0: it is the first); null when the backend keeps
    /// none.
    /// </summary>
    public RecordPointer? Previous { get; init; }
}

/// <summary>
/// Records after a cursor, each stream's in order of version, and what could not be read between them.
/// </summary>
/// <param name="Records">What could be read.</param>
/// <param name="Damage">Sentences that name places; what lay there is missing from the records.</param>
/// <param name="Next">Where the next page begins.</param>
/// <param name="AtEnd">Whether there is no next page.</param>
public sealed record InspectionPage(
    IReadOnlyList<InspectedRecord> Records, IReadOnlyList<string> Damage, FeedCursor Next, bool AtEnd);

/// <summary>
/// What a verification asks of a journal beyond <see cref="IJournal"/>: it goes on where a reader must stop, so that
/// everything that is wrong is found in one walk. A backend may do without; see <see cref="PlainInspection"/>.
/// </summary>
public interface IJournalInspection
{
    /// <summary>A walk over all records. Never throws for damage: it names it and goes on behind.</summary>
    ValueTask<InspectionPage> ReadAsync(FeedCursor after, int recordsMax, CancellationToken cancellation);

    /// <summary>
    /// How much of the journal lies before a cursor, from 0 to 1; null when the backend cannot tell.
    /// </summary>
    double? Progress(FeedCursor cursor);

    /// <summary>Where the latest record that sets the row is said to be, without reading it; null: nowhere.</summary>
    /// <exception cref="JournalCorruptException">The index is damaged there.</exception>
    ValueTask<RecordPointer?> LocateRowAsync(StreamId stream, RowKey row, CancellationToken cancellation);

    /// <summary>
    /// Looks things up by the hundred thousand, which costs a small part of looking for each by itself; null when the
    /// backend has no such way. One thread at a time uses what is returned.
    /// </summary>
    IIndexCheck? BeginIndexCheck() => null;

    /// <summary>
    /// What is wrong with how the backend keeps things: pages, indexes. Sentences, none when all is well. Reads
    /// everything and takes its time.
    /// </summary>
    IEnumerable<string> CheckStorage(CancellationToken cancellation);
}

/// <summary>
/// Where the index is expected to lead, collected and then compared with it in its own order.
/// </summary>
public interface IIndexCheck
{
    /// <summary>Expectations since the last comparison, about 32 bytes each.</summary>
    int Count { get; }

    /// <summary>The stream ends with the record at that place.</summary>
    void Expect(StreamId stream, RecordPointer last);

    /// <summary>The record at that place sets the row; unless it is set once, a later one may set it again.</summary>
    void Expect(StreamId stream, RowKey row, RecordPointer setBy, bool isSetOnce);

    /// <summary>
    /// Records for which the index leads elsewhere, is damaged, or which set again what is set once: each is to be
    /// looked at by itself. One whose row a later record set again, which is not expected yet, is among them. Forgets
    /// all expectations.
    /// </summary>
    /// <exception cref="JournalCorruptException">Such a record cannot be read.</exception>
    IReadOnlyList<StoredRecord> Compare(CancellationToken cancellation);
}

/// <summary>
/// Inspection by means of the port alone. A damaged feed ends it: what lies behind cannot be reached.
/// </summary>
public sealed class PlainInspection(IJournal journal) : IJournalInspection
{
    public async ValueTask<InspectionPage> ReadAsync(
        FeedCursor after, int recordsMax, CancellationToken cancellation)
    {
        try
        {
            var page = await journal.ReadFeedAsync(after, recordsMax, cancellation);
            var records = new InspectedRecord[page.Records.Count];
            for (var i = 0; i < records.Length; i++)
            {
                records[i] = new InspectedRecord(page.Records[i], default);
            }

            return new InspectionPage(records, [], page.Next, records.Length == 0);
        }
        catch (JournalCorruptException e)
        {
            return new InspectionPage([], [e.Message], after, AtEnd: true);
        }
    }

    public double? Progress(FeedCursor cursor) => null;

    public async ValueTask<RecordPointer?> LocateRowAsync(
        StreamId stream, RowKey row, CancellationToken cancellation) =>
        (await journal.FindRowAsync(stream, row, cancellation))?.Pointer;

    public IEnumerable<string> CheckStorage(CancellationToken cancellation) => [];
}
