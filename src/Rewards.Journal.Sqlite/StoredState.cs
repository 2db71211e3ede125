using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Log;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite;

/// <summary>What a file says of itself when it is opened.</summary>
internal static class StoredState
{
    public static byte[] IndexSecret(Connection connection)
    {
        using var query = connection.Prepare("SELECT value FROM meta WHERE name = 'index_key'");
        return query.Step() && query.Blob(0) is { Length: 16 } secret
            ? secret.ToArray()
            : throw new JournalCorruptException("The journal has lost the secret of its index: restore a backup.");
    }

    /// <summary>Pointer of the last record; 0 when there is none.</summary>
    public static long LastPointer(Connection connection)
    {
        using var query = connection.Prepare("SELECT id, data FROM log ORDER BY id DESC LIMIT 1");
        if (!query.Step())
        {
            return 0;
        }

        var block = query.Blob(1);
        var pointer = Pointers.Of(query.Number(0), 0);
        while (true)
        {
            var next = pointer + FrameView.LengthAt(block, pointer);
            if (Pointers.Offset(next) >= block.Length)
            {
                return pointer;
            }

            pointer = next;
        }
    }

    /// <summary>Pointer up to which every entry is in a run.</summary>
    public static long IndexedTo(Connection connection) =>
        Pointers.Of(connection.Number("SELECT value FROM meta WHERE name = 'indexed_to'") + 1, 0) - 1;

    /// <summary>Chunks that no run holds: of an interrupted flush or merge, or of runs merged away.</summary>
    public static List<(long First, long Count)> Orphans(IReadOnlyList<Run> runs, Connection connection)
    {
        var held = runs.SelectMany(r => r.Manifest.Ranges).OrderBy(r => r.First).ToList();
        held.Add((connection.Number("SELECT coalesce(max(id), 0) + 1 FROM run_chunk"), 0));
        var orphans = new List<(long, long)>();
        var next = connection.Number("SELECT coalesce(min(id), 1) FROM run_chunk");
        foreach (var (first, count) in held)
        {
            if (first > next)
            {
                orphans.Add((next, first - next));
            }

            next = first + count;
        }

        return orphans;
    }

    /// <summary>Everything is entered again from the log afterwards.</summary>
    public static void DropIndex(Connection connection) =>
        connection.InTransaction(
        [
            "DELETE FROM run", "DELETE FROM run_chunk", "UPDATE meta SET value = 0 WHERE name = 'indexed_to'",
            "DELETE FROM meta WHERE name = 'index_check'",
        ]);
}
