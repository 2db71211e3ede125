using System.Diagnostics;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite;

/// <summary>How far a copy is, in bytes.</summary>
public readonly record struct CopyProgress(long Copied, long Total);

/// <summary>
/// Copies a journal's file as it is at one moment, also while a server writes to it: SQLite's online backup within one
/// read transaction. The server goes on; its write-ahead log grows until the copy is there.
/// </summary>
public static class SqliteJournalCopy
{
    /// <summary>Pages copied at once: 4 MiB of the usual size.</summary>
    private const int PagesPerStep = 1_024;

    /// <summary>
    /// Returns when <paramref name="target"/>, which must not exist, holds everything that was committed when the copy
    /// began, and is on disk. After a failure there is no target.
    /// </summary>
    /// <param name="source">The journal's file.</param>
    /// <param name="target">The file to make.</param>
    /// <param name="bytesPerSecondMax">Bound on the copy's speed, to leave the disk to others; null: none.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Ends the copy.</param>
    /// <exception cref="JournalOpenException">No journal there, the target exists or cannot be written.</exception>
    /// <exception cref="JournalCorruptException">SQLite found the source to be damaged.</exception>
    public static void Copy(
        string source, string target, long? bytesPerSecondMax, Action<CopyProgress> progress,
        CancellationToken cancellation)
    {
        if (!File.Exists(source))
        {
            throw new JournalOpenException($"There is no journal at {source}.");
        }

        try
        {
            using (new FileStream(target, FileMode.CreateNew))
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalOpenException($"{target} cannot be made: {e.Message}", e);
        }

        var traces = new LogTraces(source);
        try
        {
            CopyPages(source, target, bytesPerSecondMax, progress, cancellation);
            using var written = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
            written.Flush(flushToDisk: true);
        }
        catch (SqliteException e)
        {
            File.Delete(target);
            throw new JournalOpenException($"{source} cannot be copied: {e.Message}.", e);
        }
        catch
        {
            File.Delete(target);
            throw;
        }
        finally
        {
            traces.ClearIfFree();
        }
    }

    private static void CopyPages(
        string source, string target, long? bytesPerSecondMax, Action<CopyProgress> progress,
        CancellationToken cancellation)
    {
        using var from = Connection.Open(source, Pragmas.BusyTimeoutMs);
        Pragmas.SetForReading(from);
        if (from.Number("PRAGMA user_version") is not > 0)
        {
            throw new JournalOpenException($"{source} is no journal.");
        }

        using var to = Connection.Open(target, Pragmas.BusyTimeoutMs);

        // Nothing of an unfinished copy is kept, and the whole is synced at its end.
        to.Execute("PRAGMA journal_mode = OFF");
        to.Execute("PRAGMA synchronous = OFF");
        from.Execute("BEGIN");
        var pageBytes = from.Number("PRAGMA page_size");
        _ = from.Number("SELECT count(*) FROM meta");
        var clock = Stopwatch.StartNew();
        from.CopyTo(to, PagesPerStep, (pages, total) =>
        {
            cancellation.ThrowIfCancellationRequested();
            progress(new CopyProgress(pages * pageBytes, total * pageBytes));
            if (bytesPerSecondMax is { } most && pages < total)
            {
                var ahead = TimeSpan.FromSeconds((double)pages * pageBytes / most) - clock.Elapsed;
                _ = ahead > TimeSpan.Zero && cancellation.WaitHandle.WaitOne(ahead);
            }
        });
        from.Execute("COMMIT");
    }
}
