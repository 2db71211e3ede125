namespace Rewards.Journal.Sqlite.Index;

/// <summary>Hands the index's upkeep to the writer; waits when too much of it is on the way.</summary>
internal sealed class IndexWrites(Action<IndexWrite> enqueue, CancellationToken stopping) : IDisposable
{
    /// <summary>1 MiB of chunks: enough that the writer never waits for the next one.</summary>
    private const int OnTheWayMax = 256;

    /// <summary>Rows removed at once; about as much work as the chunks of one slice.</summary>
    private const int DroppedAtOnce = 64;

    private readonly SemaphoreSlim room = new(OnTheWayMax, OnTheWayMax);

    public void Put(Extents part, byte[] chunk)
    {
        room.Wait(stopping);
        enqueue(new PutChunk(part, chunk, room));
    }

    /// <summary>Returns when the run is durable and taken in.</summary>
    public void End(Run run, IReadOnlyCollection<Run> merged, long? indexedTo, Action takeIn)
    {
        using var done = new SemaphoreSlim(0, 1);
        enqueue(new PutRun(run, merged, indexedTo, () =>
        {
            takeIn();
            done.Release();
        }));
        done.Wait(stopping);
    }

    public void Drop(Run run)
    {
        foreach (var (first, count) in run.Manifest.Ranges)
        {
            Drop(first, count);
        }
    }

    public void Drop(long first, long count)
    {
        for (var at = 0L; at < count; at += DroppedAtOnce)
        {
            room.Wait(stopping);
            enqueue(new DropChunks(first + at, Math.Min(DroppedAtOnce, count - at), room));
        }
    }

    public void Dispose() => room.Dispose();
}
