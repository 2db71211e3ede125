namespace Rewards.Journal.Sqlite.Index;

/// <summary>A sorted run: its entries lie in the file, its filter and the first key of each chunk in memory.</summary>
internal sealed class Run(RunManifest manifest, Bloom filter, ulong[] fences)
{
    public RunManifest Manifest => manifest;

    public bool MayContain(IndexKey key) => filter.MayContain(key);

    /// <summary>
    /// Pointer of the key; 0 when the run has none; null when a chunk is gone because the run was merged away.
    /// </summary>
    public long? Find(IndexKey key, IndexReader reader)
    {
        for (var chunk = LastChunkFor(key); chunk >= 0; chunk--)
        {
            var found = reader.Find(manifest.Chunks[chunk], key);
            if (found is not 0 || !MayBeginBefore(chunk, key))
            {
                return found;
            }
        }

        return 0;
    }

    /// <summary>The last chunk in which the key can be; -1 when it comes before all of them.</summary>
    public int LastChunkFor(IndexKey key)
    {
        var chunk = Array.BinarySearch(fences, key.High);
        chunk = chunk >= 0 ? chunk : ~chunk - 1;
        while (chunk + 1 < fences.Length && fences[chunk + 1] == key.High)
        {
            chunk++;
        }

        return chunk;
    }

    /// <summary>Keys that share their upper half may begin in the chunk before the one that they begin.</summary>
    public bool MayBeginBefore(int chunk, IndexKey key) => fences[chunk] == key.High;
}
