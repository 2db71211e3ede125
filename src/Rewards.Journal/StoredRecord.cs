using Rewards.Journal.Records;

namespace Rewards.Journal;

/// <summary>Where a backend keeps a record; opaque to everybody else, and good for ever.</summary>
public readonly record struct RecordPointer(long Value);

/// <summary>
/// A committed record as it was written. <paramref name="Hash"/> is its place in the stream's chain (32 bytes).
/// </summary>
public sealed record StoredRecord(
    StreamId Stream, long Version, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Hash, RecordPointer Pointer)
{
    private JournalRecord? content;

    /// <summary>The record taken apart.</summary>
    /// <exception cref="JournalCorruptException">The bytes are not a record.</exception>
    public JournalRecord Content => content ??= RecordReader.Read(Bytes);
}

/// <summary>
/// What a grain needs to come alive: the latest snapshot, if there is one, and the records after it in order.
/// </summary>
/// <param name="Snapshot">State after <paramref name="SnapshotVersion"/>, or empty.</param>
/// <param name="SnapshotVersion">0 when there is no snapshot.</param>
/// <param name="SnapshotHash">Hash of the record at that version; 32 zero bytes when there is none.</param>
/// <param name="Records">Versions <paramref name="SnapshotVersion"/> + 1 and on.</param>
public sealed record StreamTail(
    ReadOnlyMemory<byte> Snapshot,
    long SnapshotVersion,
    ReadOnlyMemory<byte> SnapshotHash,
    IReadOnlyList<StoredRecord> Records)
{
    public long Version => SnapshotVersion + Records.Count;

    public ReadOnlyMemory<byte> Hash => Records.Count == 0 ? SnapshotHash : Records[^1].Hash;
}

/// <summary>
/// Records of one stream, newest first. <paramref name="Next"/> is where the next page begins; null at the end.
/// </summary>
public sealed record RecordPage(IReadOnlyList<StoredRecord> Records, RecordPointer? Next);

/// <summary>A place in the feed. Opaque; made and understood by one backend. Empty: the beginning.</summary>
public readonly record struct FeedCursor(long Value)
{
    public static readonly FeedCursor Beginning;
}

/// <summary>Committed records after a cursor. When empty, the reader has caught up.</summary>
public sealed record FeedPage(IReadOnlyList<StoredRecord> Records, FeedCursor Next);

/// <summary>A projection's state and the place in the feed up to which it counts everything.</summary>
public sealed record ProjectionState(FeedCursor Cursor, ReadOnlyMemory<byte> State);

/// <summary>Whether the journal takes writes, and if not, why.</summary>
public sealed record JournalHealth(bool Writable, string? Reason)
{
    public static readonly JournalHealth Good = new(true, null);
}
