using SQLitePCL;

namespace Rewards.Journal.Sqlite.Native;

/// <summary>One SQLite connection; for one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private readonly sqlite3 handle;

    private Connection(sqlite3 handle) => this.handle = handle;

    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public static Connection Open(string path, int busyTimeoutMs)
    {
        SqliteLibrary.Require();
        const int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            using (handle)
            {
                throw new SqliteException(code, $"cannot open {path}");
            }
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, busyTimeoutMs);

        // Closing must not move pages by itself: after an error of the disk the file is left as it is.
        _ = raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        return new Connection(handle);
    }

    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        while (statement.Step())
        {
        }
    }

    /// <summary>All of the statements or none.</summary>
    public void InTransaction(IEnumerable<string> statements)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var sql in statements)
            {
                Execute(sql);
            }

            Execute("COMMIT");
        }
        catch
        {
            Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>First column of the first row, or null.</summary>
    public string? Text(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(handle, sql, out var statement));
        return new Statement(this, statement);
    }

    /// <summary>Writes zeros over a stored blob, in place: same pages, same length.</summary>
    public void OverwriteWithZeros(string table, string column, long id)
    {
        Check(raw.sqlite3_blob_open(handle, "main", table, column, id, 1, out var blob));
        using (blob)
        {
            Check(raw.sqlite3_blob_write(blob, new byte[raw.sqlite3_blob_bytes(blob)], 0));
        }
    }

    /// <summary>Moves pages from the write-ahead log into the file.</summary>
    /// <returns> Frames in the log and whether all were moved; not complete when readers or writers were in the way
    /// for longer than <paramref name="waitMs"/>.</returns>
    public (int Frames, bool Complete) Checkpoint(CheckpointMode mode, int waitMs)
    {
        _ = raw.sqlite3_busy_timeout(handle, waitMs);
        var code = raw.sqlite3_wal_checkpoint_v2(handle, "main", (int)mode, out var frames, out var moved);
        _ = raw.sqlite3_busy_timeout(handle, Pragmas.BusyTimeoutMs);
        if ((code & 0xFF) == raw.SQLITE_BUSY)
        {
            return (frames, false);
        }

        Check(code);
        return (frames, frames == moved);
    }

    /// <summary>
    /// Copies pages as they are now into another file, some at a time. The caller holds a read transaction here, so
    /// that all are of one moment.
    /// </summary>
    public void CopyTo(Connection target, int pagesPerStep, Action<int, int> copied)
    {
        using var copy = raw.sqlite3_backup_init(target.handle, "main", handle, "main");
        for (var code = raw.SQLITE_OK; code != raw.SQLITE_DONE;)
        {
            code = raw.sqlite3_backup_step(copy, pagesPerStep);
            target.Check(code);
            copied(raw.sqlite3_backup_pagecount(copy) - raw.sqlite3_backup_remaining(copy),
                raw.sqlite3_backup_pagecount(copy));
        }

        target.Check(raw.sqlite3_backup_finish(copy));
    }

    /// <exception cref="SqliteException">The call failed.</exception>
    /// <exception cref="JournalCorruptException">SQLite found the file to be damaged.</exception>
    public void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return;
        }

        var failure = new SqliteException(code, raw.sqlite3_errmsg(handle).utf8_to_string());
        throw (code & 0xFF) == raw.SQLITE_CORRUPT
            ? new JournalCorruptException($"The file is damaged ({failure.Message}). Restore a backup.", failure)
            : failure;
    }

    public void Dispose() => handle.Dispose();
}

/// <summary>SQLite's checkpoint modes; the numbers are its own.</summary>
internal enum CheckpointMode
{
    /// <summary>Moves what it can without waiting for anybody.</summary>
    Passive = 0,

    /// <summary>Moves everything and makes the next write begin at the front of the log file.</summary>
    Restart = 2,

    /// <summary>The same, and cuts the log file to nothing.</summary>
    Truncate = 3,
}
