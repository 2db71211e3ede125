using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite;

/// <summary>
/// Settings on which durability stands: they are read back, and a file that does not take them is refused.
/// </summary>
internal static class Pragmas
{
    /// <summary>How long a connection waits for another one's lock; only checkpoints ever meet one.</summary>
    public const int BusyTimeoutMs = 10_000;

    private static readonly (string Name, string Value, string ReadBack)[] Required =
    [
        ("journal_mode", "WAL", "wal"),
        ("synchronous", "FULL", "2"),
        ("wal_autocheckpoint", "0", "0"),
        ("secure_delete", "FAST", "2"),
        ("trusted_schema", "OFF", "0"),
    ];

    /// <exception cref="JournalOpenException">A setting is not in force.</exception>
    public static void SetForWriting(Connection connection, SqliteJournalOptions options)
    {
        connection.Execute($"PRAGMA page_size = {options.PageBytes}");
        foreach (var (name, value, _) in Required)
        {
            connection.Execute($"PRAGMA {name} = {value}");
        }

        if (options.FileBytesMax is { } bytes)
        {
            connection.Execute($"PRAGMA max_page_count = {bytes / connection.Number("PRAGMA page_size")}");
        }

        connection.Execute("PRAGMA cache_size = -16384");
        Assert(connection);
    }

    public static void SetForReading(Connection connection)
    {
        connection.Execute("PRAGMA query_only = ON");
        connection.Execute("PRAGMA wal_autocheckpoint = 0");
        connection.Execute("PRAGMA cache_size = -4096");
    }

    /// <exception cref="JournalOpenException">A setting is not in force.</exception>
    public static void Assert(Connection connection)
    {
        foreach (var (name, _, expected) in Required)
        {
            var actual = connection.Text($"PRAGMA {name}");
            if (actual != expected)
            {
                throw new JournalOpenException(
                    $"SQLite has {name} = {actual ?? "nothing"} where the journal needs {expected}. "
                    + "The file system may not support it (a network drive?): move the file to a local disk.");
            }
        }
    }
}
