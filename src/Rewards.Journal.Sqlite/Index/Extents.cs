using Rewards.Journal.Records;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>Row ids of chunks, in order, as ranges: chunks of several runs are written between one another.</summary>
internal sealed class Extents
{
    private readonly List<(long First, long Count)> ranges = [];
    private readonly List<long> startsAt = [];

    public long Count { get; private set; }

    public IReadOnlyList<(long First, long Count)> Ranges => ranges;

    public long this[long index]
    {
        get
        {
            var range = startsAt.BinarySearch(index);
            range = range >= 0 ? range : ~range - 1;
            return ranges[range].First + (index - startsAt[range]);
        }
    }

    public void Add(long id)
    {
        if (ranges.Count > 0 && ranges[^1].First + ranges[^1].Count == id)
        {
            ranges[^1] = (ranges[^1].First, ranges[^1].Count + 1);
            Count++;
        }
        else
        {
            AddRange(id, 1);
        }
    }

    public void Write(ByteWriter writer)
    {
        writer.Unsigned((ulong)ranges.Count);
        foreach (var (first, count) in ranges)
        {
            writer.Unsigned((ulong)first);
            writer.Unsigned((ulong)count);
        }
    }

    public static Extents Read(ref ByteReader reader)
    {
        var extents = new Extents();
        for (var left = reader.Count(); left > 0; left--)
        {
            extents.AddRange((long)reader.Unsigned(), (long)reader.Unsigned());
        }

        return extents;
    }

    private void AddRange(long first, long count)
    {
        startsAt.Add(Count);
        ranges.Add((first, count));
        Count += count;
    }
}
