using System.Runtime.InteropServices;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>Cuts sorted entries into chunks and hands them to the writer, a few at a time.</summary>
internal sealed class RunBuilder(long id, int tier, long entriesMost, IndexWrites writes)
{
    private readonly IndexEntry[] chunk = new IndexEntry[Chunk.EntriesMax];
    private readonly List<ulong> fences = [];
    private readonly Bloom filter = Bloom.For(entriesMost);
    private readonly RunManifest manifest = new() { Id = id, Tier = tier };
    private int used;

    public void Add(IndexEntry entry)
    {
        chunk[used++] = entry;
        filter.Add(entry.Key);
        manifest.Entries++;
        if (used == chunk.Length)
        {
            EndChunk();
        }
    }

    /// <summary>
    /// The run, once the writer has everything that was handed over here and <see cref="PutRun"/> after it.
    /// </summary>
    public Run End()
    {
        if (used > 0)
        {
            EndChunk();
        }

        var words = filter.Words;
        manifest.FilterBytes = (long)words.Length * sizeof(ulong);
        Parts(manifest.Filter, words);
        var starts = fences.ToArray();
        Parts(manifest.Fences, starts);
        return new Run(manifest, filter, starts);
    }

    private void EndChunk()
    {
        fences.Add(chunk[0].Key.High);
        writes.Put(manifest.Chunks, Chunk.Of(MemoryMarshal.AsBytes(chunk.AsSpan(0, used))));
        used = 0;
    }

    private void Parts(Extents part, ReadOnlySpan<ulong> words)
    {
        const int wordsPerPart = Chunk.PartBytesMax / sizeof(ulong);
        while (!words.IsEmpty)
        {
            var taken = Math.Min(wordsPerPart, words.Length);
            writes.Put(part, Chunk.Of(MemoryMarshal.AsBytes(words[..taken])));
            words = words[taken..];
        }
    }
}
