using Rewards.Journal.AzureTables.Log;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>Marked streams in segments: what one write to the log replaces fits into its transaction.</summary>
public sealed class MarksTests
{
    /// <summary>A transaction of 100 entities holds due work, notices and the session too.</summary>
    private const int ReplacedMax = 40;

    private const int SegmentsMax = 80;

    /// <summary>At most about 800 bytes each, in an entity of 704 KiB.</summary>
    private const int MarksPerSegmentMax = 800;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Marks_OfAnyLoad_StayInFewSegmentsAndReplaceFewAtOnce(int seed)
    {
        var random = new Random(seed);
        var marks = new Marks(10_000);
        var inUse = new Queue<Mark>();
        var next = 0;
        for (var flush = 0; flush < 2_000; flush++)
        {
            // Bursts of new members, and quiet times with one here and there.
            var isBurst = flush / 100 % 2 == 0;
            var count = isBurst ? SessionBook.MarkersPerFlushMax : random.Next(1, 4);
            var added = Enumerable.Range(0, count)
                .Select(_ => new Mark(StreamId.OfMember("ops", $"m{next++}"), 0)).ToList();

            var (_, joined, replaced) = marks.Add(added);

            Assert.InRange(replaced.Count, 0, ReplacedMax);
            Assert.InRange(joined.Count, count, MarksPerSegmentMax);
            Assert.InRange(marks.Segments, 1, SegmentsMax);
            foreach (var mark in added.Where(_ => random.Next(seed) > 0))
            {
                mark.InUse++;
                inUse.Enqueue(mark);
            }

            while (inUse.Count > 5_000)
            {
                inUse.Dequeue().InUse--;
            }
        }

        Assert.InRange(marks.Count, 1, 10_000 + MarksPerSegmentMax);
    }
}
