namespace Rewards.Journal;

/// <summary>
/// A journal that can be read as a whole, each record with what was written beside it: for a copy in another backend.
/// Together with the due work of <see cref="IJournal.ReadDueAsync"/> that is everything an append ever wrote.
/// </summary>
public interface ICopyableJournal : IJournal
{
    /// <summary>
    /// The same records and cursors as <see cref="IJournal.ReadFeedAsync"/>, with the same promises.
    /// </summary>
    /// <exception cref="JournalCorruptException">What is stored does not hold together.</exception>
    ValueTask<ExportPage> ReadExportAsync(FeedCursor after, int recordsMax, CancellationToken cancellation);
}

/// <summary>A committed record and what was written with it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Snapshot">
/// The state after it, or empty. The latest snapshot of a stream is always there; a store may keep no older ones.
/// </param>
/// <param name="Side">Its side record; null when it had none or it was erased.</param>
public sealed record ExportedRecord(StoredRecord Record, ReadOnlyMemory<byte> Snapshot, ReadOnlyMemory<byte>? Side);

/// <summary>Records after a cursor. When empty, the reader has everything that was committed when it asked.</summary>
public sealed record ExportPage(IReadOnlyList<ExportedRecord> Records, FeedCursor Next);
