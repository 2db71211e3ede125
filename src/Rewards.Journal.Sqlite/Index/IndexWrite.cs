using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>A slice of the index's upkeep, for the one writer to take into its next commit.</summary>
internal abstract class IndexWrite
{
    public abstract void Write(IndexTables tables);

    /// <summary>Called on the writer's thread when the commit is durable.</summary>
    public virtual void Committed()
    {
    }
}

/// <summary>The index's tables on the writer's connection.</summary>
internal sealed class IndexTables(Connection connection) : IDisposable
{
    private readonly Statement putChunk = connection.Prepare("INSERT INTO run_chunk VALUES (?, ?)");
    private readonly Statement dropChunks = connection.Prepare("DELETE FROM run_chunk WHERE id >= ? AND id < ?");
    private readonly Statement putRun = connection.Prepare("INSERT INTO run VALUES (?, ?)");
    private readonly Statement dropRun = connection.Prepare("DELETE FROM run WHERE id = ?");
    private readonly Statement indexedTo = connection.Prepare("UPDATE meta SET value = ? WHERE name = 'indexed_to'");
    private readonly IndexCheck check = new(connection);
    private long nextChunk = connection.Number("SELECT coalesce(max(id), 0) + 1 FROM run_chunk");

    public long PutChunk(byte[] chunk)
    {
        Chunk.Seal(chunk, nextChunk);
        putChunk.Bind(1, nextChunk).Bind(2, chunk).Run();
        return nextChunk++;
    }

    public void DropChunks(long first, long count) => dropChunks.Bind(1, first).Bind(2, first + count).Run();

    public void PutRun(RunManifest manifest) => putRun.Bind(1, manifest.Id).Bind(2, manifest.ToBytes()).Run();

    public void DropRun(long id) => dropRun.Bind(1, id).Run();

    public void SetIndexedTo(long block) => indexedTo.Bind(1, block).Run();

    /// <summary>After all changes of the runs.</summary>
    public void Seal() => check.Seal();

    public void Dispose()
    {
        check.Dispose();
        putChunk.Dispose();
        dropChunks.Dispose();
        putRun.Dispose();
        dropRun.Dispose();
        indexedTo.Dispose();
    }
}

/// <summary>One chunk of a run that is being written.</summary>
internal sealed class PutChunk(Extents part, byte[] chunk, SemaphoreSlim room) : IndexWrite
{
    public override void Write(IndexTables tables) => part.Add(tables.PutChunk(chunk));

    public override void Committed() => room.Release();
}

/// <summary>The end of a run: from this commit on it counts, and what it was made of does not.</summary>
internal sealed class PutRun(Run run, IReadOnlyCollection<Run> merged, long? indexedTo, Action committed) : IndexWrite
{
    public override void Write(IndexTables tables)
    {
        foreach (var old in merged)
        {
            tables.DropRun(old.Manifest.Id);
        }

        tables.PutRun(run.Manifest);
        if (indexedTo is { } block)
        {
            tables.SetIndexedTo(block);
        }

        tables.Seal();
    }

    public override void Committed() => committed();
}

/// <summary>Some chunks that no run holds any more.</summary>
internal sealed class DropChunks(long first, long count, SemaphoreSlim room) : IndexWrite
{
    public override void Write(IndexTables tables) => tables.DropChunks(first, count);

    public override void Committed() => room.Release();
}
