namespace Rewards.Journal.Sqlite;

/// <summary>
/// Keeps a second process away from the file: SQLite would let it in, but the index in memory would not notice.
/// </summary>
internal static class FileLock
{
    /// <exception cref="JournalOpenException">Another process has the journal open.</exception>
    public static FileStream Take(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalOpenException(
                $"The journal {path} is in use by another process, or {path}.lock cannot be written. "
                + "Stop the other process, or give this one its own file.",
                e);
        }
    }
}
