namespace Rewards.Journal.Sqlite;

/// <summary>
/// Looking at a file makes SQLite put an empty write-ahead log beside it. Where there was none before, it is taken away
/// again, so that a backup stays one file. Made before the file is opened; cleared after it was closed.
/// </summary>
internal sealed class LogTraces(string path)
{
    private readonly bool hadLog = File.Exists(path + "-wal");

    /// <summary>The caller holds the file's lock.</summary>
    public void Clear()
    {
        if (!hadLog && new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 })
        {
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
        }
    }

    /// <summary>Unless a server holds the lock: then the log is its own.</summary>
    public void ClearIfFree()
    {
        if (hadLog)
        {
            return;
        }

        try
        {
            using var fileLock = FileLock.Take(path);
            Clear();
        }
        catch (JournalOpenException)
        {
            // In use meanwhile.
        }
    }
}
