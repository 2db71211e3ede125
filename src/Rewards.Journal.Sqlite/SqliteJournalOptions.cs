namespace Rewards.Journal.Sqlite;

/// <summary>Settings of the embedded journal. The defaults were measured on two cores.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>The database file; <c>-wal</c>, <c>-shm</c> and <c>.lock</c> files appear beside it.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Bytes per page of a new file; 4096 or 8192. One block of the log fills the pages but its last: larger pages
    /// leave more of it empty.
    /// </summary>
    public int PageBytes { get; init; } = 4096;

    /// <summary>
    /// Appends that a commit waits for, when that many came in last time: half the commits at equal throughput.
    /// </summary>
    public int CommitWaitAppends { get; init; } = 16;

    /// <summary>Longest wait for them.</summary>
    public TimeSpan CommitWaitMax { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Most appends in one commit: what arrives later does not wait for a commit without end.</summary>
    public int CommitAppendsMax { get; init; } = 4096;

    /// <summary>Appends that may wait; beyond it they are refused as busy.</summary>
    public int QueueAppendsMax { get; init; } = 100_000;

    /// <summary>Bytes of appends that may wait; beyond it they are refused as busy.</summary>
    public long QueueBytesMax { get; init; } = 256L << 20;

    /// <summary>
    /// Entries of the index held in memory before they are written as a sorted run: 48 bytes each, and twice that
    /// while a run is written. Also bounds what is read again at start.
    /// </summary>
    public int MemtableEntries { get; init; } = 256 * 1024;

    /// <summary>
    /// Heads of streams (version, hash) that the writer remembers: about 100 bytes each, two generations.
    /// </summary>
    public int HeadsPerGeneration { get; init; } = 512 * 1024;

    /// <summary>Connections that read at the same time; further readers wait.</summary>
    public int ReadersMax { get; init; } = 8;

    /// <summary>
    /// Pause between checkpoints: short ones keep the log of changes small and the slowest commit quick.
    /// </summary>
    public TimeSpan CheckpointPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Largest size of the file. Beyond it the journal takes no more writes, before the disk is full for everybody
    /// else; null: as large as SQLite allows.
    /// </summary>
    public long? FileBytesMax { get; init; }

    /// <summary>Bytes of the write-ahead log beyond which the writer begins it anew.</summary>
    public long WalBytesMax { get; init; } = 64L << 20;

    /// <summary>Throw the index away and build it anew from the log, for a file whose index is damaged.</summary>
    public bool RebuildIndex { get; init; }
}
