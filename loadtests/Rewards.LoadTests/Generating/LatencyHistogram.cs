using System.Diagnostics;
using System.Numerics;

namespace Rewards.LoadTests.Generating;

/// <summary>
/// Latencies in buckets of at most 1/64 (1.6 %) width: 64 linear steps within every power of two ticks.
/// </summary>
public sealed class LatencyHistogram
{
    private const int StepBits = 6;
    private const int Steps = 1 << StepBits;

    private readonly long[] counts = new long[(64 - StepBits + 1) * Steps];

    public long Count { get; private set; }

    public long MaxTicks { get; private set; }

    public void Record(long ticks)
    {
        counts[BucketOf(ticks)]++;
        Count++;
        MaxTicks = Math.Max(MaxTicks, ticks);
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < counts.Length; i++)
            counts[i] += other.counts[i];
        Count += other.Count;
        MaxTicks = Math.Max(MaxTicks, other.MaxTicks);
    }

    /// <summary>The upper edge, in milliseconds, of the bucket that holds the given share of all latencies.</summary>
    public double PercentileMs(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var i = 0; i < counts.Length && Count > 0; i++)
        {
            seen += counts[i];
            if (seen >= wanted)
                return Math.Min(UpperEdge(i), MaxTicks) * 1000.0 / Stopwatch.Frequency;
        }

        return 0;
    }

    private static int BucketOf(long ticks)
    {
        if (ticks < Steps)
            return (int)Math.Max(0, ticks);
        var shift = BitOperations.Log2((ulong)ticks) - StepBits;
        return ((shift + 1) * Steps) + (int)((ticks >> shift) - Steps);
    }

    private static long UpperEdge(int bucket)
    {
        if (bucket < Steps)
            return bucket;
        var shift = (bucket / Steps) - 1;
        return ((bucket % Steps) + Steps + 1L << shift) - 1;
    }
}
