using Rewards.Journal.Records;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>
/// What the file says of a run: format (1 byte, 1) · tier · entries · bytes of its filter · extents of its entry
/// chunks, of its filter and of its fences (first key of each chunk).
/// </summary>
internal sealed class RunManifest
{
    private const byte Format = 1;

    /// <summary>Later flushes have larger ids; a merged run takes the largest of those it replaces.</summary>
    public required long Id { get; init; }

    /// <summary>0 for a flushed memtable; a merge makes the next higher one.</summary>
    public required int Tier { get; init; }

    public long Entries { get; set; }

    public long FilterBytes { get; set; }

    public Extents Chunks { get; init; } = new();

    public Extents Filter { get; init; } = new();

    public Extents Fences { get; init; } = new();

    public IEnumerable<(long First, long Count)> Ranges => Chunks.Ranges.Concat(Filter.Ranges).Concat(Fences.Ranges);

    public byte[] ToBytes()
    {
        var writer = new ByteWriter();
        writer.Byte(Format);
        writer.Unsigned((ulong)Tier);
        writer.Unsigned((ulong)Entries);
        writer.Unsigned((ulong)FilterBytes);
        Chunks.Write(writer);
        Filter.Write(writer);
        Fences.Write(writer);
        return writer.ToArray();
    }

    /// <exception cref="JournalCorruptException">Not a manifest of a known format.</exception>
    public static RunManifest Read(long id, ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() is var format && format != Format)
        {
            throw new JournalCorruptException(
                $"Run {id} of the index has format {format}; this program knows {Format}.");
        }

        return new RunManifest
        {
            Id = id,
            Tier = (int)reader.Unsigned(),
            Entries = (long)reader.Unsigned(),
            FilterBytes = (long)reader.Unsigned(),
            Chunks = Extents.Read(ref reader),
            Filter = Extents.Read(ref reader),
            Fences = Extents.Read(ref reader),
        };
    }
}
