namespace Rewards.Journal.Sqlite.Log;

/// <summary>The log as readers see it: durable blocks by id, frames by pointer.</summary>
internal sealed class RecordLog(ReaderPool readers)
{
    private long lastPointer;

    public BlockCache Cache { get; } = new();

    /// <summary>Pointer of the last durable record; 0 when there is none.</summary>
    public long LastPointer
    {
        get => Volatile.Read(ref lastPointer);
        set => Volatile.Write(ref lastPointer, value);
    }

    /// <summary>Null when there is no such block.</summary>
    public byte[]? Block(long id)
    {
        if (Cache.Find(id) is { } cached)
        {
            return cached;
        }

        using var rented = readers.Rent();
        return rented.Reader.Log.Block(id);
    }

    /// <summary>
    /// Whether the record can be read without the disk; a block may leave the cache between question and read, in the
    /// time in which thousands are written.
    /// </summary>
    public bool IsAtHand(long pointer) => Cache.Find(Pointers.Block(pointer)) is not null;

    /// <exception cref="JournalCorruptException">There is no such record, or it is damaged.</exception>
    public Frame Read(long pointer)
    {
        var block = Block(Pointers.Block(pointer));
        return block is null
            ? throw new JournalCorruptException($"Block {Pointers.Block(pointer)} of the log is missing.")
            : Frame.Read(block, pointer);
    }

    /// <summary>Whether a record begins at a pointer that came from outside.</summary>
    public bool IsRecord(long pointer)
    {
        if (pointer <= 0 || pointer > LastPointer || Block(Pointers.Block(pointer)) is not { } block)
        {
            return false;
        }

        var at = Pointers.Of(Pointers.Block(pointer), 0);
        while (at < pointer && Pointers.Offset(at) < block.Length)
        {
            at += FrameView.LengthAt(block, at);
        }

        return at == pointer && Pointers.Offset(pointer) < block.Length;
    }

    /// <summary>Durable frames after a pointer (0: all), in order of commit.</summary>
    public IEnumerable<Frame> After(long pointer)
    {
        var last = LastPointer;
        for (var block = Math.Max(1, Pointers.Block(pointer + 1)); block <= Pointers.Block(last); block++)
        {
            var bytes = Block(block)
                ?? throw new JournalCorruptException($"Block {block} of the log is missing; a feed must not skip it.");
            for (var offset = 0; offset < bytes.Length;)
            {
                var here = Pointers.Of(block, offset);
                if (here > pointer)
                {
                    yield return Frame.Read(bytes, here);
                }

                offset += FrameView.LengthAt(bytes, here);
            }
        }
    }
}
