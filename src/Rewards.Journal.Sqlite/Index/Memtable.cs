namespace Rewards.Journal.Sqlite.Index;

/// <summary>
/// The newest index entries. One thread adds, any number read beside it without locks: a slot's key is written before
/// its pointer is published, and never changes afterwards.
/// </summary>
internal sealed class Memtable
{
    private readonly Slot[] slots;
    private readonly int entriesMax;

    public Memtable(int entriesMax)
    {
        this.entriesMax = entriesMax;
        slots = new Slot[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)entriesMax * 2)];
    }

    public int Count { get; private set; }

    public bool IsFull => Count >= entriesMax;

    /// <summary>Once sealed: the last block whose entries are all in this table or older ones.</summary>
    public long Through { get; set; }

    public void Set(IndexKey key, long pointer)
    {
        var at = (int)key.Low & (slots.Length - 1);
        while (true)
        {
            ref var slot = ref slots[at];
            if (slot.Pointer == 0)
            {
                slot.Key = key;
                Count++;
            }
            else if (slot.Key != key)
            {
                at = (at + 1) & (slots.Length - 1);
                continue;
            }

            Volatile.Write(ref slot.Pointer, pointer);
            return;
        }
    }

    /// <summary>0 when there is none.</summary>
    public long Find(IndexKey key)
    {
        var at = (int)key.Low & (slots.Length - 1);
        while (true)
        {
            ref var slot = ref slots[at];
            var pointer = Volatile.Read(ref slot.Pointer);
            if (pointer == 0 || slot.Key == key)
            {
                return pointer;
            }

            at = (at + 1) & (slots.Length - 1);
        }
    }

    public IndexEntry[] Sorted()
    {
        var entries = new IndexEntry[Count];
        var next = 0;
        foreach (var slot in slots)
        {
            if (slot.Pointer != 0)
            {
                entries[next++] = new IndexEntry(slot.Key, slot.Pointer);
            }
        }

        Array.Sort(entries, static (a, b) => a.Key.CompareTo(b.Key));
        return entries;
    }

    private struct Slot
    {
        public IndexKey Key;
        public long Pointer;
    }
}
