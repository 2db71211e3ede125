using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Log;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Inspection;

/// <summary>
/// What SQLite says of its pages, whether every entry of the index leads to a record that has its key, and whether
/// every side record and due item belongs to a record.
/// </summary>
internal sealed class StorageCheck(InspectedFile file, ReaderPool readers)
{
    /// <summary>Entries that are sorted by place at a time: 96 MB.</summary>
    private const int EntriesAtOnce = 4 * 1024 * 1024;

    private byte[]? block;
    private long blockId;

    public IEnumerable<string> Run(CancellationToken cancellation)
    {
        using var rented = readers.Rent();
        var connection = rented.Reader.Connection;
        return Pages(connection).Concat(Index(rented.Reader.Index, cancellation))
            .Concat(Beside(connection, "side", "A side record", cancellation))
            .Concat(Beside(connection, "due", "A due item", cancellation))
            .ToList();
    }

    private static IEnumerable<string> Pages(Connection connection)
    {
        using var check = connection.Prepare("PRAGMA integrity_check");
        while (check.Step())
        {
            if (check.Text(0) is var complaint and not "ok")
            {
                yield return $"SQLite: {complaint}";
            }
        }
    }

    private IEnumerable<string> Index(IndexReader reader, CancellationToken cancellation)
    {
        var batch = new List<IndexEntry>();
        foreach (var run in file.Index.Runs)
        {
            var last = default(IndexKey);
            var cursors = new List<RunCursor> { new(run, reader) };
            foreach (var (entry, damage) in Entries(cursors))
            {
                if (damage is not null)
                {
                    yield return damage;
                    break;
                }

                if (entry.Key.CompareTo(last) < 0 || !run.MayContain(entry.Key))
                {
                    yield return $"Run {run.Manifest.Id} of the index is out of order, or its filter denies a key. "
                        + "Start once with --rebuild-index.";
                    break;
                }

                last = entry.Key;
                batch.Add(entry);
                if (batch.Count == EntriesAtOnce)
                {
                    foreach (var lost in Lost(batch, cancellation))
                    {
                        yield return lost;
                    }

                    batch.Clear();
                }
            }
        }

        foreach (var lost in Lost(batch, cancellation))
        {
            yield return lost;
        }
    }

    private static IEnumerable<(IndexEntry Entry, string? Damage)> Entries(List<RunCursor> cursors)
    {
        while (true)
        {
            IndexEntry? taken = null;
            string? damage = null;
            try
            {
                taken = RunCursor.TakeLeast(cursors);
            }
            catch (JournalCorruptException e)
            {
                damage = e.Message;
            }

            if (taken is null && damage is null)
            {
                yield break;
            }

            yield return (taken.GetValueOrDefault(), damage);
            if (damage is not null)
            {
                yield break;
            }
        }
    }

    /// <summary>Entries that lead to no record with their key. Walks along the log, block by block.</summary>
    private IEnumerable<string> Lost(List<IndexEntry> entries, CancellationToken cancellation)
    {
        entries.Sort(static (x, y) => x.Pointer.CompareTo(y.Pointer));
        var keys = new HashSet<IndexKey>();
        var pointer = 0L;
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Pointer != pointer)
            {
                pointer = entry.Pointer;
                KeysAt(pointer, keys);
            }

            if (!keys.Contains(entry.Key))
            {
                yield return $"An entry of the index leads to {Pointers.Describe(pointer)} of the log, where no record "
                    + "with its key is. Start once with --rebuild-index.";
            }
        }
    }

    private void KeysAt(long pointer, HashSet<IndexKey> keys)
    {
        keys.Clear();
        try
        {
            if (Record(pointer) is { } record)
            {
                var stream = file.Keys.Of(record.Stream);
                keys.Add(stream);
                foreach (var row in RecordReader.Read(record.Bytes).Rows)
                {
                    keys.Add(file.Keys.Of(stream, row.Key));
                }
            }
        }
        catch (JournalCorruptException)
        {
            // The walk over the log names it.
        }
    }

    private StoredRecord? Record(long pointer)
    {
        if (blockId != Pointers.Block(pointer))
        {
            blockId = Pointers.Block(pointer);
            block = file.Log.Block(blockId);
        }

        return block is null || Pointers.Offset(pointer) >= block.Length
            ? null
            : Frame.Read(block, pointer).ToStored();
    }

    private IEnumerable<string> Beside(
        Connection connection, string table, string what, CancellationToken cancellation)
    {
        // A due item's id is its record's pointer plus its number in the record.
        using var ids = connection.Prepare($"SELECT id FROM {table} ORDER BY id");
        while (ids.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            var id = ids.Number(0);
            if (!Belongs(id, table == "due" ? JournalLimits.DuePerRecordMax : 1))
            {
                yield return $"{what} at {Pointers.Describe(id)} belongs to no record.";
            }
        }
    }

    private bool Belongs(long id, int reach)
    {
        for (var pointer = id; pointer > id - reach && pointer > 0; pointer--)
        {
            try
            {
                if (Record(pointer) is not null)
                {
                    return true;
                }
            }
            catch (JournalCorruptException)
            {
                // No record begins here, or a damaged one, which the walk over the log names.
            }
        }

        return false;
    }
}
