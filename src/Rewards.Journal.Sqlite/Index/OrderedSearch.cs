namespace Rewards.Journal.Sqlite.Index;

/// <summary>
/// Finds keys as <see cref="SortedIndex"/> does, in an index to which nothing is added, and keeps the chunk of each run
/// in which it was last: fast when keys come in order.
/// </summary>
internal sealed class OrderedSearch(SortedIndex index, IndexReader reader)
{
    private readonly RunSearch[] runs = [.. index.Runs.Select(run => new RunSearch(run, reader))];

    /// <summary>0 when there is none.</summary>
    /// <exception cref="JournalCorruptException">A chunk is damaged or missing.</exception>
    public long Find(IndexKey key)
    {
        if (index.FindInMemory(key) is { } known)
        {
            return known;
        }

        foreach (var run in runs)
        {
            if (run.Find(key) is var pointer and not 0)
            {
                return pointer;
            }
        }

        return 0;
    }

    private sealed class RunSearch(Run run, IndexReader reader)
    {
        private readonly IndexEntry[] entries = new IndexEntry[Chunk.EntriesMax];
        private int chunk = -1;
        private int count;

        public long Find(IndexKey key)
        {
            if (!run.MayContain(key))
            {
                return 0;
            }

            for (var at = run.LastChunkFor(key); at >= 0; at--)
            {
                Load(at);
                if (Chunk.Find(entries.AsSpan(0, count), key) is var pointer and not 0)
                {
                    return pointer;
                }

                if (!run.MayBeginBefore(at, key))
                {
                    break;
                }
            }

            return 0;
        }

        private void Load(int at)
        {
            if (at != chunk)
            {
                chunk = -1;
                count = reader.Entries(run.Manifest.Chunks[at], entries);
                chunk = at;
            }
        }
    }
}
