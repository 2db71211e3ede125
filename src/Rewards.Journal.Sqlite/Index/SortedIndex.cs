using Rewards.Journal.Sqlite.Log;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>
/// Finds the latest record of a stream or row: memtables first, then runs, newest first. What is found is a pointer;
/// who reads the record checks that it is the right one. Writers add under a lock of the writer; readers take no lock.
/// </summary>
internal sealed class SortedIndex
{
    private readonly Lock changing = new();
    private readonly int memtableEntries;
    private volatile State state;

    public SortedIndex(int memtableEntries, IEnumerable<Run> runs)
    {
        this.memtableEntries = memtableEntries;
        state = new State(new Memtable(memtableEntries), [], [.. runs]);
    }

    /// <summary>Told when a memtable was sealed and waits to be written.</summary>
    public Action Sealed { get; set; } = static () => { };

    /// <summary>Memtables that wait to be written, oldest first.</summary>
    public IReadOnlyList<Memtable> Waiting => [.. state.Sealed.Reverse()];

    public int WaitingCount => state.Sealed.Length;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Run> Runs => state.Runs;

    /// <summary>The pointer, 0 when there is none, or null when only a run on disk can tell.</summary>
    public long? FindInMemory(IndexKey key)
    {
        var seen = state;
        return seen.FindInMemory(key) is var pointer and not 0 ? pointer
            : seen.RunsMayContain(key) ? null
            : 0;
    }

    /// <summary>0 when there is none.</summary>
    public long Find(IndexKey key, ReaderPool readers)
    {
        var seen = state;
        if (seen.FindInMemory(key) is var pointer and not 0)
        {
            return pointer;
        }

        if (!seen.RunsMayContain(key))
        {
            return 0;
        }

        using var rented = readers.Rent();
        return Find(key, rented.Reader.Index);
    }

    /// <summary>0 when there is none.</summary>
    public long Find(IndexKey key, IndexReader reader)
    {
        while (true)
        {
            var seen = state;
            if (seen.FindInMemory(key) is var pointer and not 0)
            {
                return pointer;
            }

            if (seen.FindInRuns(key, reader) is { } found)
            {
                return found;
            }

            if (seen == state)
            {
                throw new JournalCorruptException(
                    "A chunk of the index is missing. "
                    + $"Start once with {nameof(SqliteJournalOptions.RebuildIndex)} to build the index anew.");
            }
        }
    }

    /// <summary>Adds the entry of a record that is durable.</summary>
    public void Add(IndexKey key, long pointer)
    {
        var active = state.Active;
        if (active.IsFull)
        {
            active.Through = Pointers.Block(pointer) - 1;
            lock (changing)
            {
                state = new State(new Memtable(memtableEntries), [active, .. state.Sealed], state.Runs);
            }

            Sealed();
            active = state.Active;
        }

        active.Set(key, pointer);
    }

    /// <summary>Takes a written run in, in place of what it was made of.</summary>
    public void Install(Run run, Memtable? flushed, IReadOnlyCollection<Run> merged)
    {
        lock (changing)
        {
            var runs = state.Runs.Where(r => !merged.Contains(r)).Append(run).OrderByDescending(r => r.Manifest.Id);
            state = new State(state.Active, [.. state.Sealed.Where(m => m != flushed)], [.. runs]);
        }
    }

    private sealed class State(Memtable active, Memtable[] waiting, Run[] runs)
    {
        public Memtable Active => active;

        public Memtable[] Sealed => waiting;

        public Run[] Runs => runs;

        public long FindInMemory(IndexKey key)
        {
            var pointer = active.Find(key);
            for (var i = 0; pointer == 0 && i < waiting.Length; i++)
            {
                pointer = waiting[i].Find(key);
            }

            return pointer;
        }

        public bool RunsMayContain(IndexKey key)
        {
            foreach (var run in runs)
            {
                if (run.MayContain(key))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Null when a run was merged away meanwhile.</summary>
        public long? FindInRuns(IndexKey key, IndexReader reader)
        {
            foreach (var run in runs)
            {
                if (run.MayContain(key) && run.Find(key, reader) is var found and not 0)
                {
                    return found;
                }
            }

            return 0;
        }
    }
}
