namespace Rewards.Journal.Sqlite.Log;

/// <summary>The blocks written last: projections and the next command of a member read them at once.</summary>
internal sealed class BlockCache
{
    /// <summary>About 16 MiB.</summary>
    private const int Blocks = 1024;

    /// <summary>A block that carries a large snapshot or record is not kept.</summary>
    private const int BlockBytesMax = 64 << 10;

    private readonly Block?[] ring = new Block?[Blocks];

    public void Add(long id, ReadOnlySpan<byte> bytes)
    {
        var kept = bytes.Length <= BlockBytesMax ? new Block(id, bytes.ToArray()) : null;
        Volatile.Write(ref ring[id % Blocks], kept);
    }

    public byte[]? Find(long id) =>
        Volatile.Read(ref ring[id % Blocks]) is { } block && block.Id == id ? block.Bytes : null;

    private sealed record Block(long Id, byte[] Bytes);
}
