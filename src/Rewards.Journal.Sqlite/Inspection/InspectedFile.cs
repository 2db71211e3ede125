using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Log;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Inspection;

/// <summary>The parts of a file that may be damaged, as far as they can be read.</summary>
internal sealed record InspectedFile(KeyHash Keys, RecordLog Log, SortedIndex Index)
{
    private const int MemtableEntries = 256 * 1024;

    /// <summary>
    /// Most entries that are not yet in the index on disk: a server leaves at most five memtables, 1.3 M of them.
    /// </summary>
    private const int EntriesMax = 8 * 1024 * 1024;

    /// <exception cref="JournalOpenException">The file is not of this program's schema.</exception>
    /// <exception cref="JournalCorruptException">Nothing can be found in it.</exception>
    public static InspectedFile Open(ReaderPool readers)
    {
        using var rented = readers.Rent();
        var connection = rented.Reader.Connection;
        var keys = new KeyHash(StoredState.IndexSecret(connection));
        var log = new RecordLog(readers) { LastPointer = LastPointer(connection) };
        var index = new SortedIndex(MemtableEntries, rented.Reader.Index.Runs());
        EnterAfter(StoredState.IndexedTo(connection), log, index, keys);
        return new InspectedFile(keys, log, index);
    }

    /// <summary>When the last block is damaged, its end: what can be read of it is before that.</summary>
    private static long LastPointer(Connection connection)
    {
        try
        {
            return StoredState.LastPointer(connection);
        }
        catch (JournalCorruptException)
        {
            return Pointers.Of(connection.Number("SELECT max(id) FROM log") + 1, 0) - 1;
        }
    }

    private static void EnterAfter(long pointer, RecordLog log, SortedIndex index, KeyHash keys)
    {
        var walk = new LogWalk(log);
        var entered = 0;
        for (var cursor = new FeedCursor(pointer); ;)
        {
            var page = walk.Read(cursor, 4_096, CancellationToken.None);
            foreach (var (record, _) in page.Records)
            {
                entered += 1 + Enter(record, index, keys);
            }

            if (entered > EntriesMax)
            {
                throw new JournalOpenException(
                    "The index is being built anew and is not complete. Start the server once, until it is ready.");
            }

            if (page.AtEnd)
            {
                return;
            }

            cursor = page.Next;
        }
    }

    private static int Enter(StoredRecord record, SortedIndex index, KeyHash keys)
    {
        var stream = keys.Of(record.Stream);
        var rows = RecordReader.Read(record.Bytes).Rows;
        foreach (var row in rows)
        {
            index.Add(keys.Of(stream, row.Key), record.Pointer.Value);
        }

        index.Add(stream, record.Pointer.Value);
        return rows.Count;
    }
}
