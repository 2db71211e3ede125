namespace Rewards.Journal.Sqlite.Index;

/// <summary>Walks through a run in key order.</summary>
internal sealed class RunCursor(Run run, IndexReader reader)
{
    private readonly IndexEntry[] entries = new IndexEntry[Chunk.EntriesMax];
    private long nextChunk;
    private int at;
    private int count;

    /// <summary>
    /// Takes the smallest key of all; where several runs have it, the largest pointer, which is the latest record.
    /// Null at the end.
    /// </summary>
    public static IndexEntry? TakeLeast(List<RunCursor> cursors)
    {
        IndexEntry? least = null;
        foreach (var cursor in cursors)
        {
            if (cursor.Peek(out var entry))
            {
                var order = least is { } l ? entry.Key.CompareTo(l.Key) : -1;
                if (order < 0 || (order == 0 && entry.Pointer > least!.Value.Pointer))
                {
                    least = entry;
                }
            }
        }

        if (least is { } taken)
        {
            foreach (var cursor in cursors)
            {
                if (cursor.Peek(out var entry) && entry.Key == taken.Key)
                {
                    cursor.at++;
                }
            }
        }

        return least;
    }

    private bool Peek(out IndexEntry entry)
    {
        if (at == count && nextChunk < run.Manifest.Chunks.Count)
        {
            count = reader.Entries(run.Manifest.Chunks[nextChunk++], entries);
            at = 0;
        }

        entry = at < count ? entries[at] : default;
        return at < count;
    }
}
