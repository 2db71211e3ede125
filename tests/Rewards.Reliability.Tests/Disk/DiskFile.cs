namespace Rewards.Reliability.Tests.Disk;

/// <summary>
/// One file as the disk holds it, and what was written to it since its last sync: of that a loss of power leaves any
/// part.
/// </summary>
internal sealed class DiskFile(string path, DiskFileKind kind, byte[] content)
{
    /// <summary>A disk writes whole sectors, or tears one.</summary>
    private const int SectorBytes = 512;
    private readonly List<Change> unsynced = [];
    private byte[] durable = content;

    public string Path => path;

    public DiskFileKind Kind => kind;

    /// <summary>Whether its name outlives a loss of power for certain.</summary>
    public bool IsNamed { get; set; }

    /// <summary>Deleted, and the folder not synced since.</summary>
    public bool IsDeleted { get; set; }

    public void Write(long offset, ReadOnlySpan<byte> bytes) => unsynced.Add(new Change(offset, bytes.ToArray()));

    public void Truncate(long length) => unsynced.Add(new Change(length, null));

    public void Sync()
    {
        foreach (var change in unsynced)
        {
            Apply(ref durable, change);
        }

        unsynced.Clear();
    }

    /// <summary>What was written since the last sync will never be durable.</summary>
    public void Forget() => unsynced.Clear();

    /// <summary>What is left of it after a loss of power.</summary>
    public byte[] Survivor(Survival survival, Random random)
    {
        var left = durable.ToArray();
        var kept = survival == Survival.InOrder ? random.Next(unsynced.Count + 1) : unsynced.Count;
        foreach (var change in survival == Survival.Nothing ? [] : unsynced.Take(kept))
        {
            if (survival == Survival.InOrder)
            {
                Apply(ref left, change);
            }
            else if (change.Bytes is null)
            {
                Maybe(ref left, change, random);
            }
            else
            {
                ScatterSectors(ref left, change.Offset, change.Bytes, random);
            }
        }

        return left;
    }

    private static void ScatterSectors(ref byte[] left, long offset, byte[] bytes, Random random)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var end = (int)Math.Min(bytes.Length, at + SectorBytes - ((offset + at) % SectorBytes));
            var sector = bytes[at..end];
            switch (random.Next(8))
            {
                case 0:
                    sector = sector[..random.Next(sector.Length)];
                    break;
                case 1:
                    random.NextBytes(sector.AsSpan(random.Next(sector.Length)));
                    break;
            }

            Maybe(ref left, new Change(offset + at, sector), random);
            at = end;
        }
    }

    private static void Maybe(ref byte[] left, Change change, Random random)
    {
        if (random.Next(2) == 0)
        {
            Apply(ref left, change);
        }
    }

    private static void Apply(ref byte[] file, Change change)
    {
        var end = change.Offset + (change.Bytes?.Length ?? 0);
        if (change.Bytes is null || end > file.Length)
        {
            Array.Resize(ref file, (int)end);
        }

        change.Bytes?.CopyTo(file, change.Offset);
    }

    /// <summary>Bytes at an offset; null: the file was cut (or stretched) to that length.</summary>
    private sealed record Change(long Offset, byte[]? Bytes);
}

/// <summary>What a loss of power leaves of that which was not synced.</summary>
internal enum Survival
{
    /// <summary>All of it was in a cache.</summary>
    Nothing,

    /// <summary>What was written first.</summary>
    InOrder,

    /// <summary>Any of its sectors, some of them in part or with other bytes.</summary>
    AnySectors,
}
