namespace Rewards.Journal.Sqlite.Log;

/// <summary>Lays the frames of one commit into blocks.</summary>
internal sealed class BlockBuilder
{
    /// <summary>
    /// A block is closed when the next frame would take it beyond this: reading one record walks its block's pages, so
    /// that large blocks make point reads slow, and small ones cost a row each.
    /// </summary>
    public const int BlockBytesTarget = 16 << 10;

    private readonly List<(long Id, int Start, int Length)> blocks = [];
    private byte[] buffer = new byte[1 << 20];
    private int used;

    public int Bytes => used;

    public IReadOnlyList<(long Id, int Start, int Length)> Blocks => blocks;

    /// <summary>Where the next block will be; blocks follow one another.</summary>
    public long NextBlock { get; set; }

    public void Clear()
    {
        blocks.Clear();
        used = 0;
    }

    public ReadOnlySpan<byte> BytesOf((long Id, int Start, int Length) block) =>
        buffer.AsSpan(block.Start, block.Length);

    /// <summary>Adds a frame and says where it will be.</summary>
    public long Add(Append append, long previous)
    {
        var length = Frame.BytesOf(append);
        var last = blocks.Count - 1;
        if (last < 0 || blocks[last].Length + length > BlockBytesTarget)
        {
            blocks.Add((NextBlock++, used, 0));
            last++;
        }

        if (used + length > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + length));
        }

        var (id, start, before) = blocks[last];
        var pointer = Pointers.Of(id, before);
        Frame.Write(buffer.AsSpan(used, length), pointer, previous, append);
        blocks[last] = (id, start, before + length);
        used += length;
        return pointer;
    }
}
