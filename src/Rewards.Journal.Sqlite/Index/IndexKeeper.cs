using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>
/// Writes sealed memtables as runs and merges runs of one tier into one of the next, on its own thread; the writer
/// takes the results into its commits in slices.
/// </summary>
internal sealed class IndexKeeper : IDisposable
{
    /// <summary>
    /// Runs of one tier that are merged: with 256k entries per flush, 100 M entries are at most 15 runs.
    /// </summary>
    private const int RunsPerTier = 4;

    private readonly SortedIndex index;
    private readonly Func<Connection> open;
    private readonly IndexWrites writes;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim work = new(0);
    private readonly Action<Exception> failed;
    private readonly Thread thread;
    private long nextRun;

    public IndexKeeper(
        SortedIndex index, Func<Connection> open, Action<IndexWrite> enqueue, Action<Exception> failed)
    {
        this.index = index;
        this.open = open;
        this.failed = failed;
        writes = new IndexWrites(enqueue, stopping.Token);
        nextRun = index.Runs.Count == 0 ? 1 : index.Runs[0].Manifest.Id + 1;
        index.Sealed = () => work.Release();
        thread = new Thread(Keep) { Name = "journal index", IsBackground = true };
    }

    /// <summary>Ranges of chunk ids that an interrupted run left behind.</summary>
    public IReadOnlyList<(long First, long Count)> Orphans { get; init; } = [];

    public void Start() => thread.Start();

    /// <summary>Leaves what is half done; it is cleared away at the next start.</summary>
    public void Stop()
    {
        stopping.Cancel();
        thread.Join();
    }

    public void Dispose()
    {
        writes.Dispose();
        work.Dispose();
        stopping.Dispose();
    }

    private void Keep()
    {
        try
        {
            using var connection = open();
            using var reader = new IndexReader(connection);
            foreach (var (first, count) in Orphans)
            {
                writes.Drop(first, count);
            }

            while (true)
            {
                FlushWaiting();
                while (TierToMerge() is { } runs)
                {
                    Merge(runs, reader);
                }

                work.Wait(stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e) when (e is SqliteException or JournalCorruptException)
        {
            failed(e);
        }
    }

    private void FlushWaiting()
    {
        foreach (var memtable in index.Waiting)
        {
            var entries = memtable.Sorted();
            var builder = new RunBuilder(nextRun++, 0, entries.Length, writes);
            foreach (var entry in entries)
            {
                builder.Add(entry);
            }

            var run = builder.End();
            writes.End(run, [], memtable.Through, () => index.Install(run, memtable, []));
        }
    }

    private List<Run>? TierToMerge() =>
        index.Runs.GroupBy(r => r.Manifest.Tier)
            .Where(tier => tier.Count() >= RunsPerTier)
            .OrderBy(tier => tier.Key)
            .Select(tier => tier.ToList())
            .FirstOrDefault();

    private void Merge(List<Run> runs, IndexReader reader)
    {
        var entriesMost = runs.Sum(r => r.Manifest.Entries);
        var builder = new RunBuilder(runs.Max(r => r.Manifest.Id), runs[0].Manifest.Tier + 1, entriesMost, writes);
        var inputs = runs.ConvertAll(r => new RunCursor(r, reader));
        while (RunCursor.TakeLeast(inputs) is { } entry)
        {
            builder.Add(entry);
            if (index.WaitingCount > 0)
            {
                FlushWaiting();
            }
        }

        var merged = builder.End();
        writes.End(merged, runs, null, () => index.Install(merged, null, runs));
        foreach (var run in runs)
        {
            writes.Drop(run);
        }
    }
}
