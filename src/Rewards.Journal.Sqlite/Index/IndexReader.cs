using System.Runtime.InteropServices;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>Reads chunks of runs on one connection.</summary>
internal sealed class IndexReader(Connection connection) : IDisposable
{
    private readonly Statement chunk = connection.Prepare("SELECT data FROM run_chunk WHERE id = ?");

    /// <summary>Pointer of the key in the chunk, 0 when it is not there; null when there is no such chunk.</summary>
    public long? Find(long id, IndexKey key)
    {
        chunk.Bind(1, id);
        try
        {
            return chunk.Step() ? Chunk.Find(Chunk.Content(chunk.Blob(0), id), key) : null;
        }
        finally
        {
            chunk.Reset();
        }
    }

    /// <summary>Copies the entries of a chunk into a buffer and says how many there are.</summary>
    public int Entries(long id, Span<IndexEntry> target)
    {
        var bytes = MemoryMarshal.AsBytes(target);
        return Copy(id, bytes) / Marshal.SizeOf<IndexEntry>();
    }

    public List<Run> Runs()
    {
        var manifests = new List<RunManifest>();
        using (var list = connection.Prepare("SELECT id, data FROM run ORDER BY id DESC"))
        {
            while (list.Step())
            {
                manifests.Add(RunManifest.Read(list.Number(0), list.Blob(1)));
            }
        }

        return manifests.ConvertAll(Load);
    }

    public void Dispose() => chunk.Dispose();

    private Run Load(RunManifest manifest)
    {
        var filter = new ulong[manifest.FilterBytes / sizeof(ulong)];
        var fences = new ulong[manifest.Chunks.Count];
        Fill(manifest, manifest.Filter, MemoryMarshal.AsBytes(filter.AsSpan()));
        Fill(manifest, manifest.Fences, MemoryMarshal.AsBytes(fences.AsSpan()));
        return new Run(manifest, new Bloom(filter), fences);
    }

    private void Fill(RunManifest manifest, Extents parts, Span<byte> target)
    {
        for (var i = 0L; i < parts.Count; i++)
        {
            target = target[Copy(parts[i], target)..];
        }

        if (!target.IsEmpty)
        {
            throw new JournalCorruptException($"Run {manifest.Id} of the index is shorter than its manifest says.");
        }
    }

    private int Copy(long id, Span<byte> target)
    {
        chunk.Bind(1, id);
        try
        {
            if (!chunk.Step())
            {
                throw new JournalCorruptException($"Chunk {id} of the index is missing.");
            }

            var content = Chunk.Content(chunk.Blob(0), id);
            if (content.Length > target.Length)
            {
                throw new JournalCorruptException($"Chunk {id} of the index is longer than its place.");
            }

            content.CopyTo(target);
            return content.Length;
        }
        finally
        {
            chunk.Reset();
        }
    }
}
