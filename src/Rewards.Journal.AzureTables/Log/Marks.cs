using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>A stream that the session has marked, and how many of its transactions are not noticed yet.</summary>
internal sealed class Mark(StreamId stream, long version)
{
    public StreamId Stream => stream;

    /// <summary>Where the stream stood.</summary>
    public long Version => version;

    public long Segment { get; set; }

    /// <summary>
    /// The log holds it, so that a recovery would look at the stream. Until then nothing may be written under it: the
    /// write to the log may fail, and who waited for it is told so.
    /// </summary>
    public bool IsWritten { get; set; }

    public int InUse { get; set; }
}

/// <summary>
/// The streams that the session has marked, in the segments in which that is written. Not for two threads at once.
/// </summary>
internal sealed class Marks(int streamsMax)
{
    /// <summary>At most about 800 bytes each; one entity holds twice as many.</summary>
    internal const int PerSegmentMax = 400;

    /// <summary>A recovery looks at all of them.</summary>
    private const int StreamsMax = 10_000;

    /// <summary>So many segments are not joined yet, although they are small.</summary>
    private const int SegmentsMax = 48;

    private const int SmallSegment = 200;

    /// <summary>A transaction has room for 100 entities, and due work goes with it.</summary>
    private const int ReplacedMax = 40;

    private readonly Dictionary<string, Mark> marked = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, List<Mark>> segments = [];
    private long lastSegment;

    public int Count => marked.Count;

    public int Segments => segments.Count;

    public Mark? Find(string partition) => marked.GetValueOrDefault(partition);

    public void Clear()
    {
        marked.Clear();
        segments.Clear();
    }

    public IEnumerable<long> AllSegments => segments.Keys;

    /// <summary>
    /// Adds marks as a new segment and says which segments it replaces. The mark of a stream of the oldest segment that
    /// nothing is under way for is forgotten when there are too many; the caller has not begun anything under it.
    /// </summary>
    public (long Segment, List<Mark> Marks, List<long> Replaced) Add(IReadOnlyList<Mark> added)
    {
        var joined = new List<Mark>(added);
        var replaced = new List<long>();
        while (marked.Count + added.Count > Math.Min(streamsMax, StreamsMax)
            && segments.Count > 0 && joined.Count < PerSegmentMax && replaced.Count < ReplacedMax)
        {
            Replace(segments.First().Key, mark => mark.InUse > 0, joined, replaced);
        }

        if (segments.Count >= SegmentsMax)
        {
            foreach (var (number, marks) in segments.ToList())
            {
                if (marks.Count < SmallSegment && joined.Count + marks.Count <= PerSegmentMax
                    && replaced.Count < ReplacedMax)
                {
                    Replace(number, _ => true, joined, replaced);
                }
            }
        }

        foreach (var mark in joined)
        {
            mark.Segment = lastSegment + 1;
            marked[Keys.Partition(mark.Stream)] = mark;
        }

        segments[++lastSegment] = joined;
        return (lastSegment, joined, replaced);
    }

    private void Replace(long number, Func<Mark, bool> keeps, List<Mark> joined, List<long> replaced)
    {
        foreach (var mark in segments[number])
        {
            marked.Remove(Keys.Partition(mark.Stream));
            if (keeps(mark))
            {
                joined.Add(mark);
            }
        }

        segments.Remove(number);
        replaced.Add(number);
    }
}
